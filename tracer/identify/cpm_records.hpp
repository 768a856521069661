// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "identify/fetch_records.hpp"

// CPM.cmake keeps what it added to a build in the CMake cache: CPM_PACKAGES (names),
// CPM_PACKAGE_<name>_VERSION, _SOURCE_DIR and _BINARY_DIR. With CPM_SOURCE_CACHE the sources lie in that
// directory, and FetchContent leaves no record of them from the second configuration on.
namespace souptrace::identify {

/// Adds to `records` each package of CPM's whose source directory none of them has.
void add_cpm_records(Host& host, const BuildFacts& facts, std::vector<FetchRecord>& records);

}  // namespace souptrace::identify
