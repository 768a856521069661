// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "formats/elf.hpp"
#include "formats/elf_layout.hpp"

// Internal to elf*.cpp.
namespace souptrace::formats::elf {

/// Fills in what the dynamic section says (gABI chapter 5, "Dynamic Section"): soname, needed, rpath, runpath
/// and flags. Found through PT_DYNAMIC, as the loader does, else through a SHT_DYNAMIC section. Where a tag
/// that the loader wants once occurs again, the last counts, as for glibc. Errors: "elf-truncated",
/// "elf-malformed".
[[nodiscard]] Status read_dynamic(const Layout& layout, Elf& elf);

}  // namespace souptrace::formats::elf
