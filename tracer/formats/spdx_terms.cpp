// SPDX-License-Identifier: Apache-2.0
#include "formats/spdx_terms.hpp"

#include <functional>

#include "formats/spdx_expression.hpp"

namespace souptrace::formats {
namespace {

using Holds = std::function<bool(const std::string&)>;

/// Reads a normalized expression: words with one space between, parentheses touching what they enclose. Its
/// depth of nesting is bounded by the normalization.
class TermReader {
 public:
  TermReader(std::string_view text, const Holds& holds) : text_(text), holds_(holds) {}

  bool alternatives() {
    bool out = conjunctions();
    while (take(" OR ")) out = conjunctions() || out;
    return out;
  }

 private:
  bool conjunctions() {
    bool out = operand();
    while (take(" AND ")) out = operand() && out;
    return out;
  }

  bool operand() {
    if (take("(")) {
      const bool out = alternatives();
      (void)take(")");
      return out;
    }
    std::string term(word());
    if (take(" WITH ")) term += " WITH " + std::string(word());
    return holds_(term);
  }

  bool take(std::string_view what) {
    if (!text_.starts_with(what)) return false;
    text_.remove_prefix(what.size());
    return true;
  }

  std::string_view word() {
    const auto end = text_.find_first_of(" ()");
    const std::string_view out = text_.substr(0, end);
    text_.remove_prefix(out.size());
    return out;
  }

  std::string_view text_;
  const Holds& holds_;
};

}  // namespace

std::set<std::string> spdx_terms(std::string_view expression) {
  std::set<std::string> out;
  const Holds note = [&](const std::string& term) {
    out.insert(term);
    return true;
  };
  (void)TermReader(expression, note).alternatives();
  return out;
}

bool spdx_contains(std::string_view declared, std::string_view tag) {
  const std::set<std::string> named = spdx_terms(declared);
  const Holds holds = [&](const std::string& term) {
    constexpr std::string_view kLater = "-or-later";
    if (named.contains(term)) return true;
    const auto later = term.find(kLater);
    if (later == std::string::npos) return false;
    return named.contains(term.substr(0, later) + "-only" + term.substr(later + kLater.size()));
  };
  return TermReader(tag, holds).alternatives();
}

std::string spdx_conjunction(const std::set<std::string>& expressions) {
  std::string out;
  for (const std::string& one : expressions) out += (out.empty() ? "(" : " AND (") + one + ')';
  const auto plain = normalize_spdx_expression(out);
  return plain ? *plain : "";
}

}  // namespace souptrace::formats
