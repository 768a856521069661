// SPDX-License-Identifier: Apache-2.0
#include "formats/spdx_tags.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/spdx_expression.hpp"

namespace souptrace::formats {
namespace {

constexpr std::string_view kTag = "SPDX-License-Identifier:";
// Written in two parts, so that this file's own tags are not taken for switched off.
constexpr std::string_view kIgnoreStart =
    "REUSE-Ignore"
    "Start";
constexpr std::string_view kIgnoreEnd =
    "REUSE-Ignore"
    "End";
/// What comments are begun and drawn with.
constexpr std::string_view kDecoration = "/*#;!-@%|=+<\"' \t";

std::string_view window_of(std::string_view text) {
  if (text.size() <= kSpdxTagWindow) return text;
  const auto end = text.substr(0, kSpdxTagWindow).rfind('\n');
  return text.substr(0, end == std::string_view::npos ? 0 : end);
}

/// Follows C's comments and string literals from line to line.
class CommentState {
 public:
  /// Whether the character at `at` of the line lies in a comment; the line itself is not followed yet.
  [[nodiscard]] bool in_comment_at(std::string_view line, std::size_t at) const {
    CommentState here = *this;
    here.follow(line.substr(0, at));
    return here.block_ || here.line_;
  }
  void follow_line(std::string_view line) {
    follow(line);
    line_ = false;
  }

 private:
  void follow(std::string_view text) {
    char quote = 0;
    for (std::size_t i = 0; i < text.size() && !line_; ++i) {
      const std::string_view two = text.substr(i, 2);
      if (block_) {
        if (two == "*/") block_ = false, ++i;
      } else if (quote != 0) {
        if (text[i] == '\\')
          ++i;
        else if (text[i] == quote)
          quote = 0;
      } else if (two == "/*") {
        block_ = true, ++i;
      } else if (two == "//") {
        line_ = true;
      } else if (text[i] == '"' || text[i] == '\'') {
        quote = text[i];
      }
    }
  }

  bool block_ = false;
  bool line_ = false;
};

/// The tag's value without the end of its comment and the right side of a box of stars.
std::string_view value_of(std::string_view text) {
  for (const std::string_view end : {"*/", "-->"})
    if (const auto at = text.find(end); at != std::string_view::npos) text = text.substr(0, at);
  text = trim(text);
  const auto last = text.find_last_of(" \t");
  const bool box = last != std::string_view::npos &&
                   text.substr(last + 1).find_first_not_of("*#/;|=-!") == std::string_view::npos;
  return box ? trim(text.substr(0, last)) : text;
}

/// Whether a line that begins like this is a comment in the languages that have others than C's.
bool begins_other_comment(std::string_view before) {
  before = trim(before);
  constexpr std::string_view kMarks = "#;!@%<";
  return !before.empty() &&
         (kMarks.find(before.front()) != std::string_view::npos || before.starts_with("--"));
}

void add(std::string_view value, SpdxTags& out) {
  const auto expression = normalize_spdx_expression(value);
  std::vector<std::string>& list = expression ? out.expressions : out.malformed;
  std::string text = expression ? *expression : to_utf8(value);
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

}  // namespace

SpdxTags read_spdx_tags(std::string_view text, SpdxTagPlace place) {
  SpdxTags out;
  CommentState state;
  bool ignored = false;
  std::string_view rest = window_of(text);
  while (const auto line = next_line(rest)) {
    if (line->find(kIgnoreStart) != std::string_view::npos) ignored = true;
    if (line->find(kIgnoreEnd) != std::string_view::npos) ignored = false;
    const auto at = line->find(kTag);
    if (at != std::string_view::npos && !ignored) {
      const std::string_view before = line->substr(0, at);
      const bool begins = before.find_first_not_of(kDecoration) == std::string_view::npos;
      const bool comment =
          place == SpdxTagPlace::plain_text || state.in_comment_at(*line, at) || begins_other_comment(before);
      if (begins && comment) add(value_of(line->substr(at + kTag.size())), out);
    }
    state.follow_line(*line);
  }
  return out;
}

}  // namespace souptrace::formats
