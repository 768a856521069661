// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/command.hpp"
#include "model/register.hpp"
#include "model/release_diff.hpp"
#include "model/trace_index.hpp"

namespace souptrace::cli {

struct IndexedTrace {
  const TraceDocument& document;
  const TraceIndex& index;
};

/// What changed from one release to the other, by SOUP item where there is a register; null: by component.
[[nodiscard]] ReleaseDiff diff_traces(const IndexedTrace& before, const IndexedTrace& after, const SoupRegister* reg);

}  // namespace souptrace::cli
