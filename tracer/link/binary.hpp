// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "formats/elf.hpp"
#include "formats/pe.hpp"
#include "model/link_record.hpp"

namespace souptrace::link {

/// What a linked binary says of itself: ELF, or a PE image, whose imported DLLs are its needed libraries and
/// whose own name as a DLL stands for the SONAME. Errors: those of parse_elf and parse_pe,
/// "binary-unknown-format".
[[nodiscard]] Result<BinaryFormat> read_binary_format(ByteView bytes);

/// The same of a file that was read already.
[[nodiscard]] BinaryFormat binary_format(const formats::Elf& elf);
[[nodiscard]] BinaryFormat binary_format(const formats::Pe& pe);

}  // namespace souptrace::link
