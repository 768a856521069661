// SPDX-License-Identifier: Apache-2.0
#include "link/binary.hpp"

#include <algorithm>

namespace souptrace::link {
namespace {

std::string elf_type_name(const formats::Elf& elf) {
  switch (elf.type) {
    case 1:
      return "relocatable";
    case 2:
      return "executable";
    case 3:
      break;
    default:
      return "type-" + std::to_string(elf.type);
  }
  if (elf.is_pie) return elf.interpreter.empty() ? "static-pie" : "pie";
  // Linkers before DF_1_PIE: an interpreter makes it a program, unless it is a library that can also be run,
  // which has a SONAME.
  return !elf.interpreter.empty() && elf.soname.empty() ? "pie" : "shared-library";
}

/// The functions of POSIX and GNU that load a library by a name that may be made at run time. Without a readable .dynsym there are none: then
/// the loader could not resolve them either.
std::vector<std::string> run_time_loading(ByteView bytes) {
  std::vector<std::string> out;
  const auto symbols = formats::parse_elf_dynamic_symbols(bytes);
  if (!symbols) return out;
  for (const formats::ElfSymbol& symbol : *symbols)
    if (symbol.section == 0 && (symbol.name == "dlopen" || symbol.name == "dlmopen")) out.emplace_back(symbol.name);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

BinaryFormat binary_format(const formats::Elf& elf) {
  BinaryFormat format;
  format.format = "ELF";
  format.machine = formats::machine_name(elf);
  format.type = elf_type_name(elf);
  format.build_id = elf.build_id;
  format.interpreter = elf.interpreter;
  format.soname = elf.soname;
  format.needed = elf.needed;
  format.rpath = elf.rpath;
  format.runpath = elf.runpath;
  format.tool_comments = elf.comments;
  return format;
}

BinaryFormat binary_format(const formats::Pe& pe) {
  BinaryFormat format;
  format.format = "PE";
  format.machine = formats::pe_machine_name(pe.machine);
  format.type = pe.is_dll ? "shared-library" : "executable";
  format.soname = pe.name;
  format.needed = pe.imports;
  for (const std::string& name : pe.delay_imports)
    if (std::find(pe.imports.begin(), pe.imports.end(), name) == pe.imports.end()) format.needed.push_back(name);
  return format;
}

Result<BinaryFormat> read_binary_format(ByteView bytes) {
  if (formats::is_pe(bytes)) {
    const auto pe = formats::parse_pe(bytes);
    if (!pe) return pe.error();
    return binary_format(*pe);
  }
  if (!formats::is_elf(bytes))
    return Error{"binary-unknown-format", "it is neither an ELF file nor a PE image", 0};
  const auto elf = formats::parse_elf(bytes);
  if (!elf) return elf.error();
  BinaryFormat format = binary_format(*elf);
  format.run_time_loading = run_time_loading(bytes);
  return format;
}

}  // namespace souptrace::link
