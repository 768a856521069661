// SPDX-License-Identifier: Apache-2.0
#include "review/register_visitor.hpp"

#include "base/text.hpp"

namespace souptrace::review {

bool is_hex(std::string_view text, std::size_t size) {
  return text.size() == size && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void RegisterVisitor::finish() {
  for (const formats::Json& member : object_.members()) {
    if (std::find(known_.begin(), known_.end(), member.key()) != known_.end()) continue;
    std::string allowed;
    for (const std::string_view name : known_) add_word(allowed, name);
    complain(member, "is no member that is known here; there are: " + allowed);
  }
}

void RegisterVisitor::complain_kind(const formats::Json& value, std::string_view expected) {
  const std::string_view found = value.kind_name();
  const std::string article = found == "array" || found == "object" ? "an " : "a ";
  complain(value, "is " + article + std::string(found) + " where " + std::string(expected) + " is expected");
}

void RegisterVisitor::read(const formats::Json& value, std::string& out) {
  if (const auto text = value.string())
    out = *text;
  else
    complain_kind(value, "a text");
}

void RegisterVisitor::read(const formats::Json& value, std::uint64_t& out) {
  if (const auto number = value.integer(); number && *number >= 0)
    out = static_cast<std::uint64_t>(*number);
  else if (value.is_number())
    complain(value, "is no whole number from 0 on");
  else
    complain_kind(value, "a number");
}

void RegisterVisitor::read(const formats::Json& value, std::optional<bool>& out) {
  if (const auto truth = value.boolean())
    out = *truth;
  else
    complain_kind(value, "true or false");
}

}  // namespace souptrace::review
