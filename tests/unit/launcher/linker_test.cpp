// SPDX-License-Identifier: Apache-2.0
#include "launcher/linker.hpp"

#include "support/catch.hpp"

using namespace souptrace::launcher;

namespace {

constexpr std::string_view kGccError =
    "Using built-in specs.\nCOLLECT_GCC=gcc\n"
    " /usr/lib/gcc/collect2 -plugin /usr/lib/gcc/liblto_plugin.so -plugin-opt=-fresolution=/tmp/cc.res -m "
    "elf_x86_64 -o a.out\n"
    "collect2 version 12.2.0\n"
    "/usr/bin/ld.gold -plugin /usr/lib/gcc/liblto_plugin.so -plugin-opt=-fresolution=/tmp/cc.res -m "
    "elf_x86_64 -o a.out\n"
    "COLLECT_GCC_OPTIONS='-v'\n";
constexpr std::string_view kClangError =
    "Debian clang version 14.0.6\nTarget: x86_64-pc-linux-gnu\n"
    " \"/usr/lib/llvm 14/ld.lld\" \"-m\" \"i386pep\" \"-plugin\" \"/usr/lib/LLVM gold.so\" -o a.out\n";

Linker linker(std::string name, std::string version, std::string emulation = "") {
  Linker out;
  out.name = std::move(name);
  out.version = std::move(version);
  out.emulation = std::move(emulation);
  return out;
}

}  // namespace

TEST_CASE("linkers are told apart by their own words") {
  CHECK(parse_linker_probe("GNU ld (GNU Binutils for Debian) 2.40\nCopyright", "").name == "bfd");
  CHECK(parse_linker_probe("GNU gold (GNU Binutils for Debian 2.40) 1.16\n", "").name == "gold");
  CHECK(parse_linker_probe("Debian LLD 14.0.6 (compatible with GNU linkers)\n", "").name == "lld");
  CHECK(parse_linker_probe("LLD 17.0.1 (compatible with GNU linkers)\n", "").name == "lld");
  CHECK(parse_linker_probe("mold 1.10.1 (compatible with GNU ld)\n", "").name == "mold");
  CHECK(parse_linker_probe("Wild version 0.5\n", "").name == "unknown");
  CHECK(parse_linker_probe("", "").name == "unknown");
}

TEST_CASE("the linker's path, plugin and emulation come from the command line that the driver shows") {
  const Linker gcc = parse_linker_probe("GNU gold 1.16\n", kGccError);
  CHECK(gcc.path == "/usr/bin/ld.gold");
  CHECK(gcc.lto_plugin == "/usr/lib/gcc/liblto_plugin.so");
  CHECK(gcc.emulation == "elf_x86_64");
  const Linker clang = parse_linker_probe("LLD 14.0.6\n", kClangError);
  CHECK(clang.path == "/usr/lib/llvm 14/ld.lld");
  CHECK(clang.lto_plugin == "/usr/lib/LLVM gold.so");
  CHECK(clang.emulation == "i386pep");
}

TEST_CASE("only versions that have the reports are asked for them") {
  CHECK(can_report(linker("bfd", "GNU ld (GNU Binutils for Debian) 2.40")));
  CHECK(can_report(linker("bfd", "GNU ld version 2.35-18.el8")));
  CHECK(can_report(linker("bfd", "GNU ld (Arm GNU Toolchain 12.3.Rel1 (Build arm-12.35)) 2.40.0.20230627")));
  CHECK_FALSE(can_report(linker("bfd", "GNU ld version 2.27-44.base.el7")));
  CHECK_FALSE(can_report(linker("bfd", "GNU ld (GNU Binutils) 2.34")));
  CHECK(can_report(linker("gold", "GNU gold (GNU Binutils for Debian 2.40) 1.16")));
  CHECK_FALSE(can_report(linker("gold", "GNU gold (GNU Binutils 2.34) 1.15")));
  CHECK(can_report(linker("lld", "Debian LLD 14.0.6 (compatible with GNU linkers)")));
  CHECK(can_report(
      linker("lld", "LLD 19.1.7 (https://example.org/llvm.git 1a2.3b) (compatible with GNU linkers)")));
  CHECK_FALSE(can_report(linker("lld", "LLD 13.0.1 (compatible with GNU linkers)")));
  CHECK_FALSE(can_report(linker("lld", "LLD 14.0.6 (compatible with GNU linkers)", "i386pep")));
  CHECK(can_report(linker("mold", "mold 1.10.1 (compatible with GNU ld)")));
  CHECK(can_report(linker("mold", "mold 2.42.0 (c2822be6; compatible with GNU ld)")));
  CHECK_FALSE(can_report(linker("mold", "mold")));
  CHECK_FALSE(can_report(linker("unknown", "Wild 9.9")));
  CHECK_FALSE(can_report(linker("bfd", "GNU ld 99999999999999999999999.1")));
}

TEST_CASE("a kept answer comes back for its own question only, and whole") {
  Linker known = linker("gold", "GNU gold 1.16", "elf_x86_64");
  known.path = "/usr/bin/ld.gold";
  known.lto_plugin = "/p.so";
  known.loads_plugins = true;
  known.path_size = 7;
  known.path_modified_ns = 9;
  const std::string question = "/usr/bin/g++\n1 2\n\n";
  const std::string text = format_linker_entry(question, known);
  const auto read = parse_linker_entry(text, question);
  REQUIRE(read.has_value());
  CHECK(read->name == "gold");
  CHECK(read->version == known.version);
  CHECK(read->path == known.path);
  CHECK(read->lto_plugin == known.lto_plugin);
  CHECK(read->emulation == known.emulation);
  CHECK(read->loads_plugins);
  CHECK(read->path_size == 7);
  CHECK(read->path_modified_ns == 9);
  CHECK_FALSE(parse_linker_entry(text, "/usr/bin/g++\n1 3\n\n").has_value());
  for (std::size_t length = 0; length < text.size(); ++length)
    CHECK_FALSE(parse_linker_entry(text.substr(0, length), question).has_value());
  CHECK_FALSE(parse_linker_entry(text + "x", question).has_value());
}
