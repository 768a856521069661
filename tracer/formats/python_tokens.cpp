// SPDX-License-Identifier: Apache-2.0
#include "formats/python_tokens.hpp"

#include <algorithm>
#include <utility>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kTab = 8;
constexpr std::size_t kLongestPrefix = 2;

/// Identifiers beyond ASCII are names as well.
bool is_name_character(char c) {
  return is_letter_or_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

class PythonLexer {
 public:
  explicit PythonLexer(std::string_view text) : text_(text) {}

  Result<std::vector<PythonLine>> lines() {
    while (at_ < text_.size())
      if (const Status status = step(); !status) return status.error();
    if (depth_ != 0) return malformed("a bracket is not closed");
    end_line();
    return std::move(lines_);
  }

 private:
  [[nodiscard]] Error malformed(std::string why) const { return {"python-malformed", std::move(why), at_}; }

  Status step() {
    const char c = text_[at_];
    if (c == '\n') {
      ++at_;
      if (depth_ == 0) end_line();
      return Done{};
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\f') return space(c);
    if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return Done{};
    }
    if (c == '\\') return joined_line();
    if (c == '"' || c == '\'') return string("");
    if (is_name_character(c)) return name();
    return sign(c);
  }

  Status space(char c) {
    ++at_;
    if (line_.tokens.empty())
      line_.indentation =
          c == '\t' ? (line_.indentation / kTab + 1) * kTab : line_.indentation + (c == ' ' ? 1 : 0);
    return Done{};
  }

  Status joined_line() {
    const std::string_view rest = text_.substr(at_ + 1);
    if (!rest.starts_with('\n') && !rest.starts_with("\r\n"))
      return malformed("a backslash stands in the middle of a line");
    at_ += rest.starts_with('\n') ? std::size_t{2} : std::size_t{3};
    return Done{};
  }

  Status name() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    const bool is_prefix =
        word.size() <= kLongestPrefix && at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'');
    if (is_prefix) return string(to_lower(word));
    line_.tokens.push_back({PythonToken::Kind::name, word, false});
    return Done{};
  }

  /// A string literal whose opening quote is at at_.
  Status string(const std::string& prefix) {
    const char quote = text_[at_];
    const std::string_view three = text_.substr(at_, 3);
    const bool is_long = three.size() == 3 && three[1] == quote && three[2] == quote;
    const std::size_t width = is_long ? 3 : 1;
    const std::size_t start = at_ + width;
    bool has_escape = false;
    std::size_t end = start;
    for (;; ++end) {
      if (end >= text_.size() || (!is_long && text_[end] == '\n')) return malformed("a string has no end");
      if (text_[end] == '\\') {
        has_escape = true;
        ++end;
      } else if (text_[end] == quote && (!is_long || text_.substr(end, 3) == three)) {
        break;
      }
    }
    const bool is_plain = !has_escape && (prefix.empty() || prefix == "u" || prefix == "r");
    line_.tokens.push_back({PythonToken::Kind::string, text_.substr(start, end - start), is_plain});
    at_ = end + width;
    return Done{};
  }

  Status sign(char c) {
    if (c == '(' || c == '[' || c == '{') ++depth_;
    if (c == ')' || c == ']' || c == '}') {
      if (depth_ == 0) return malformed("a bracket closes that was not opened");
      --depth_;
    }
    line_.tokens.push_back({PythonToken::Kind::other, text_.substr(at_, 1), false});
    ++at_;
    return Done{};
  }

  void end_line() {
    if (!line_.tokens.empty()) lines_.push_back(std::move(line_));
    line_ = {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  PythonLine line_;
  std::vector<PythonLine> lines_;
};

}  // namespace

Result<std::vector<PythonLine>> python_lines(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return PythonLexer(text).lines();
}

}  // namespace souptrace::formats
