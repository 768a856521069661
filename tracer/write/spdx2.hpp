// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/trace_index.hpp"

namespace souptrace::write {

/// An SPDX 2.3 document (JSON) of one binary of the trace, for consumers that cannot read 3.0.1; complete,
/// ends with a newline, pure and deterministic. It holds packages only: 2.3 demands a SHA-1 of each element
/// that is a file, which nothing here computes, so a file is a package of which no files were analyzed, with
/// its SHA-256 and SHA-512. `timestamp` as in spdx3().
[[nodiscard]] std::string spdx2(const TraceIndex& index, const TraceBinary& binary, const std::string& timestamp);
[[nodiscard]] inline std::string spdx2(const Trace& trace, const TraceBinary& binary, const std::string& timestamp) {
  return spdx2(TraceIndex(trace), binary, timestamp);
}

}  // namespace souptrace::write
