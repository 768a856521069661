// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "base/result.hpp"
#include "host/host.hpp"
#include "model/build_facts.hpp"
#include "model/finding.hpp"

namespace souptrace::facts {

/// Reads what CMake and the build tool left in `build_directory` (absolute): project.json of the SoupTrace
/// module, the File API reply (codemodel 2, toolchains 1, cache 2), and which sources and headers each object
/// file was compiled from (.ninja_deps or *.o.d; precompiled headers followed). `configuration`: "" for the
/// only one. Errors, each with the file and the remedy: "build-directory-not-traced", "file-api-missing",
/// "file-api-foreign" (a reply of another build), "file-api-malformed", "configuration-unknown".
[[nodiscard]] Result<Outcome<BuildFacts>> read_build(Host& host, const std::string& build_directory,
                                                     const std::string& configuration);

}  // namespace souptrace::facts
