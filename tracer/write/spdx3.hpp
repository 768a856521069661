// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/trace_index.hpp"

namespace souptrace::write {

/// An SPDX 3.0.1 document (JSON-LD; profiles core, software, build, simpleLicensing, extension) of one binary
/// of the trace, complete, ends with a newline. Pure and deterministic: all identifiers are derived from the
/// content. `timestamp` is RFC 3339 in UTC, from SOURCE_DATE_EPOCH. SPDX demands a time: for "" it is the
/// first second of 1970, and the creation's comment says that the time is withheld.
[[nodiscard]] std::string spdx3(const TraceIndex& index, const TraceBinary& binary, const std::string& timestamp);
[[nodiscard]] inline std::string spdx3(const Trace& trace, const TraceBinary& binary, const std::string& timestamp) {
  return spdx3(TraceIndex(trace), binary, timestamp);
}

}  // namespace souptrace::write
