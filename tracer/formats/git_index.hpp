// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

// .git/index, versions 2, 3 and 4. Source: git's gitformat-index(5).
namespace souptrace::formats {

struct GitIndexEntry {
  std::string path;        ///< relative to the top of the working tree; sparse directories end in '/'
  std::uint32_t mode = 0;  ///< 0100644, 0100755 (files), 0120000 (symbolic link), 0160000 (submodule: `oid`
                           ///< is its commit), 0040000 (sparse directory)
  std::string oid;         ///< hexadecimal
  std::uint32_t size = 0;  ///< of the file at the last `git add`, modulo 2^32
  unsigned stage = 0;      ///< 0; 1 to 3 while a merge has conflicts
  bool assume_valid = false;
  bool skip_worktree = false;
  bool intent_to_add = false;
};

struct GitIndex {
  std::uint32_t version = 0;
  std::vector<GitIndexEntry> entries;  ///< in file order: by path (bytes), then stage
  bool split = false;  ///< has a "link" extension: the entries are only the changes to a shared index
};

/// `oid_size` is 20, or 32 in a repository with extensions.objectFormat = sha256. The checksum at the end is
/// verified, unless git left it out (zeros). Errors, with the offset: "git-index-truncated",
/// "git-index-malformed", "git-index-version".
[[nodiscard]] Result<GitIndex> parse_git_index(ByteView bytes, unsigned oid_size = 20);

}  // namespace souptrace::formats
