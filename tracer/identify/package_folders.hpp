// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Identification::package_folders of all that the resolvers found. Of several folders of one name, each gets
/// a digest of its component's id behind the name; those that even this does not tell apart get no name.
[[nodiscard]] std::map<std::string, std::string> named_folders(const std::vector<PackageFolder>& folders);

}  // namespace souptrace::identify
