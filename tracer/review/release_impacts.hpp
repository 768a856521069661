// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/register.hpp"
#include "model/release_diff.hpp"
#include "model/trace_index.hpp"

namespace souptrace::review {

/// Adds what IEC 62304:2006+A1:2015 asks for because of the differences (ReleaseDiff::impacts): for each SOUP item, or, where there is no
/// register or none of its items is about it, for each component; and for the toolchain. The safety class is the item's, else the highest
/// of its binaries' software items, else the product's; what is not assigned counts as C. `reg` may be null.
void add_impacts(const TraceIndex& before, const TraceIndex& after, const SoupRegister* reg, ReleaseDiff& diff);

}  // namespace souptrace::review
