// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
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
  std::string output_directory;  ///< where the documents go; with several configurations, into a directory of each there
  Product product;
  std::vector<std::string> targets;  ///< names of the traced targets
  std::vector<DeclaredComponent> components;
  std::vector<DeclaredPostLink> post_link;
};

/// Where the module, the launcher and the trace step of a build keep their records.
[[nodiscard]] std::string state_directory(const std::string& build_directory);

/// Reads `<state_directory>/project.json`. Errors: "build-directory-not-traced" (there is none),
/// "project-file-malformed".
[[nodiscard]] Result<ProjectFile> read_project_file(Host& host, const std::string& state_directory);

/// Where the documents of the build in `build_directory` go. What lies in a build directory moves with it.
[[nodiscard]] std::string output_directory(const ProjectFile& project, const std::string& build_directory,
                                           const std::string& configuration);

/// Whether a build made with this generator has several configurations, each with a directory of its own there.
[[nodiscard]] bool has_configurations(std::string_view generator);

}  // namespace souptrace::facts
