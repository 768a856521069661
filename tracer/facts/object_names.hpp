// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "model/build_facts.hpp"

// How CMake names object files (cmLocalGenerator::GetObjectFileNameWithoutTarget, cmGlobalGenerator's object
// directories).
namespace souptrace::facts {

/// The directories that CMake's naming rule compares with, as CMake names them.
struct TreeRoots {
  std::string source;
  std::string build;
};

/// <target build directory>/CMakeFiles/<target>.dir[/<configuration>]; `configuration` "" where the generator
/// has one only.
[[nodiscard]] std::string object_directory(const Target& target, const std::string& configuration);

/// The paths at which the object of `source` (absolute, as CMake names it) can lie, the most usual first: the
/// name is the source's path relative to the target's source or build directory, or its whole path, with
/// "../" as "__/" and a space as "_", and ".o" or ".obj" behind it or instead of its extension
/// (CMAKE_<LANG>_OUTPUT_EXTENSION_REPLACE).
[[nodiscard]] std::vector<std::string> object_candidates(const Target& target, const std::string& source,
                                                         const TreeRoots& roots,
                                                         const std::string& configuration);

}  // namespace souptrace::facts
