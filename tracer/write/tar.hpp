// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace souptrace::write {

/// An archive of these files (name → content), in the order of `first` and then of names, in the form of base/tar_header.hpp and with two empty
/// blocks at its end: the same files give the same bytes. Error "name-too-long" for a name that tar cannot hold, or a file of 8 GiB.
[[nodiscard]] Result<std::string> tar(const std::map<std::string, std::string>& files, const std::vector<std::string>& first);

}  // namespace souptrace::write
