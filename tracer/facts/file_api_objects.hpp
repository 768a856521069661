// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "facts/file_api.hpp"
#include "facts/json_file.hpp"

// The objects of a File API reply, one function each: JSON in, value out.
namespace souptrace::facts {

/// What all errors about a reply say to do.
[[nodiscard]] const JsonFileErrors& file_api_errors();

/// One "target-*.json" object. Errors: "json-mismatch".
[[nodiscard]] Result<CodemodelTarget> codemodel_target(const formats::Json& json,
                                                       const std::string& source_directory,
                                                       const std::string& build_directory);

/// The "toolchains" object, one entry for each language.
[[nodiscard]] Result<std::vector<Toolchain>> toolchains_of(const formats::Json& json);

/// The "cache" object: values by name.
[[nodiscard]] Result<std::map<std::string, std::string>> cache_of(const formats::Json& json);

/// The "cmakeFiles" object: every file that CMake read to configure, absolute, sorted, each once.
[[nodiscard]] Result<std::vector<std::string>> configure_inputs_of(const formats::Json& json,
                                                                   const std::string& source_directory);

/// The files that -include, -include-pch and their -Xclang spellings in `flags` name; `flags` is a part of a
/// command line as CMake prints it for a POSIX shell.
[[nodiscard]] std::vector<std::string> preincluded_files(std::string_view flags);

}  // namespace souptrace::facts
