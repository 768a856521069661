// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/trace.hpp"
#include "model/trace_index.hpp"

namespace souptrace::write {

/// The binaries that `wanted` means: all for "", else the one with that name, target, path ("build:pump",
/// "pump") or file name. Error "binary-unknown": the text lists the binaries there are.
[[nodiscard]] Result<std::vector<const TraceBinary*>> select_binaries(const Trace& trace,
                                                                      std::string_view wanted);

/// The findings about one of these binaries, its files or its components, and those about nothing that is in
/// the trace: they are about the build as a whole (a broken package database). In the trace's order.
[[nodiscard]] std::vector<const Finding*> findings_about(const TraceIndex& index,
                                                         const std::vector<const TraceBinary*>& binaries);

}  // namespace souptrace::write
