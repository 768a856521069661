// SPDX-License-Identifier: Apache-2.0
#include "formats/link_reports.hpp"

#include <set>

#include "support/catch.hpp"

using namespace souptrace::formats;
using namespace std::string_view_literals;

namespace {

/// Parsing every beginning of `text` must end with a value or with the one error.
template <class Parse>
void check_every_prefix(std::string_view text, const Parse& parse) {
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const auto read = parse(text.substr(0, length));
    if (!read.ok()) CHECK(read.error().code == "link-report-malformed");
  }
}

constexpr auto kPlugin =
    "0\t1234\tobj/main.o\0"
    "154\t3232\tlib/libfoo.a\0"
    "0\t0\todd\ttab\n.o\0"sv;

constexpr auto kResolution =
    "3\n"
    "obj/main file.o 2\n"
    "192 fbbbade680ab5dd3 PREVAILING_DEF main\n"
    "202 fbbbade680ab5dd3 PREVAILING_DEF_IRONLY vp\n"
    "lib/libfoo.a@0xdde 1\n"
    "192 4e0694ff7a993ed6 PREVAILING_DEF_IRONLY f2\n"
    "obj/empty.o 0\n"sv;

constexpr auto kBfdMap =
    "Archive member included to satisfy reference by file (symbol)\n"
    "\n"
    "lib/libfoo.a(f1.o)            obj/main.o (f1)\n"
    "lib/libdup.a(same.o)          obj/main.o (same1)\n"
    "lib/libdup.a(same.o)          lib/libdup.a(same.o) (same2)\n"
    "a/rather/long/directory/libgcm.a(gcm.o)\n"
    "                              obj/gcref.o (operator()(int) const)\n"
    "lib/libwhole.a(w1.o)          (--whole-archive)\n"
    "\n"
    "As-needed library included to satisfy reference by file (symbol)\n"
    "\n"
    "libneeded.so                  obj/main.o (needed)\n"
    "\n"
    "Discarded input sections\n"
    "\n"
    " .text          0x0000000000000000        0x9 obj/gone.o\n"
    "\n"
    "Memory Configuration\n"
    "\n"
    "Name             Origin             Length             Attributes\n"
    "*default*        0x0000000000000000 0xffffffffffffffff\n"
    "\n"
    "Linker script and memory map\n"
    "\n"
    "LOAD obj/main.o\n"
    "                0x0000000000000318                PROVIDE (__executable_start = 0x0)\n"
    ".text           0x0000000000001070      0x17b\n"
    " *(.text .stub .text.* .gnu.linkonce.t.*)\n"
    " *fill*         0x0000000000001092        0xe \n"
    " .text.main     0x0000000000001159       0x50 obj/main.o\n"
    "                0x0000000000001159                main\n"
    " .text.a_long_name_of_a_function\n"
    "                0x00000000000011a9       0x11 lib/libfoo.a(f1.o)\n"
    "                0x00000000000011a9                f1\n"
    " .rodata        0x00000000000011c0        0x6 lib/libfoo.a(f1.o)\n"
    "                                          0x8 (size before relaxing)\n"
    " .bss           0x00000000000011c6        0x0 a dir/b (c).o\n"
    "OUTPUT(ex elf64-x86-64)\n"sv;

constexpr auto kLldMap =
    "             VMA              LMA     Size Align Out     In      Symbol\n"
    "             2a8              2a8       1c     1 .interp\n"
    "             2a8              2a8       1c     1         <internal>:(.interp)\n"
    "            18d9             18d9       50     1         obj/main.o:(.text.main)\n"
    "            18d9             18d9       50     1                 main\n"
    "            1929             1929       11     1         lib/libdup.a(same.o):(.text.same1)\n"
    "            1929             1929       11     1                 same1\n"
    "            1951             1951        6     1         lib/libdup.a(same.o):(.text.same2)\n"
    "            1951             1951        6     1                 same2\n"
    "            1957             1957        0     1         . = ALIGN ( 8 )\n"sv;

constexpr auto kMoldMap =
    "               VMA       Size Align Out     In      Symbol\n"
    "                 0         64     8 EHDR\n"
    "            0x1770        379    16 .text\n"
    "            0x1859         80     1         obj/main.o:(.text.main)\n"
    "            0x1859          0     0                 main\n"
    "            0x18c0         17     1         lib/libdup.a(same.o):(.text.same1)\n"
    "            0x18c0          0     0                 same1\n"
    "            0x18d1          6     1         lib/libdup.a(same.o):(.text.same2)\n"
    "            0x18d1          0     0                 same2\n"
    "            0x18d7          6     1         lib/libthin.a(lib/../obj/t1.o):(.text.t1)\n"sv;

}  // namespace

TEST_CASE("a member's name is what stands in the last balanced parentheses") {
  const auto check = [](std::string_view name, std::string_view path, std::string_view member) {
    const FileAndMember parts = split_member(name);
    CHECK(parts.path == path);
    CHECK(parts.member == member);
  };
  check("a.o", "a.o", "");
  check("lib.a(a.o)", "lib.a", "a.o");
  check("d(1)/lib.a(a.o)", "d(1)/lib.a", "a.o");
  check("lib.a(a(1).o)", "lib.a", "a(1).o");
  check("lib.a(d(1)/(x))", "lib.a", "d(1)/(x)");
  check("(a.o)", "(a.o)", "");
  check("lib.a()", "lib.a()", "");
  check("a.o)", "a.o)", "");
  check("))((", "))((", "");
  check("", "", "");
}

TEST_CASE("trace lines are told from messages by the files that they name") {
  const std::set<std::string_view> files{"obj/main.o", "lib/libfoo.a", "lib (x)/b.a"};
  const auto exists = [&](std::string_view path) { return files.contains(path); };
  const TraceOutput output = split_trace_output(
      "obj/main.o\n(lib/libfoo.a)f1.o\nobj/gone.o\nlib/libfoo.a(f2.o)\n(see) the note\n\nlib "
      "(x)/b.a(c(1).o)\nno newline",
      exists);
  REQUIRE(output.inputs.size() == 4);
  CHECK(output.inputs[0].path == "obj/main.o");
  CHECK(output.inputs[0].member.empty());
  CHECK(output.inputs[1].path == "lib/libfoo.a");
  CHECK(output.inputs[1].member == "f1.o");
  CHECK(output.inputs[2].member == "f2.o");
  CHECK(output.inputs[3].path == "lib (x)/b.a");
  CHECK(output.inputs[3].member == "c(1).o");
  CHECK(output.other == "obj/gone.o\n(see) the note\n\nno newline");
}

TEST_CASE("parentheses in the names of bfd's trace are told apart by the archive that is there") {
  const auto exists = [](std::string_view path) { return path == "lib(1)/a(b).a"; };
  const TraceOutput output =
      split_trace_output("(lib(1)/a(b).a)m(2).o\n(lib(1)/a(b).a)\n()x\n()))))\n", exists);
  REQUIRE(output.inputs.size() == 1);
  CHECK(output.inputs[0].path == "lib(1)/a(b).a");
  CHECK(output.inputs[0].member == "m(2).o");
  CHECK(output.other == "(lib(1)/a(b).a)\n()x\n()))))\n");
}

TEST_CASE("output without a trace line is forwarded byte for byte") {
  const auto text = "a\r\n\n\n\0b\xFF"sv;
  CHECK(split_trace_output(text, [](std::string_view) { return false; }).other == text);
}

TEST_CASE("why-extract gives the member, who asked and for what") {
  const auto read = parse_why_extract(
      "reference\textracted\tsymbol\nobj/main.o\tlib/libfoo.a(f1.o)\tf1\nlib/libfoo.a(f1.o)\tobj/"
      "lazy.o\tns::f(int, char)\n");
  REQUIRE(read.ok());
  REQUIRE(read->size() == 2);
  CHECK((*read)[0].path == "lib/libfoo.a");
  CHECK((*read)[0].member == "f1.o");
  CHECK((*read)[0].referrer == "obj/main.o");
  CHECK((*read)[0].symbol == "f1");
  CHECK((*read)[1].path == "obj/lazy.o");
  CHECK((*read)[1].member.empty());
  CHECK((*read)[1].symbol == "ns::f(int, char)");
}

TEST_CASE("a why-extract file that is not one is refused with the place") {
  CHECK(parse_why_extract("").error().code == "link-report-malformed");
  CHECK(parse_why_extract("members\textracted\tarchive\n").error().offset == 0U);
  CHECK(parse_why_extract("reference\textracted\tsymbol\na\tb\n").error().offset == 27U);
  CHECK_FALSE(parse_why_extract("reference\textracted\tsymbol\na\tb\tc\td\n").ok());
  CHECK_FALSE(parse_why_extract("reference\textracted\tsymbol\na\t\tc\n").ok());
}

TEST_CASE("archive statistics give both counts") {
  const auto read =
      parse_archive_stats("members\textracted\tarchive\n251\t0\t/usr/lib/libgcc.a\n3\t2\tlib dir/libfoo.a\n");
  REQUIRE(read.ok());
  REQUIRE(read->size() == 2);
  CHECK((*read)[0].members == 251);
  CHECK((*read)[0].extracted == 0);
  CHECK((*read)[1].archive == "lib dir/libfoo.a");
  CHECK_FALSE(parse_archive_stats("members\textracted\tarchive\n-1\t0\ta\n").ok());
  CHECK_FALSE(parse_archive_stats("members\textracted\tarchive\n1\t99999999999999999999999\ta\n").ok());
  CHECK_FALSE(parse_archive_stats("members\textracted\tarchive\n1\t0\t\n").ok());
}

TEST_CASE("the LTO resolution file gives each input, members with the offset of their data") {
  const auto read = parse_lto_resolution(kResolution);
  REQUIRE(read.ok());
  REQUIRE(read->size() == 3);
  CHECK((*read)[0].path == "obj/main file.o");
  CHECK_FALSE((*read)[0].offset.has_value());
  CHECK((*read)[1].path == "lib/libfoo.a");
  CHECK((*read)[1].offset == 0xddeU);
  CHECK((*read)[2].path == "obj/empty.o");
}

TEST_CASE("a cut or absurd LTO resolution file is refused") {
  const std::size_t whole = kResolution.size() - 1;  // the last newline may be missing
  for (std::size_t length = 0; length + 3 < whole; ++length)
    CHECK_FALSE(parse_lto_resolution(kResolution.substr(0, length)).ok());
  CHECK_FALSE(parse_lto_resolution("18446744073709551615\na.o 0\n").ok());
  CHECK_FALSE(parse_lto_resolution("1\na.o 18446744073709551615\n").ok());
  CHECK_FALSE(parse_lto_resolution("x\n").ok());
  CHECK_FALSE(parse_lto_resolution("1\na.o\n").ok());
}

TEST_CASE("the plugin's report gives files, and members by offset and size") {
  const auto read = parse_plugin_report(kPlugin);
  REQUIRE(read.ok());
  REQUIRE(read->size() == 3);
  CHECK((*read)[0].path == "obj/main.o");
  CHECK_FALSE((*read)[0].offset.has_value());
  CHECK((*read)[0].size == 1234U);
  CHECK((*read)[1].path == "lib/libfoo.a");
  CHECK((*read)[1].offset == 154U);
  CHECK((*read)[2].path == "odd\ttab\n.o");
}

TEST_CASE("a plugin's report cut within an entry is refused") {
  for (std::size_t length = 1; length <= kPlugin.size(); ++length) {
    const bool at_end_of_entry = kPlugin[length - 1] == '\0';
    CHECK(parse_plugin_report(kPlugin.substr(0, length)).ok() == at_end_of_entry);
  }
  CHECK_FALSE(parse_plugin_report("1\t2\t\0"sv).ok());
  CHECK_FALSE(parse_plugin_report("1\t-2\ta\0"sv).ok());
  CHECK_FALSE(parse_plugin_report("\0"sv).ok());
}

TEST_CASE("a GNU map gives why each member was taken and the bytes of each input") {
  const auto read = parse_gnu_map(kBfdMap);
  REQUIRE(read.ok());
  REQUIRE(read->size() == 8);
  const auto& inputs = *read;
  CHECK(inputs[0].path == "lib/libfoo.a");
  CHECK(inputs[0].member == "f1.o");
  CHECK(inputs[0].referrer == "obj/main.o");
  CHECK(inputs[0].symbol == "f1");
  CHECK_FALSE(inputs[0].bytes.has_value());
  CHECK(inputs[1].symbol == "same1");
  CHECK(inputs[2].member == "same.o");
  CHECK(inputs[2].symbol == "same2");
  CHECK(inputs[3].path == "a/rather/long/directory/libgcm.a");
  CHECK(inputs[3].referrer == "obj/gcref.o");
  CHECK(inputs[3].symbol == "operator()(int) const");
  CHECK(inputs[4].referrer == "--whole-archive");
  CHECK(inputs[4].symbol.empty());
  CHECK(inputs[5].path == "obj/main.o");
  CHECK(inputs[5].bytes == 0x50U);
  CHECK(inputs[6].path == "lib/libfoo.a");
  CHECK(inputs[6].bytes == 0x17U);
  CHECK(inputs[7].path == "a dir/b (c).o");
  CHECK(inputs[7].bytes == 0U);
}

TEST_CASE("a map whose headings are in another language is refused, not read as empty") {
  CHECK_FALSE(parse_gnu_map("Linker-Skript und Speicherzuordnung\n\n .text 0x10 0x20 a.o\n").ok());
  CHECK_FALSE(parse_gnu_map("").ok());
}

TEST_CASE("the maps of lld and mold give bytes and the symbols that tell members of one name apart") {
  for (const auto& read : {parse_lld_map(kLldMap), parse_mold_map(kMoldMap)}) {
    REQUIRE(read.ok());
    REQUIRE(read->size() >= 2);
    CHECK((*read)[0].path == "obj/main.o");
    CHECK((*read)[0].bytes == 80U);
    CHECK((*read)[0].symbols.empty());
    CHECK((*read)[1].path == "lib/libdup.a");
    CHECK((*read)[1].member == "same.o");
    CHECK((*read)[1].bytes == 23U);
    CHECK((*read)[1].symbols == std::vector<std::string_view>{"same1", "same2"});
  }
  CHECK(parse_lld_map(kLldMap)->size() == 2);
  const auto mold = parse_mold_map(kMoldMap);
  REQUIRE(mold->size() == 3);
  CHECK((*mold)[2].path == "lib/libthin.a");
  CHECK((*mold)[2].member == "lib/../obj/t1.o");
}

TEST_CASE("maps of the wrong linker are refused") {
  CHECK_FALSE(parse_mold_map(kLldMap).ok());
  CHECK_FALSE(parse_lld_map(kMoldMap).ok());
  CHECK_FALSE(parse_lld_map("").ok());
  CHECK_FALSE(parse_mold_map("").ok());
}

TEST_CASE("sizes that overflow stay at the maximum") {
  const auto read = parse_mold_map(
      "  VMA       Size Align Out     In      Symbol\n"
      " 0x0 18446744073709551615 1         a.o:(.x)\n 0x0 2 1         a.o:(.y)\n");
  REQUIRE(read.ok());
  REQUIRE(read->size() == 1);
  CHECK((*read)[0].bytes == ~std::uint64_t{0});
}

TEST_CASE("discarded sections name their files once and other lines are passed over") {
  const auto read = parse_mold_gc_sections(
      "removing unused section lib/libgcm.a(gcm.o):(.text)\n"
      "some note\n"
      "removing unused section lib/libgcm.a(gcm.o):(.text.gcm)\n"
      "removing unused section obj/empty.o:(.bss)\n"
      "removing unused section \n");
  REQUIRE(read.ok());
  REQUIRE(read->size() == 2);
  CHECK((*read)[0].member == "gcm.o");
  CHECK((*read)[1].path == "obj/empty.o");
}

TEST_CASE("reports cut at any byte end with a value or the error") {
  check_every_prefix(kBfdMap, parse_gnu_map);
  check_every_prefix(kLldMap, parse_lld_map);
  check_every_prefix(kMoldMap, parse_mold_map);
  check_every_prefix(kResolution, parse_lto_resolution);
  check_every_prefix(kPlugin, parse_plugin_report);
}
