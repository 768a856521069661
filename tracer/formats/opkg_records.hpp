// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// opkg's records of an installed package beside its stanza (deb822.hpp). Sources: opkg's pkg.c and
// opkg-utils.
//
//   info/P.list      the package's absolute paths, one a line; opkg may put a tab and the mode behind one
//   info/P.md5sums   "md5  path", with or without '/' or "./" before it
namespace souptrace::formats {

/// What could be read, and what is wrong with what comes then. Error "opkg-malformed", with the offset: a
/// line of another shape, a last line without end (the file is cut).
struct OpkgList {
  std::vector<std::string_view> paths;  ///< they point into the text
  std::optional<Error> error;
};
[[nodiscard]] OpkgList parse_opkg_list(std::string_view text);

struct OpkgMd5Sums {
  std::map<std::string, std::string> md5;  ///< absolute path → lower-case hexadecimal digits
  std::optional<Error> error;
};
[[nodiscard]] OpkgMd5Sums parse_opkg_md5sums(std::string_view text);

}  // namespace souptrace::formats
