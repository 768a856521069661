// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "formats/elf.hpp"
#include "model/link_record.hpp"

namespace souptrace::link {

/// What a linked binary says of itself: ELF, or a PE image as far as its format, machine and type ("Microsoft
/// PE and COFF Specification", file headers). Errors: those of parse_elf, "binary-unknown-format".
[[nodiscard]] Result<BinaryFormat> read_binary_format(ByteView bytes);

/// The same of an ELF file that was read already.
[[nodiscard]] BinaryFormat binary_format(const formats::Elf& elf);

}  // namespace souptrace::link
