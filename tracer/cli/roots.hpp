// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "host/host.hpp"
#include "verify/tree.hpp"

namespace souptrace::cli {

/// Where the roots of a trace lie: what `--root NAME=DIRECTORY` says, a plain DIRECTORY being the build directory; and where the trace lies in
/// a traced build directory, that build's own directories. Relative directories are taken from the current one. Error "usage" for a
/// name that is no root's, and for a root that is given twice.
[[nodiscard]] Result<verify::Roots> find_roots(Host& host, const std::vector<std::string>& given, const std::string& trace_path);

}  // namespace souptrace::cli
