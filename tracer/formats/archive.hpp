// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

// Unix ar archives: System V / GNU (long names in "//", symbols in "/" or "/SYM64/"), BSD long names
// ("#1/N"), and GNU thin archives.
namespace souptrace::formats {

struct ArchiveMember {
  std::string name;  ///< without the '/' that ends it; for a thin archive the path as stored, relative to the
                     ///< archive's directory
  std::uint64_t header =
      0;  ///< offset of the 60-byte header in the archive; the symbol table speaks of this one
  std::uint64_t offset =
      0;  ///< of the first byte of data, as `ar tO` prints; for a thin member the offset behind its header
  std::uint64_t size = 0;    ///< of the data in bytes
  std::uint64_t nested = 0;  ///< thin archives made from archives: `name` is an archive, and the member's
                             ///< header stands here in it
};

struct ArchiveSymbol {
  std::string_view name;     ///< points into the archive's bytes
  std::uint64_t header = 0;  ///< ArchiveMember::header of the member that defines it, as the table says: a
                             ///< damaged table may name none
};

struct Archive {
  bool thin = false;
  std::vector<ArchiveMember> members;  ///< in file order; symbol and name tables are not members
  std::vector<ArchiveSymbol> symbols;  ///< the archive's symbol table, in its order; empty when it has none
};

[[nodiscard]] bool is_archive(ByteView bytes);  ///< ordinary or thin
[[nodiscard]] bool is_thin_archive(ByteView bytes);

/// All members and symbols. Memory is bounded by a fixed multiple of the archive's size. Errors, with the
/// offset: "archive-truncated", "archive-malformed". Source of the format: binutils' ar.h and the ar(5) pages
/// of FreeBSD and LLVM.
[[nodiscard]] Result<Archive> parse_archive(ByteView bytes);

}  // namespace souptrace::formats
