// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "base/result.hpp"
#include "host/host.hpp"

namespace souptrace::cli {

/// Where a build's own documents go: the trace step calls with this before it writes them.
struct OutputPlace {
  std::string build;          ///< the build directory, without symbolic links
  std::string configuration;  ///< "" where the build has one
  std::string directory;      ///< of the documents
};

/// When the documents of this build went elsewhere until now, those there are of an earlier build: what lies in the build directory is
/// removed, as a build does with what it no longer makes; anything else is the user's, perhaps a release, and stays. Gives the directory that
/// stays, "" when there is none. Remembers the new place in the state directory ("output" or "output-<configuration>").
[[nodiscard]] Result<std::string> leave_former_outputs(Host& host, const OutputPlace& place);

}  // namespace souptrace::cli
