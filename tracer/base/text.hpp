// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace souptrace {

/// `text` without leading and trailing ASCII white space.
[[nodiscard]] std::string_view trim(std::string_view text);

/// The parts of `text` between `separator`s, empty ones kept: "a,,b" has three; "" has one, empty.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The text up to the next '\n' (a '\r' before it removed), which is removed from `rest`; nothing when `rest` is empty.
[[nodiscard]] std::optional<std::string_view> next_line(std::string_view& rest);

/// `text` whole as an unsigned number in `base`; nothing when it is anything else or does not fit.
[[nodiscard]] std::optional<std::uint64_t> parse_unsigned(std::string_view text, int base = 10);

/// ASCII lower case; bytes above 127 stay.
[[nodiscard]] std::string to_lower(std::string_view text);

/// Lower-case hexadecimal digits, two for each byte.
[[nodiscard]] std::string to_hex(std::string_view bytes);

/// `text` with every byte that is not well-formed UTF-8 (RFC 3629) replaced by %XX and '%' itself kept, so that it can stand in a JSON
/// document. Well-formed text comes back unchanged.
[[nodiscard]] std::string to_utf8(std::string_view text);

/// `text` with control characters and DEL written as \xNN, so that a hostile name cannot steer a terminal.
[[nodiscard]] std::string printable(std::string_view text);

/// Appends `word` to a list of words, behind `between` unless the list is empty.
void add_word(std::string& list, std::string_view word, std::string_view between = ", ");

/// The words with `between` between them.
template <class Words>
[[nodiscard]] std::string joined(const Words& words, std::string_view between = ", ") {
  std::string out;
  for (const auto& word : words) add_word(out, word, between);
  return out;
}

/// "line L, column C" of a byte of `text`, both from 1, the column in bytes; what lies behind the text counts as its end.
[[nodiscard]] std::string line_and_column(std::string_view text, std::size_t offset);

}  // namespace souptrace
