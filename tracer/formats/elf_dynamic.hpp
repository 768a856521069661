// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "formats/elf.hpp"
#include "formats/elf_layout.hpp"

// Internal to elf*.cpp.
namespace souptrace::formats::elf {

/// One entry of the dynamic section.
struct DynamicEntry {
  std::uint64_t tag = 0;
  std::uint64_t value = 0;
  bool operator==(const DynamicEntry&) const = default;
};

struct DynamicTable {
  std::vector<DynamicEntry> entries;  ///< up to DT_NULL
  std::uint64_t offset = 0;           ///< in the file
  ByteView strings;                   ///< DT_STRTAB
};

inline constexpr std::uint64_t kTagRpath = 15;
inline constexpr std::uint64_t kTagRunpath = 29;

/// The dynamic section, found through PT_DYNAMIC, as the loader does, else through a SHT_DYNAMIC section; empty
/// when there is none. Errors: "elf-truncated", "elf-malformed".
[[nodiscard]] Result<DynamicTable> read_dynamic_table(const Layout& layout);

/// Fills in what the dynamic section says (gABI chapter 5, "Dynamic Section"): soname, needed, rpath, runpath
/// and flags. Where a tag that the loader wants once occurs again, the last counts, as for glibc. Errors:
/// "elf-truncated", "elf-malformed".
[[nodiscard]] Status read_dynamic(const Layout& layout, Elf& elf);

}  // namespace souptrace::formats::elf
