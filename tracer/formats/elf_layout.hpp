// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

// Internal to elf*.cpp: the header and the two tables of an ELF file, of either class and byte order.
namespace souptrace::formats::elf {

enum SegmentType : std::uint32_t { kLoad = 1, kDynamic = 2, kInterpreter = 3, kNote = 4 };
enum SectionType : std::uint32_t {
  kSymbolTable = 2,
  kDynamicSection = 6,
  kNoteSection = 7,
  kNoBits = 8,
  kDynamicSymbols = 11
};

struct Segment {  ///< Elf32_Phdr, Elf64_Phdr
  std::uint32_t type = 0;
  std::uint32_t flags = 0;
  std::uint64_t offset = 0;
  std::uint64_t address = 0;
  std::uint64_t physical = 0;  ///< where a programmer puts it
  std::uint64_t file_size = 0;
  std::uint64_t memory_size = 0;
  std::uint64_t alignment = 0;
};

struct Section {  ///< Elf32_Shdr, Elf64_Shdr
  std::string_view
      name_tail;  ///< the string table from the name's first byte to its end: names are compared, never
                  ///< measured, because thousands of sections may point at one endless name
  std::uint32_t type = 0;
  std::uint32_t link = 0;
  std::uint64_t flags = 0;
  std::uint64_t address = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t alignment = 0;
  std::uint64_t entry_size = 0;

  /// SHF_ALLOC: it is in memory when the program runs.
  [[nodiscard]] bool is_allocated() const { return (flags & 2) != 0; }
  /// The name, or its first 256 bytes: enough to name it to a person.
  [[nodiscard]] std::string name() const {
    const std::string_view start = name_tail.substr(0, 256);
    return std::string(start.substr(0, start.find('\0')));
  }
  [[nodiscard]] bool has_name(std::string_view name) const {
    return name_tail.size() > name.size() && name_tail.starts_with(name) && name_tail[name.size()] == '\0';
  }
};

struct Layout {
  ByteView bytes;  ///< the file
  bool is_64 = false;
  Endian endian = Endian::little;
  std::uint16_t type = 0;
  std::uint16_t machine = 0;
  std::uint32_t flags = 0;     ///< e_flags
  std::uint64_t entry = 0;     ///< e_entry
  ByteView segment_table;      ///< as it stands in the file
  ByteView section_table;      ///< likewise
  std::vector<Segment> segments;
  std::vector<Section> sections;

  /// Size in bytes of an address and an offset.
  [[nodiscard]] unsigned word() const { return is_64 ? 8 : 4; }
  /// The bytes of a section or segment in the file; nothing when they are not wholly in it.
  [[nodiscard]] std::optional<ByteView> data(const Section& section) const;
  [[nodiscard]] std::optional<ByteView> data(const Segment& segment) const;
  /// The file's bytes from a virtual address to the end of what its PT_LOAD maps; nothing when no segment
  /// maps it.
  [[nodiscard]] std::optional<ByteView> mapped_at(std::uint64_t address) const;
};

/// Reads header, program headers and section headers, with the extended counts of gABI (e_shnum 0, e_shstrndx
/// SHN_XINDEX, e_phnum PN_XNUM). Either table may be missing. Errors: "elf-truncated", "elf-malformed",
/// "elf-unsupported".
[[nodiscard]] Result<Layout> read_layout(ByteView bytes);

/// The text up to the first NUL; all of it when there is none.
[[nodiscard]] std::string_view until_nul(ByteView bytes);

}  // namespace souptrace::formats::elf
