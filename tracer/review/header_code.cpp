// SPDX-License-Identifier: Apache-2.0
#include "review/header_code.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace souptrace::review {
namespace {

bool is_identifier(char c) {
  return is_letter_or_digit(c) || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// Walks over a header's text: identifiers and single characters, without comments, literals and preprocessor lines.
class Walk {
 public:
  Walk(std::string_view text, std::string_view function) : text_(text), function_(function) {}

  bool finds_body() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_identifier(c)) take_identifier();
      else if (starts("//")) skip_past("\n");
      else if (starts("/*")) skip_past("*/");
      else if (c == '"' || c == '\'') skip_literal(c);
      else if (c == '#' && line_is_blank_) { if (is_macro()) return true; }
      else if (take_character(c)) return true;
    }
    return false;
  }

 private:
  [[nodiscard]] bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  void skip_past(std::string_view end) {
    const auto found = text_.find(end, at_ + 2);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
    if (end == "\n") line_is_blank_ = true;
  }
  void skip_literal(char quote) {
    line_is_blank_ = false;
    for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n'; ++at_)
      if (text_[at_] == '\\') ++at_;
    at_ = std::min(at_ + 1, text_.size());
  }
  std::string_view identifier() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_identifier(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  void take_identifier() {
    line_is_blank_ = false;
    if (identifier() == function_) named_ = true;
  }
  bool take_character(char c) {
    ++at_;
    if (c == '\n') line_is_blank_ = true;
    else if (c != ' ' && c != '\t' && c != '\r') line_is_blank_ = false;
    if (c == '{' && named_) return true;
    if (c == ';' || c == '{' || c == '}') named_ = false;
    return false;
  }
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  /// Of a line that begins with '#': whether it defines a macro of that name with parameters. The line is passed.
  bool is_macro() {
    ++at_;
    skip_blanks();
    const bool defines = identifier() == "define";
    skip_blanks();
    const bool named = identifier() == function_;
    const bool out = defines && named && at_ < text_.size() && text_[at_] == '(';
    for (; at_ < text_.size() && text_[at_] != '\n'; ++at_)
      if (text_[at_] == '\\') at_ += starts("\\\r\n") ? 2u : 1u;
    at_ = std::min(at_, text_.size());
    return out;
  }

  std::string_view text_;
  std::string_view function_;
  std::size_t at_ = 0;
  bool line_is_blank_ = true;
  bool named_ = false;  ///< the function's name stood since the last ';' or brace
};

}  // namespace

bool may_have_body_of(std::string_view header, std::string_view function) {
  if (const auto scope = function.rfind("::"); scope != std::string_view::npos) function.remove_prefix(scope + 2);
  return Walk(header, function).finds_body();
}

}  // namespace souptrace::review
