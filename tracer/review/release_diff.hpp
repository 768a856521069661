// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/release_diff.hpp"
#include "model/trace_index.hpp"

namespace souptrace::review {

/// What differs between two releases: everything but `impacts` and ReleaseSide::trace_sha256. Either may be called the older.
[[nodiscard]] ReleaseDiff diff_releases(const TraceIndex& before, const TraceIndex& after);

}  // namespace souptrace::review
