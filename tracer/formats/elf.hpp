// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

// ELF, as far as a link trace needs it. Source: System V ABI (gABI) chapters 4 and 5; GNU extensions from
// elf.h and the binutils manual.
namespace souptrace::formats {

/// What an ELF file says of itself. Strings are copies.
struct Elf {
  bool is_64 = false;
  Endian endian = Endian::little;
  std::uint16_t type = 0;             ///< e_type: 1 REL, 2 EXEC, 3 DYN, 4 CORE
  std::uint16_t machine = 0;          ///< e_machine
  std::string interpreter;            ///< PT_INTERP
  std::string soname;                 ///< DT_SONAME
  std::vector<std::string> needed;    ///< DT_NEEDED in file order
  std::vector<std::string> rpath;     ///< DT_RPATH split at ':'
  std::vector<std::string> runpath;   ///< DT_RUNPATH split at ':'
  bool is_dynamic = false;            ///< has PT_DYNAMIC
  bool is_pie = false;                ///< DF_1_PIE in DT_FLAGS_1
  bool no_default_lib = false;        ///< DF_1_NODEFLIB
  std::string build_id;               ///< NT_GNU_BUILD_ID, hexadecimal
  std::vector<std::string> comments;  ///< distinct strings of .comment, in file order
  bool has_gnu_lto = false;           ///< has a .gnu.lto_* or .gnu.debuglto_* section
};

[[nodiscard]] bool is_elf(ByteView bytes);

/// Reads the header, the program headers, the dynamic section, the notes and .comment. Errors:
/// "elf-truncated", "elf-malformed", "elf-unsupported".
[[nodiscard]] Result<Elf> parse_elf(ByteView bytes);

/// "x86_64", "aarch64", "arm", "i386", "riscv64", …; "machine-N" for one without a name here.
[[nodiscard]] std::string machine_name(const Elf& elf);

struct ElfSymbol {
  std::string_view name;  ///< points into the file's bytes
  std::uint64_t value = 0;
  std::uint64_t size = 0;
  std::uint8_t binding = 0;  ///< 0 LOCAL, 1 GLOBAL, 2 WEAK
  std::uint8_t type = 0;
  std::uint16_t section = 0;  ///< 0 = undefined
};
/// The symbols of .symtab, or of .dynsym when there is none.
[[nodiscard]] Result<std::vector<ElfSymbol>> parse_elf_symbols(ByteView bytes);
/// Those of .dynsym: what the file gives to the loader, and what it wants (section 0).
[[nodiscard]] Result<std::vector<ElfSymbol>> parse_elf_dynamic_symbols(ByteView bytes);

}  // namespace souptrace::formats
