// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "host/host.hpp"
#include "model/build_facts.hpp"

namespace souptrace::facts {

/// What the CMake module wrote at configure time. The format stands in tracer/README.md.
struct ProjectFile {
  std::string source_directory;
  std::string build_directory;
  std::string generator;
  std::string cmake_version;
  std::string sysroot;
  std::string fetch_content_base;
  Product product;
  std::vector<std::string> targets;  ///< names of the traced targets
  std::vector<DeclaredComponent> components;
};

/// Reads `<state_directory>/project.json`. Errors: "build-directory-not-traced" (there is none),
/// "project-file-malformed".
[[nodiscard]] Result<ProjectFile> read_project_file(Host& host, const std::string& state_directory);

}  // namespace souptrace::facts
