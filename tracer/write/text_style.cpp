// SPDX-License-Identifier: Apache-2.0
#include "write/text_style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace souptrace::write {
namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;  ///< in bytes
};

/// The first code point of well-formed UTF-8.
CodePoint first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length && i < text.size(); ++i) value = (value << 6) | (byte(i) & 0x3FU);
  return {value, std::min(length, text.size())};
}

struct Range {
  char32_t first, last;
};
template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t value) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& r) { return value >= r.first && value <= r.last; });
}

// Control characters of ISO 8859, marks and overrides of the direction of writing, line and paragraph
// separators, the byte order mark.
constexpr std::array<Range, 6> kSteering{
    {{0x80, 0x9F}, {0x061C, 0x061C}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}}};
// The large blocks of Unicode's East Asian Wide characters and of emoji.
constexpr std::array<Range, 8> kWide{{{0x1100, 0x115F},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0xA4CF},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE30, 0xFE6F},
                                      {0xFF00, 0xFF60},
                                      {0x1F300, 0x3FFFD}}};
constexpr std::array<Range, 4> kCombining{
    {{0x0300, 0x036F}, {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}};

std::string_view escape_of(Colour colour) {
  switch (colour) {
    case Colour::none:
      return "";
    case Colour::bold:
      return "\x1b[1m";
    case Colour::dim:
      return "\x1b[2m";
    case Colour::red:
      return "\x1b[31m";
    case Colour::green:
      return "\x1b[32m";
    case Colour::yellow:
      return "\x1b[33m";
    case Colour::cyan:
      return "\x1b[36m";
  }
  return "";
}

}  // namespace

std::string clean(std::string_view text) {
  const std::string safe = printable(to_utf8(text));
  std::string out;
  out.reserve(safe.size());
  for (std::string_view rest = safe; !rest.empty();) {
    const CodePoint next = first_code_point(rest);
    if (is_in(kSteering, next.value))
      out += fmt::format("\\u{{{:04X}}}", static_cast<std::uint32_t>(next.value));
    else
      out += rest.substr(0, next.length);
    rest.remove_prefix(next.length);
  }
  return out;
}

std::string clean_lines(std::string_view text) {
  std::string out;
  bool first = true;
  for (std::string_view line : split(text, '\n')) {
    if (!first) out += '\n';
    first = false;
    if (line.ends_with('\r')) line.remove_suffix(1);
    out += clean(line);
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint next = first_code_point(text);
    if (!is_in(kCombining, next.value)) width += is_in(kWide, next.value) ? 2U : 1U;
    text.remove_prefix(next.length);
  }
  return width;
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string counted(std::uint64_t number, std::string_view what, std::string_view plural) {
  std::string word(what);
  if (number != 1 && plural == "s" && what.ends_with("ary")) {  // binary, library
    word.pop_back();
    plural = "ies";
  }
  return grouped(number) + ' ' + word + (number == 1 ? "" : std::string(plural));
}

std::string byte_size(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits{"KiB", "MiB", "GiB", "TiB", "PiB"};
  if (bytes < 1024) return std::to_string(bytes) + " B";
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < kUnits.size(); ++unit) value /= 1024;
  return fmt::format("{:.1f} {}", value, kUnits[unit]);
}

std::string TextStyle::paint(Colour colour, std::string_view text) const {
  if (!options_.colours || colour == Colour::none || text.empty()) return std::string(text);
  return std::string(escape_of(colour)) + std::string(text) + "\x1b[0m";
}

std::string TextStyle::cell(Colour colour, std::string_view text, std::size_t columns) const {
  const std::size_t width = display_width(text);
  return paint(colour, text) + std::string(columns > width ? columns - width : 0, ' ');
}

std::string TextStyle::shortened(std::string_view text, std::size_t columns) const {
  if (display_width(text) <= columns) return std::string(text);
  const std::string_view ellipsis = options_.unicode ? "…" : "...";
  std::string out;
  for (std::size_t width = display_width(ellipsis); !text.empty();) {
    const std::string_view next = text.substr(0, first_code_point(text).length);
    width += display_width(next);
    if (width > columns) break;
    out += next;
    text.remove_prefix(next.size());
  }
  return out.append(ellipsis);
}

std::vector<std::string> TextStyle::wrap(const std::vector<std::string>& words, std::size_t columns) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = words[i] + (i + 1 < words.size() ? "," : "");
    if (lines.empty() || display_width(lines.back()) + 1 + display_width(word) > columns)
      lines.push_back(word);
    else
      lines.back() += ' ' + word;
  }
  return lines;
}

std::string_view TextStyle::branch(bool last) const {
  if (options_.unicode) return last ? "└─ " : "├─ ";
  return last ? "`- " : "|- ";
}

std::string_view TextStyle::continuation(bool last) const {
  if (last) return "   ";
  return options_.unicode ? "│  " : "|  ";
}

}  // namespace souptrace::write
