// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/trace_index.hpp"

namespace souptrace::write {

enum class CycloneDxVersion { v1_6, v1_7 };

struct CycloneDxOptions {
  CycloneDxVersion version = CycloneDxVersion::v1_7;
  std::string timestamp;  ///< RFC 3339 in UTC, from SOURCE_DATE_EPOCH; "" leaves it out
};

/// A CycloneDX JSON document of one binary of the trace (ECMA-424), complete, ends with a newline. Pure and
/// deterministic: the serial number is derived from the content.
[[nodiscard]] std::string cyclonedx(const TraceIndex& index, const TraceBinary& binary,
                                    const CycloneDxOptions& options);
[[nodiscard]] inline std::string cyclonedx(const Trace& trace, const TraceBinary& binary,
                                           const CycloneDxOptions& options) {
  return cyclonedx(TraceIndex(trace), binary, options);
}

}  // namespace souptrace::write
