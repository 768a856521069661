// SPDX-License-Identifier: Apache-2.0
#include "formats/glob.hpp"

#include <optional>

namespace souptrace::formats {
namespace {

struct Step {
  bool matches = false;
  std::size_t length = 1;  ///< characters of the pattern that were used
};

/// A bracket expression at the start of `pattern` against one character; nothing when it has no end, so that
/// '[' is itself.
std::optional<Step> match_set(std::string_view pattern, char c) {
  std::size_t at = 1;
  const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  if (negated) ++at;
  const auto byte = [](char x) { return static_cast<unsigned char>(x); };
  bool found = false;
  for (const std::size_t first = at; at < pattern.size() && (pattern[at] != ']' || at == first); ++at) {
    const char low = pattern[at];
    const bool range = at + 2 < pattern.size() && pattern[at + 1] == '-' && pattern[at + 2] != ']';
    const char high = range ? pattern[at + 2] : low;
    if (range) at += 2;
    found = found || (byte(low) <= byte(c) && byte(c) <= byte(high));
  }
  if (at >= pattern.size()) return std::nullopt;
  return Step{found != negated, at + 1};
}

/// The first element of `pattern`, which is not '*', against one character.
Step match_one(std::string_view pattern, char c, bool slash_is_special) {
  const bool special = slash_is_special && c == '/';
  if (pattern[0] == '?') return {!special, 1};
  if (pattern[0] == '\\' && pattern.size() > 1) return {pattern[1] == c, 2};
  if (pattern[0] == '[') {
    if (const auto set = match_set(pattern, c)) return {set->matches && !special, set->length};
  }
  return {pattern[0] == c, 1};
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text, GlobSlash slash) {
  const bool separates = slash == GlobSlash::separates;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;  // the last '*', to which a mismatch goes back
  std::size_t star_text = 0;                  // where its match ends at the moment
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
      continue;
    }
    const Step step = p < pattern.size() ? match_one(pattern.substr(p), text[t], separates) : Step{};
    if (step.matches) {
      p += step.length;
      ++t;
      continue;
    }
    if (star == std::string_view::npos || (separates && text[star_text] == '/')) return false;
    p = star + 1;
    t = ++star_text;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace souptrace::formats
