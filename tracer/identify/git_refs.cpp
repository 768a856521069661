// SPDX-License-Identifier: Apache-2.0
#include "identify/git_refs.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/text.hpp"

namespace souptrace::identify {

bool is_object_id(std::string_view text) {
  if (text.size() != 40 && text.size() != 64) return false;
  return is_lower_hex(text);
}

std::map<std::string, std::string> parse_packed_refs(std::string_view text) {
  std::map<std::string, std::string> out;
  auto last = out.end();
  while (const auto line = next_line(text)) {
    if (line->starts_with('^') && last != out.end() && is_object_id(line->substr(1)))
      last->second = line->substr(1);
    const auto space = line->find(' ');
    if (space == std::string_view::npos || !is_object_id(line->substr(0, space))) continue;
    last =
        out.insert_or_assign(std::string(line->substr(space + 1)), std::string(line->substr(0, space))).first;
  }
  return out;
}

std::string_view behind_prefix(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) ? trim(text.substr(prefix.size())) : std::string_view{};
}

}  // namespace souptrace::identify
