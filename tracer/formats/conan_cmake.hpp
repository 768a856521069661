// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

// What Conan's generators tell CMake about a package: CMakeDeps' <package>-<configuration>-<arch>-data.cmake
// and CMakeConfigDeps' <package>-Targets-<configuration>.cmake both set
// <name>_PACKAGE_FOLDER_<CONFIGURATION>, with the package's name as Conan knows it. Checked with Conan 2.0.0
// and 2.34.0.
namespace souptrace::formats {

struct ConanCMakePackage {
  std::string name;
  std::string folder;                    ///< absolute, normalized
  std::vector<std::string> directories;  ///< of headers and libraries that lie outside `folder`, sorted
};

/// Whether a file that CMake read can be one of these, by its name.
[[nodiscard]] bool is_conan_cmake_name(std::string_view filename);

/// The packages that a file at `directory` (CMAKE_CURRENT_LIST_DIR) sets; none when it is no such file. Only
/// `set()` with literal values and the variables that these files themselves set are understood.
[[nodiscard]] std::vector<ConanCMakePackage> read_conan_cmake(std::string_view text,
                                                              const std::string& directory);

/// The literal value of the first `set(<variable> "…")` whose variable ends in `ending`; "" when there is
/// none. PACKAGE_VERSION of <package>-config-version.cmake is read so.
[[nodiscard]] std::string cmake_variable(std::string_view text, std::string_view ending);

}  // namespace souptrace::formats
