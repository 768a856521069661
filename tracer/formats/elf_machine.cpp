// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "formats/elf.hpp"

namespace souptrace::formats {
namespace {

/// e_machine, its name in files of 32 bits and of 64 bits; from the registry of the gABI.
struct Machine {
  std::uint16_t number;
  std::string_view name_32;
  std::string_view name_64;
};

constexpr std::array<Machine, 38> kMachines{{{2, "sparc", "sparc"},
                                             {3, "i386", "i386"},
                                             {4, "m68k", "m68k"},
                                             {8, "mips", "mips64"},
                                             {15, "hppa", "hppa64"},
                                             {18, "sparc32plus", "sparc32plus"},
                                             {20, "powerpc", "powerpc"},
                                             {21, "powerpc64", "powerpc64"},
                                             {22, "s390", "s390x"},
                                             {40, "arm", "arm"},
                                             {42, "sh", "sh"},
                                             {43, "sparc64", "sparc64"},
                                             {44, "tricore", "tricore"},
                                             {50, "ia64", "ia64"},
                                             {62, "x32", "x86_64"},
                                             {83, "avr", "avr"},
                                             {87, "v850", "v850"},
                                             {88, "m32r", "m32r"},
                                             {92, "or1k", "or1k"},
                                             {93, "arc", "arc"},
                                             {94, "xtensa", "xtensa"},
                                             {105, "msp430", "msp430"},
                                             {106, "blackfin", "blackfin"},
                                             {113, "nios2", "nios2"},
                                             {164, "hexagon", "hexagon"},
                                             {173, "rx", "rx"},
                                             {183, "aarch64_ilp32", "aarch64"},
                                             {185, "avr32", "avr32"},
                                             {189, "microblaze", "microblaze"},
                                             {190, "cuda", "cuda"},
                                             {195, "arcv2", "arcv2"},
                                             {220, "z80", "z80"},
                                             {224, "amdgpu", "amdgpu"},
                                             {243, "riscv32", "riscv64"},
                                             {247, "bpf", "bpf"},
                                             {252, "csky", "csky"},
                                             {258, "loongarch32", "loongarch64"},
                                             {0x9026, "alpha", "alpha"}}};

}  // namespace

std::string machine_name(const Elf& elf) {
  for (const Machine& machine : kMachines) {
    if (machine.number != elf.machine) continue;
    const bool little_power = machine.number == 21 && elf.endian == Endian::little;
    return std::string(elf.is_64 ? machine.name_64 : machine.name_32) + (little_power ? "le" : "");
  }
  return "machine-" + std::to_string(elf.machine);
}

}  // namespace souptrace::formats
