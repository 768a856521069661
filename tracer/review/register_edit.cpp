// SPDX-License-Identifier: Apache-2.0
#include "review/register_edit.hpp"

#include "formats/json_outline.hpp"

namespace souptrace::review {

Result<std::string> with_member(std::string_view text, std::string_view name, std::string_view value) {
  const auto members = formats::json_members(text);
  if (!members) return members.error();
  std::string out(text);
  const std::string_view former = formats::member_text(*members, name);
  if (!former.empty()) return out.replace(static_cast<std::size_t>(former.data() - text.data()), former.size(), value);
  const std::string member = std::string("\n \"") + std::string(name) + "\": " + std::string(value);
  if (members->empty()) return out.replace(text.find('{') + 1, 0, member + '\n');
  const std::string_view last = members->back().value;
  const auto end = static_cast<std::size_t>(last.data() - text.data()) + last.size();
  return out.insert(end, ',' + member);
}

}  // namespace souptrace::review
