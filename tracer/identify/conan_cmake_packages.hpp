// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// A package as the CMake files say that Conan generated for this build.
struct ConanCMakeEntry {
  std::string name;                      ///< as Conan knows it
  std::string version;                   ///< as find_package() sees it; "" when no file states it
  std::string folder;                    ///< the package folder, without symbolic links where it exists
  std::vector<std::string> directories;  ///< more of the package's directories, outside its folder
  std::string place;                     ///< the file that says so, absolute
};

/// All packages that the files which CMake read (BuildFacts::configure_inputs) name, by package folder.
[[nodiscard]] std::map<std::string, ConanCMakeEntry> conan_cmake_packages(Host& host,
                                                                          const BuildFacts& facts);

}  // namespace souptrace::identify
