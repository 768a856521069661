// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

#include "formats/elf_layout.hpp"
#include "formats/image_comparison.hpp"

// The half of comparing two ELF files that is about what no loader maps: sections beside the segments, and bytes that no header tells of.
namespace souptrace::formats::elf {

/// A run of addresses or offsets; `end` is behind its last.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// Where a part of the file, a view into its bytes, begins.
[[nodiscard]] std::uint64_t offset_of(const Layout& layout, ByteView part);

/// Sets `removed`, `added`, `altered` and `appended`.
void compare_unmapped(const Layout& linked, const Layout& shipped, ImageComparison& out);

}  // namespace souptrace::formats::elf
