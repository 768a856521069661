// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace souptrace::write {

/// How text for people may look: what the terminal can do, as the command line found out.
struct TextOptions {
  bool colours = false;
  bool unicode = false;
  unsigned width = 80;  ///< columns; lines are broken between words, never inside a name
};

enum class Colour { none, bold, dim, red, green, yellow, cyan };

/// `text` fit for a terminal: well-formed UTF-8 without control characters, those of ISO 8859 (which some
/// terminals obey) and those that turn the direction of writing included. They are shown as \xNN or \u{NNNN}.
[[nodiscard]] std::string clean(std::string_view text);

/// `text` as clean() shows it, lines kept: '\n' ends each.
[[nodiscard]] std::string clean_lines(std::string_view text);

/// Columns that well-formed UTF-8 takes: one for each code point, two for the wide ones of East Asia, none
/// for combining marks.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// "1 file", "2 files", "2 binaries"; thousands apart: "12,345 files". `plural` is what the plural appends.
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view what, std::string_view plural = "s");
/// "12,345"
[[nodiscard]] std::string grouped(std::uint64_t number);
/// "713 B", "84.2 KiB", "1.3 MiB"
[[nodiscard]] std::string byte_size(std::uint64_t bytes);

/// Draws with what the terminal has.
class TextStyle {
 public:
  explicit TextStyle(const TextOptions& options) : options_(options) {}

  [[nodiscard]] unsigned width() const { return options_.width; }
  /// `text` as it is, in a colour where colours are allowed. The caller has cleaned it.
  [[nodiscard]] std::string paint(Colour colour, std::string_view text) const;
  /// The same, filled with blanks to `columns`.
  [[nodiscard]] std::string cell(Colour colour, std::string_view text, std::size_t columns) const;
  /// `text` if it fits into `columns`, else its beginning with an ellipsis.
  [[nodiscard]] std::string shortened(std::string_view text, std::size_t columns) const;
  /// `words` joined by ", " in lines of at most `columns` where no single one is longer.
  [[nodiscard]] static std::vector<std::string> wrap(const std::vector<std::string>& words,
                                                     std::size_t columns);

  [[nodiscard]] std::string_view branch(bool last) const;        ///< "├─ " or "└─ "
  [[nodiscard]] std::string_view continuation(bool last) const;  ///< what stands below it: "│  " or "   "
  [[nodiscard]] std::string_view dot() const { return options_.unicode ? " · " : " - "; }
  [[nodiscard]] std::string_view arrow() const { return options_.unicode ? "→ " : "-> "; }

 private:
  TextOptions options_;
};

}  // namespace souptrace::write
