// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// pacman's records of an installed package (var/lib/pacman/local/<name>-<version>). Sources: libalpm's
// be_local.c for desc and files, mtree(5) and bsdtar(1) for mtree.
namespace souptrace::formats {

/// "%NAME%", a line for each value, an empty line; views point into the text. Error "pacman-malformed", with
/// the offset: a line outside of a section, a last section that no empty line ends (the file is cut).
[[nodiscard]] Result<std::map<std::string_view, std::vector<std::string_view>>> parse_pacman_record(
    std::string_view text);

/// Digests of one file in an mtree; "" where it has none.
struct MtreeDigests {
  std::string sha256, md5;  ///< lower-case hexadecimal
};

/// The digests that an mtree has of `paths` (absolute). Paths in it are relative ("./usr/lib/libz.a"), with
/// octal escapes for bytes that would end a word. Error "mtree-malformed", with the offset: no "#mtree" in the
/// first line, a line that is no path and no keyword, no line end at the end (the file is cut).
[[nodiscard]] Result<std::map<std::string, MtreeDigests>> mtree_digests(std::string_view text,
                                                                      const std::set<std::string>& paths);

}  // namespace souptrace::formats
