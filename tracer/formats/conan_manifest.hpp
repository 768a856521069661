// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

// conanmanifest.txt, which Conan writes beside the files of a package and of a recipe: the seconds since the
// epoch on the first line, then one line "<path>: <MD5>" for every file but itself. A symbolic link's MD5 is
// that of the text it holds. Source: Conan's manifest.py, the same in 2.0.0 and 2.34.0.
namespace souptrace::formats {

struct ConanManifest {
  std::map<std::string, std::string> md5;  ///< by path, relative to the manifest's directory, with '/'
};

/// Error "conan-manifest-malformed", with the offset of the line that is none: no time stamp, no digest, a
/// path twice.
[[nodiscard]] Result<ConanManifest> parse_conan_manifest(std::string_view text);

/// Of a revision that is an MD5; others are those of a version control system.
inline constexpr std::size_t kConanRevisionDigits = 32;

/// The revision that Conan gives to these files: the MD5 of the manifest without its time stamp. Every
/// package revision is one; a recipe revision is one unless the recipe says `revision_mode = "scm"`.
[[nodiscard]] std::string conan_revision(const ConanManifest& manifest);

}  // namespace souptrace::formats
