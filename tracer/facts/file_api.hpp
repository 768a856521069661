// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "host/host.hpp"
#include "model/build_facts.hpp"
#include "model/finding.hpp"

// The reply of CMake's File API (cmake-file-api(7), version 1) in <build>/.cmake/api/v1/reply: codemodel 2.4
// and newer, toolchains 1, cache 2, cmakeFiles 1.
namespace souptrace::facts {

/// One source that a target compiles.
struct CompiledSource {
  std::string path;  ///< absolute, as CMake names it
  std::string language;
  std::vector<std::string>
      preincluded;  ///< what -include and -include-pch of its compile command name, absolute
  std::shared_ptr<const CompileFlags> flags = {};  ///< shared by the sources of one compile group
};

/// A target with what only the reading of its objects needs. Paths are as CMake names them: the naming rule
/// of objects works on those.
struct CodemodelTarget {
  Target target;
  std::vector<CompiledSource> compiled;
};

struct FileApiReply {
  std::string source_directory;
  std::string build_directory;
  std::string configuration;
  bool multi_config = false;
  std::string generator;
  std::string cmake_version;
  std::vector<CodemodelTarget> targets;  ///< sorted by id
  std::vector<Toolchain> toolchains;
  std::map<std::string, std::string> cache;
  std::vector<std::string> configure_inputs;  ///< absolute, sorted
};

/// Reads the newest reply for `configuration` ("" = the only one). Findings: "file-api-incomplete" when the
/// reply has no toolchains or no cache. Errors: "file-api-missing", "file-api-foreign", "file-api-malformed",
/// "configuration-unknown".
[[nodiscard]] Result<Outcome<FileApiReply>> read_file_api(Host& host, const std::string& build_directory,
                                                          const std::string& configuration);

}  // namespace souptrace::facts
