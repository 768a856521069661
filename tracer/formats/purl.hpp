// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

// Package URLs: "pkg:type/namespace/name@version?qualifiers#subpath". Source: the purl specification
// (ECMA-427).
namespace souptrace::formats {

/// The parts, not encoded.
struct Purl {
  std::string type;        ///< "deb", "generic", "github", …
  std::string name_space;  ///< segments separated by '/'; "" = none
  std::string name;
  std::string version;                            ///< "" = none
  std::map<std::string, std::string> qualifiers;  ///< empty values are left out
  std::string subpath;
};

/// The canonical text: type in lower case, names in lower case where the type's definition says so (deb,
/// github, …), qualifiers sorted, everything percent-encoded as UTF-8 that is not unreserved; ':' and the '/'
/// of namespaces, subpaths and qualifier values stay.
[[nodiscard]] std::string purl_text(const Purl& purl);

/// Reads and checks a purl that somebody wrote. Error "purl-malformed", with the offset where there is one.
/// purl_text of the result is its canonical text.
[[nodiscard]] Result<Purl> parse_purl(std::string_view text);

}  // namespace souptrace::formats
