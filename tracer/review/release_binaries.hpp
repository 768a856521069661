// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "review/release_components.hpp"

namespace souptrace::review {

/// What differs in the binaries, which are matched by their names.
[[nodiscard]] std::vector<BinaryDiff> diff_binaries(const Release& before, const Release& after, const ComponentGroups& groups);

}  // namespace souptrace::review
