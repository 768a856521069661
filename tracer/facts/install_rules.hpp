// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "formats/json_read.hpp"
#include "host/host.hpp"

namespace souptrace::facts {

/// One file or directory that an install() rule of the build puts somewhere (codemodel 2.3, object "directory", "installers").
struct InstallRule {
  std::string from;        ///< absolute, as CMake names it
  std::string to;          ///< its own place, relative to the prefix, or absolute
  bool directory = false;  ///< what lies below `from` goes below `to`
};

/// The rules of one "directory" object. What has no files (code, scripts, exports) has none. Errors: "json-mismatch".
[[nodiscard]] Result<std::vector<InstallRule>> install_rules_of(const formats::Json& json, const std::string& source_directory,
                                                                const std::string& build_directory);

/// All install() rules of a configuration ("" = the only one), in the order of directories. Errors: those of read_file_api.
[[nodiscard]] Result<std::vector<InstallRule>> read_install_rules(Host& host, const std::string& build_directory,
                                                                  const std::string& configuration);

}  // namespace souptrace::facts
