// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <span>

#include "base/characters.hpp"
#include "formats/spdx_expression.hpp"

namespace souptrace::formats {
namespace {

#include "formats/spdx_license_ids.inc"


bool before(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return to_lower(x) < to_lower(y); });
}

std::optional<std::string_view> find_id(std::span<const std::string_view> table, std::string_view name) {
  const auto found = std::lower_bound(table.begin(), table.end(), name, before);
  if (found == table.end() || before(name, *found)) return std::nullopt;
  return *found;
}

}  // namespace

std::optional<std::string_view> spdx_license_id(std::string_view name) {
  return find_id(kLicenseIds, name);
}
std::optional<std::string_view> spdx_exception_id(std::string_view name) {
  return find_id(kExceptionIds, name);
}
std::string_view spdx_license_list_version() {
  return kListVersion;
}

}  // namespace souptrace::formats
