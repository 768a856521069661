// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

// conandata.yml, which lies beside a Conan recipe: by convention it says which archives the recipe unpacks.
//
//   sources:
//     "1.3.1":
//       url:
//         - "https://zlib.net/zlib-1.3.1.tar.gz"     several: mirrors of the same archive
//       sha256: "9a93b2b7…"
//     "2.0":
//       - url: https://…                             a list: several archives
//         sha256: …
//
// It is YAML, and only this shape of it is read: block mappings and lists of plain or quoted words.
namespace souptrace::formats {

struct ConanSource {
  std::string url;     ///< the first mirror
  std::string sha256;  ///< as it stands there; "" for none
};

/// The archives of that version, in file order. What has another shape is not in the result; never an error:
/// a recipe need not have sources, and states them for people and for itself.
[[nodiscard]] std::vector<ConanSource> read_conan_sources(std::string_view text, std::string_view version);

}  // namespace souptrace::formats
