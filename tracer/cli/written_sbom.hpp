// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "host/host.hpp"
#include "write/sbom.hpp"

namespace souptrace::cli {

/// The SBOM of a binary that lies beside the trace: a file that says, with its own time, what this trace and format give.
struct WrittenSbom {
  std::string name;  ///< "" when there is none
  std::string timestamp;
  std::string text;
};

[[nodiscard]] WrittenSbom written_sbom(Host& host, const std::string& directory, const Trace& trace, const TraceBinary& binary, write::SbomFormat format);

}  // namespace souptrace::cli
