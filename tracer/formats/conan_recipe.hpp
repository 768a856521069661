// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

// What a Conan recipe states about its library, read from conanfile.py without running it. A recipe is a
// Python program and may compute everything, so only what cannot mean anything else is read:
//
//   class Zlib(ConanFile):
//       license = "Zlib"
//       topics = ("compression", "zip")
//
// that is, in the file's only class whose only base is ConanFile, a statement `<attribute> = <literal>` of
// the class's body, where the literal is a plain string or a tuple or list of such, and where the attribute
// is assigned nowhere else in the file.
namespace souptrace::formats {

/// The attributes that were read: "license", "author", "homepage", "url", "topics", each with its strings.
using ConanRecipe = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Reads a conanfile.py; whatever is not as above is not in the result. Never an error: an attribute that is
/// missing and one that cannot be read are the same to the caller.
[[nodiscard]] ConanRecipe read_conan_recipe(std::string_view text);

}  // namespace souptrace::formats
