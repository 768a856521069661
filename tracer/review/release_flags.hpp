// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "model/release_diff.hpp"
#include "model/trace_index.hpp"

// With which options a binary was compiled and linked in two releases.
namespace souptrace::review {

/// Adds "linkFlags", and "compileFlags of …" for each way in which the commands of objects differ that both binaries have: objects are the
/// same by their place, else by their source. `before` and `after` of a change are the words that only one of the two commands has; where
/// the same words stand in another order, all of them.
void diff_flags(const TraceIndex& before, const TraceBinary& old, const TraceIndex& after, const TraceBinary& now, std::vector<ValueChange>& out);

/// Adds "reads PLACE" with the digests for each file that steers the link of one of the two, and is another one or none in the other: linker
/// scripts, version scripts, plugins.
void diff_steering_files(const TraceIndex& before, const TraceBinary& old, const TraceIndex& after, const TraceBinary& now, std::vector<ValueChange>& out);

/// What of flags cannot be compared because a trace does not have it, in words.
[[nodiscard]] std::vector<std::string> flags_not_compared(const Trace& before, const Trace& after);

}  // namespace souptrace::review
