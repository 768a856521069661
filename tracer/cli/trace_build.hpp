// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "host/host.hpp"
#include "model/trace.hpp"

namespace souptrace::cli {

/// What the trace step is at, for people: "reading the links", bytes done and in total (0 of 0 where there is nothing to count).
using Report = std::function<void(const std::string& stage, std::uint64_t done, std::uint64_t total)>;

/// Traces a build tree: reads facts and links, hashes each distinct file once, identifies owners, assembles. `build_directory` is absolute.
/// Errors: those of facts::read_build. What could not be established otherwise is among the trace's findings.
[[nodiscard]] Result<Trace> trace_build(Host& machine, const std::string& build_directory, const std::string& configuration,
                                        const Report& report);

}  // namespace souptrace::cli
