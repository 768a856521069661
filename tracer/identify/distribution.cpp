// SPDX-License-Identifier: Apache-2.0
#include "identify/distribution.hpp"

#include <string_view>

#include "base/text.hpp"

namespace souptrace::identify {
namespace {

std::string_view unquoted(std::string_view value) {
  const bool quoted =
      value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
  return quoted ? value.substr(1, value.size() - 2) : value;
}

/// The value of one os-release variable; "" when it is not set.
std::string variable(std::string_view text, std::string_view name) {
  while (const auto line = next_line(text))
    if (line->size() > name.size() && line->starts_with(name) && (*line)[name.size()] == '=')
      return std::string(unquoted(line->substr(name.size() + 1)));
  return "";
}

}  // namespace

Distribution read_distribution(const SystemRoot& root) {
  for (const char* place : {"/etc/os-release", "/usr/lib/os-release"}) {
    const auto file = root.read(place);
    if (!file) continue;
    const std::string_view text = (*file)->text();
    Distribution out{variable(text, "ID"), variable(text, "VERSION_ID")};
    if (out.version.empty()) out.version = variable(text, "VERSION_CODENAME");
    return out;
  }
  return {};
}

}  // namespace souptrace::identify
