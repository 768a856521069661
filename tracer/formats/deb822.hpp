// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// Debian control data: dpkg's status file, package indices, machine-readable copyright files. Source:
// deb822(5).
namespace souptrace::formats {

/// One paragraph. All views point into the text that was read.
class Deb822Stanza {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;  ///< trimmed; the lines of a longer value with their line ends and leading space:
                             ///< see deb822_lines
  };

  /// Value of the field of that name in any letter case; "" when there is none.
  [[nodiscard]] std::string_view value(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;

  std::vector<Field> fields;  ///< in file order
  std::uint64_t offset = 0;   ///< of the first field in the text
};

/// Reads stanzas one after the other without copying.
class Deb822Reader {
 public:
  explicit Deb822Reader(std::string_view text) : text_(text) {}

  /// Reads the next stanza into `stanza`; false at the end. Error "deb822-malformed", with the offset, for a
  /// line that is neither a field nor a continuation; the reader then stands behind that stanza, so that the
  /// caller can go on. Comment lines ('#') are skipped, except between the
  /// lines of a longer value (deb822_lines drops them); a line of blanks inside a stanza continues the value.
  [[nodiscard]] Result<bool> next(Deb822Stanza& stanza);

 private:
  void skip_stanza();

  std::string_view text_;
  std::uint64_t at_ = 0;
};

/// The lines of a value: each without its one leading blank, " ." as an empty line.
[[nodiscard]] std::vector<std::string_view> deb822_lines(std::string_view value);

}  // namespace souptrace::formats
