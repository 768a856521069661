// SPDX-License-Identifier: Apache-2.0
#include "link/binary.hpp"

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

std::string pe_machine_name(std::uint16_t machine) {
  switch (machine) {
    case 0x8664:
      return "x86_64";
    case 0x014c:
      return "i386";
    case 0xaa64:
      return "aarch64";
    case 0x01c4:
      return "arm";
    default:
      return "machine-" + std::to_string(machine);
  }
}

Result<BinaryFormat> read_pe(ByteView bytes) {
  Cursor cursor(bytes);
  cursor.seek(0x3c);  // e_lfanew
  cursor.seek(cursor.u32());
  const ByteView signature = cursor.take(4);
  const std::uint16_t machine = cursor.u16();
  cursor.skip(16);  // number of sections, time stamp, symbol table, size of the optional header
  const std::uint16_t characteristics = cursor.u16();
  if (!cursor.ok())
    return Error{"binary-unknown-format", "a DOS program, or a PE image that ends within its header",
                 cursor.offset()};
  if (as_text(signature) != std::string_view("PE\0\0", 4))
    return Error{"binary-unknown-format", "a DOS program without a PE header", cursor.offset()};
  BinaryFormat format;
  format.format = "PE";
  format.machine = pe_machine_name(machine);
  format.type = (characteristics & 0x2000) != 0 ? "shared-library" : "executable";  // IMAGE_FILE_DLL
  return format;
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

Result<BinaryFormat> read_binary_format(ByteView bytes) {
  if (as_text(bytes).starts_with("MZ")) return read_pe(bytes);
  if (!formats::is_elf(bytes))
    return Error{"binary-unknown-format", "it is neither an ELF file nor a PE image", 0};
  const auto elf = formats::parse_elf(bytes);
  if (!elf) return elf.error();
  return binary_format(*elf);
}

}  // namespace souptrace::link
