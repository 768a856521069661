// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace souptrace::write {

/// Up to five of `names` that a person may have meant by `wanted`: those that are few keystrokes away or
/// contain it, the nearest first. Upper and lower case are the same.
[[nodiscard]] std::vector<std::string> names_like(std::string_view wanted,
                                                  const std::set<std::string>& names);

}  // namespace souptrace::write
