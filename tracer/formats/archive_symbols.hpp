// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "formats/archive.hpp"

// Internal to archive.cpp: the symbol tables of archives. `at` is the table's offset in the archive, for
// errors.
namespace souptrace::formats {

/// "/" (`width` 4) and "/SYM64/" (8): big-endian count, that many header offsets, that many NUL-terminated
/// names.
[[nodiscard]] Result<std::vector<ArchiveSymbol>> parse_gnu_symbols(ByteView table, std::uint64_t at,
                                                                   unsigned width);

/// "__.SYMDEF": size in bytes of an array of {name index, header offset}, the array, size of the names, the
/// names; in the byte order of the machine that the archive is for, which the sizes betray.
[[nodiscard]] Result<std::vector<ArchiveSymbol>> parse_bsd_symbols(ByteView table, std::uint64_t at,
                                                                   bool wide);

}  // namespace souptrace::formats
