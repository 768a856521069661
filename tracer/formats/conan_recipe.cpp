// SPDX-License-Identifier: Apache-2.0
#include "formats/conan_recipe.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "formats/python_tokens.hpp"

namespace souptrace::formats {
namespace {

constexpr std::array<std::string_view, 5> kAttributes{"license", "author", "homepage", "url", "topics"};

using PythonTokens = std::vector<PythonToken>;
using TokenKind = PythonToken::Kind;

bool is_sign(const PythonTokens& tokens, std::size_t at, char sign) {
  return at < tokens.size() && tokens[at].kind == TokenKind::other && tokens[at].text[0] == sign;
}

bool is_name(const PythonTokens& tokens, std::size_t at, std::string_view name) {
  return at < tokens.size() && tokens[at].kind == TokenKind::name && tokens[at].text == name;
}

/// class <name>(ConanFile):
bool opens_recipe(const PythonLine& line) {
  const PythonTokens& tokens = line.tokens;
  return line.indentation == 0 && tokens.size() == 6 && is_name(tokens, 0, "class") &&
         tokens[1].kind == TokenKind::name && is_sign(tokens, 2, '(') && is_name(tokens, 3, "ConanFile") &&
         is_sign(tokens, 4, ')') && is_sign(tokens, 5, ':');
}

/// The statements of the recipe's class that are not inside another one; none when there is not exactly one
/// such class.
std::vector<const PythonLine*> body_of(const std::vector<PythonLine>& lines) {
  if (std::count_if(lines.begin(), lines.end(), opens_recipe) != 1) return {};
  auto at = std::find_if(lines.begin(), lines.end(), opens_recipe) + 1;
  std::vector<const PythonLine*> out;
  if (at == lines.end()) return out;
  const std::size_t indentation = at->indentation;
  for (; at != lines.end() && at->indentation > 0 && at->indentation >= indentation; ++at)
    if (at->indentation == indentation) out.push_back(&*at);
  return out;
}

bool is_comparison(const PythonTokens& tokens, std::size_t equals) {
  return is_sign(tokens, equals + 1, '=');
}

/// Whether the name at `at` may be given a value there: "name =", "name +=", "name: str =", "name, other =",
/// "for name in", "as name", "del name". Arguments (name=…) are taken for that too: that errs on the safe
/// side.
bool may_assign(const PythonTokens& tokens, std::size_t at) {
  std::size_t next = at + 1;
  if (next < tokens.size() && tokens[next].kind == TokenKind::other && !is_sign(tokens, next, '=') &&
      is_sign(tokens, next + 1, '=') && !is_sign(tokens, next, '!') && !is_sign(tokens, next, '<') &&
      !is_sign(tokens, next, '>'))
    return true;
  if (is_sign(tokens, next, '=')) return !is_comparison(tokens, next);
  if (is_sign(tokens, next, ':') || is_sign(tokens, next, ',')) return true;
  for (const std::string_view word : {"for", "as", "del", "def", "class", "import", "global", "nonlocal"})
    if (at > 0 && is_name(tokens, at - 1, word)) return true;
  return at > 0 && (is_sign(tokens, at - 1, ',') || is_sign(tokens, at - 1, '*'));
}

std::size_t assignments(const std::vector<PythonLine>& lines, std::string_view name) {
  std::size_t out = 0;
  for (const PythonLine& line : lines)
    for (std::size_t i = 0; i < line.tokens.size(); ++i)
      if (is_name(line.tokens, i, name) && may_assign(line.tokens, i)) ++out;
  return out;
}

/// Names by which a program can set an attribute whose name is not in its text; python_requires_extend takes
/// in the code of another recipe.
constexpr std::array<std::string_view, 8> kIndirect{
    "setattr", "__setattr__", "__dict__", "exec", "eval", "locals", "vars", "python_requires_extend"};

bool sets_attributes_by_name(const std::vector<PythonLine>& lines) {
  for (const PythonLine& line : lines)
    for (const PythonToken& token : line.tokens)
      if (token.kind == TokenKind::name &&
          std::find(kIndirect.begin(), kIndirect.end(), token.text) != kIndirect.end())
        return true;
  return false;
}

/// The strings of `"…"`, `("…")`, `("…", "…")`, `["…"]` or `"…", "…"` from `at` to the end of the line;
/// nothing for anything else.
std::optional<std::vector<std::string>> literal(const PythonTokens& tokens, std::size_t at) {
  std::size_t end = tokens.size();
  const bool is_list = is_sign(tokens, at, '[');
  if (is_list || is_sign(tokens, at, '(')) {
    if (!is_sign(tokens, end - 1, is_list ? ']' : ')')) return std::nullopt;
    ++at;
    --end;
  }
  std::vector<std::string> out;
  for (bool wants_string = true; at < end; ++at, wants_string = !wants_string) {
    const bool fits =
        wants_string ? tokens[at].kind == TokenKind::string && tokens[at].is_plain : is_sign(tokens, at, ',');
    if (!fits) return std::nullopt;
    if (wants_string) out.emplace_back(tokens[at].text);
  }
  return out.empty() ? std::nullopt : std::optional(out);
}

}  // namespace

ConanRecipe read_conan_recipe(std::string_view text) {
  ConanRecipe out;
  const auto lines = python_lines(text);
  if (!lines || sets_attributes_by_name(*lines)) return out;
  for (const PythonLine* const line : body_of(*lines)) {
    const PythonTokens& tokens = line->tokens;
    if (tokens.size() < 3 || tokens[0].kind != TokenKind::name || !is_sign(tokens, 1, '=')) continue;
    const auto attribute = std::find(kAttributes.begin(), kAttributes.end(), tokens[0].text);
    if (attribute == kAttributes.end() || assignments(*lines, *attribute) != 1) continue;
    if (auto strings = literal(tokens, 2)) out.emplace(*attribute, std::move(*strings));
  }
  return out;
}

}  // namespace souptrace::formats
