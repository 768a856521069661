// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// What a library's own installation says of it, beside no package manager: pkg-config files (pc(5)), CPS
// files (Common Package Specification 0.13) and the files of CMake's find_package(CONFIG).
namespace souptrace::formats {

/// One package's description of itself, and which files it calls its libraries.
struct PackageMetadata {
  std::string name;
  std::string version;                 ///< "" for none
  std::string license;                 ///< as written; "" for none
  std::string url;                     ///< "" for none
  std::vector<std::string> locations;  ///< absolute paths of library files, normalized, sorted
  /// Where "-l" options may find theirs: directories and names, for libraries that are known by name alone.
  std::vector<std::string> link_directories;
  std::vector<std::string> link_names;
};

/// A .pc file. `directory`: where it stands (${pcfiledir}). Variables are expanded; what needs one that is
/// not defined, or more than 64 steps or 64 KiB, is left out. Error "pkg-config-malformed": no Name and no
/// Version.
[[nodiscard]] Result<PackageMetadata> parse_pkg_config(std::string_view text, std::string_view directory);

/// A .cps file, also one that only adds a configuration ("name@release.cps"). `directory`: where it stands; a
/// document that states neither "prefix" nor a "cps_path" that ends it names no locations. Errors: those of
/// Json::parse; "cps-malformed" without a name.
[[nodiscard]] Result<PackageMetadata> parse_cps(std::string_view text, std::string_view directory);

/// The version of a CMake version file: that of its only set(PACKAGE_VERSION "…") with a literal in it; ""
/// when there is none, or there are different ones.
[[nodiscard]] std::string cmake_package_version(std::string_view text);

/// The paths that a file of exported targets names behind "${_IMPORT_PREFIX}/", in file order.
[[nodiscard]] std::vector<std::string_view> imported_locations(std::string_view text);

}  // namespace souptrace::formats
