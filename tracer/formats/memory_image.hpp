// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace souptrace::formats {

/// Bytes with consecutive addresses.
struct MemoryBlock {
  std::uint64_t address = 0;
  std::vector<std::uint8_t> bytes;
  std::string name;  ///< of the section that it is; "" in files that have none
};

/// What a programmer writes into a device's memory: blocks in the order of their addresses, none overlapping.
using MemoryImage = std::vector<MemoryBlock>;

/// Intel HEX ("Hexadecimal Object File Format Specification", Intel 1988; record types 00 to 05). Neighbouring
/// records become one block. Errors: "ihex-malformed", with the offset.
[[nodiscard]] Result<MemoryImage> parse_intel_hex(std::string_view text);

/// Motorola S-records: S0 to S3, S5 to S9. Errors: "srec-malformed", with the offset.
[[nodiscard]] Result<MemoryImage> parse_srec(std::string_view text);

/// What objcopy takes of an ELF file: each section that is mapped and has bytes, at its physical address (LMA).
/// Errors: those of parse_elf; "image-overlap".
[[nodiscard]] Result<MemoryImage> elf_memory_image(ByteView bytes);

/// How a memory image agrees with the program that it is said to be made of.
struct ImageAgreement {
  std::vector<std::string> missing;    ///< the program's blocks that the image lacks, wholly or in part
  std::vector<std::string> different;  ///< those with other bytes there
  std::uint64_t foreign = 0;           ///< the image's bytes that are at no block's address
  std::uint64_t fill = 0;              ///< of these, such as are one repeated byte between two blocks
};
[[nodiscard]] ImageAgreement compare_memory(const MemoryImage& program, const MemoryImage& image);

/// The flat file that `objcopy -O binary` makes is an image without addresses: its first byte is that of the
/// program's lowest block.
[[nodiscard]] MemoryImage flat_image(const MemoryImage& program, ByteView file);

}  // namespace souptrace::formats
