// SPDX-License-Identifier: Apache-2.0
#include "formats/spdx_expression.hpp"

#include <algorithm>
#include <array>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr int kDeepestExpression = 100;
constexpr std::size_t kLongestExpression = std::size_t{64} * 1024;

Error malformed_expression(std::string text, std::size_t offset) {
  return {"spdx-expression-malformed", std::move(text), offset};
}

bool is_id_character(char c) {
  return is_letter_or_digit(c) || c == '.' || c == '-';
}
bool is_token_character(char c) {
  return is_id_character(c) || c == '+' || c == ':';
}

/// Operators from the loosest.
enum class Binding { alternative, conjunction, single };

/// A part of the expression in its one spelling.
struct Operand {
  std::string text;
  Binding binding = Binding::single;
};

/// Identifiers that the list deprecates and that mean exactly what others say.
struct Replacement {
  std::string_view old_id;
  std::string_view meaning;
};
constexpr std::array<Replacement, 7> kReplacements{
    {{"GPL-2.0-with-autoconf-exception", "GPL-2.0-only WITH Autoconf-exception-2.0"},
     {"GPL-2.0-with-bison-exception", "GPL-2.0-only WITH Bison-exception-2.2"},
     {"GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"},
     {"GPL-2.0-with-font-exception", "GPL-2.0-only WITH Font-exception-2.0"},
     {"GPL-2.0-with-GCC-exception", "GPL-2.0-only WITH GCC-exception-2.0"},
     {"GPL-3.0-with-autoconf-exception", "GPL-3.0-only WITH Autoconf-exception-3.0"},
     {"GPL-3.0-with-GCC-exception", "GPL-3.0-only WITH GCC-exception-3.1"}}};

/// Whether "-only" and "-or-later" forms of this identifier exist.
bool has_later_form(std::string_view id) {
  return spdx_license_id(std::string(id) + "-or-later").has_value();
}

/// "LicenseRef-x", "DocumentRef-x:LicenseRef-y", "AdditionRef-z" with a name behind each prefix.
bool is_reference(std::string_view word, std::string_view kind) {
  if (word.starts_with("DocumentRef-")) {
    const auto colon = word.find(':');
    if (colon == std::string_view::npos || colon <= std::string_view("DocumentRef-").size()) return false;
    const std::string_view document = word.substr(0, colon);
    if (!std::all_of(document.begin(), document.end(), is_id_character)) return false;
    word.remove_prefix(colon + 1);
  }
  return word.starts_with(kind) && word.size() > kind.size() &&
         std::all_of(word.begin(), word.end(), is_id_character);
}

class ExpressionParser {
 public:
  explicit ExpressionParser(std::string_view text) : text_(text) { advance(); }

  Result<std::string> parse() {
    Result<Operand> whole = alternatives(0);
    if (!whole) return whole.error();
    if (!word_.empty()) return malformed_expression("unexpected \"" + printable(word_) + '"', start_);
    return std::move(whole->text);
  }

 private:
  void advance() {
    while (at_ < text_.size() && (text_[at_] == ' ' || (text_[at_] >= '\t' && text_[at_] <= '\r'))) ++at_;
    start_ = at_;
    while (at_ < text_.size() && is_token_character(text_[at_])) ++at_;
    if (at_ == start_ && at_ < text_.size()) ++at_;  // a parenthesis, or what belongs in no expression
    word_ = text_.substr(start_, at_ - start_);
  }
  [[nodiscard]] bool is_operator(std::string_view name) const { return to_lower(word_) == name; }
  [[nodiscard]] bool is_any_operator() const {
    return is_operator("and") || is_operator("or") || is_operator("with");
  }

  /// Joins two operands; one that binds looser than the operator gets parentheses.
  static void append(Operand& left, const Operand& right, std::string_view word, Binding binding) {
    if (left.binding < binding) left.text = '(' + left.text + ')';
    left.text += word;
    left.text += right.binding < binding ? '(' + right.text + ')' : right.text;
    left.binding = binding;
  }

  Result<Operand> alternatives(int depth) {
    Result<Operand> left = conjunctions(depth);
    while (left && is_operator("or")) {
      advance();
      const Result<Operand> right = conjunctions(depth);
      if (!right) return right.error();
      append(*left, *right, " OR ", Binding::alternative);
    }
    return left;
  }

  Result<Operand> conjunctions(int depth) {
    Result<Operand> left = operand(depth);
    while (left && is_operator("and")) {
      advance();
      const Result<Operand> right = operand(depth);
      if (!right) return right.error();
      append(*left, *right, " AND ", Binding::conjunction);
    }
    return left;
  }

  Result<Operand> operand(int depth) {
    if (word_ != "(") return license();
    const std::size_t opened_at = start_;
    if (depth >= kDeepestExpression) return malformed_expression("nested too deeply", opened_at);
    advance();
    Result<Operand> inner = alternatives(depth + 1);
    if (!inner) return inner;
    if (word_ != ")") return malformed_expression("a parenthesis that nothing closes", opened_at);
    advance();
    return inner;
  }

  Result<Operand> license() {
    Result<std::string> name = license_name();
    if (!name) return name.error();
    advance();
    if (!is_operator("with")) return Operand{std::move(*name)};
    if (name->find(' ') != std::string::npos) return malformed_expression("a second exception", start_);
    advance();
    const auto exception = spdx_exception_id(word_);
    if (!exception && !is_reference(word_, "AdditionRef-"))
      return malformed_expression('"' + printable(word_) + "\" is not an exception of the SPDX licence list", start_);
    *name += " WITH " + std::string(exception.value_or(word_));
    advance();
    return Operand{std::move(*name)};
  }

  [[nodiscard]] Result<std::string> license_name() const {
    if (word_.empty()) return malformed_expression("a licence is missing", start_);
    if (is_any_operator() || word_ == "(" || word_ == ")")
      return malformed_expression("expected a licence, found \"" + std::string(word_) + '"', start_);
    if (is_reference(word_, "LicenseRef-")) return std::string(word_);
    const bool plus = word_.ends_with('+');
    const auto id = spdx_license_id(plus ? word_.substr(0, word_.size() - 1) : word_);
    const bool fixed =
        id && (id->ends_with("-only") || id->ends_with("-or-later"));  // a "+" behind these contradicts them
    if (!id || (plus && fixed))
      return malformed_expression('"' + printable(word_) + "\" is not an identifier of the SPDX licence list", start_);
    if (has_later_form(*id)) return std::string(*id) + (plus ? "-or-later" : "-only");
    for (const auto& [old_id, meaning] : kReplacements) {
      if (*id != old_id) continue;
      if (plus)
        return malformed_expression('"' + printable(word_) + "\" adds \"+\" to a version with an exception", start_);
      return std::string(meaning);
    }
    return std::string(*id) + (plus ? "+" : "");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view word_;  ///< the word at hand; "" at the end
  std::size_t start_ = 0;  ///< its offset
};

}  // namespace

Result<std::string> normalize_spdx_expression(std::string_view text) {
  if (text.size() > kLongestExpression) return malformed_expression("longer than any licence expression", kLongestExpression);
  return ExpressionParser(text).parse();
}

}  // namespace souptrace::formats
