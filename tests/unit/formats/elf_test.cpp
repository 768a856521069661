// SPDX-License-Identifier: Apache-2.0
#include "formats/elf.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_elf.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using namespace souptrace::test;
using Texts = std::vector<std::string>;

namespace {

constexpr std::uint64_t kNeeded = 1, kSoname = 14, kRpath = 15, kRunpath = 29, kFlags1 = 0x6ffffffb;
constexpr std::uint64_t kPie = 0x08000000, kNoDefaultLibrary = 0x800;

/// A file that says everything that parse_elf reads.
CraftedElf full(bool is_64 = true, Endian endian = Endian::little) {
  CraftedElf elf;
  elf.is_64 = is_64;
  elf.endian = endian;
  elf.interpreter = "/lib/ld.so";
  elf.strings = {{kNeeded, "libz.so.1"},
                 {kSoname, "libx.so.3"},
                 {kNeeded, "libc.so.6"},
                 {kRpath, "/a:$ORIGIN/b"},
                 {kRunpath, "/c::/d"}};
  elf.values = {{kFlags1, kPie | kNoDefaultLibrary}};
  elf.notes = gnu_note(endian, 1, "abcd") + gnu_note(endian, 3, std::string("\x01\xab\xcd\xef\x55", 5));
  elf.with_sections = true;
  elf.comment = std::string("GCC: 12\0GCC: 12\0\0clang 14\0", 26);
  elf.symbols = {
      {"main", 0x12, 1, 0x1000, 8}, {"local", 0x01, 2, 4, 0}, {"puts", 0x10, 0, 0, 0}, {"", 0x03, 1, 0, 0}};
  return elf;
}

Elf parsed(const CraftedElf& elf) {
  const std::string bytes = make_elf(elf);
  const Result<Elf> result = parse_elf(as_bytes(bytes));
  REQUIRE(result);
  return *result;
}

std::string error_of(const std::string& bytes) {
  const Result<Elf> result = parse_elf(as_bytes(bytes));
  return result ? "none" : result.error().code;
}

void check_full(const Elf& elf) {
  CHECK(elf.type == 3);
  CHECK(elf.interpreter == "/lib/ld.so");
  CHECK(elf.soname == "libx.so.3");
  CHECK(elf.needed == Texts{"libz.so.1", "libc.so.6"});
  CHECK(elf.rpath == Texts{"/a", "$ORIGIN/b"});
  CHECK(elf.runpath == Texts{"/c", "", "/d"});
  CHECK(elf.is_dynamic);
  CHECK(elf.is_pie);
  CHECK(elf.no_default_lib);
  CHECK(elf.build_id == "01abcdef55");
}

}  // namespace

TEST_CASE("both classes and byte orders are read alike") {
  for (const bool is_64 : {true, false}) {
    for (const Endian endian : {Endian::little, Endian::big}) {
      const Elf elf = parsed(full(is_64, endian));
      CHECK(elf.is_64 == is_64);
      CHECK(elf.endian == endian);
      check_full(elf);
      CHECK(elf.comments == Texts{"GCC: 12", "clang 14"});
    }
  }
}

TEST_CASE("a file without section headers says the same of its dynamic linking") {
  CraftedElf elf = full();
  elf.with_sections = false;
  const Elf out = parsed(elf);
  check_full(out);
  CHECK(out.comments.empty());
}

TEST_CASE("extended counts of sections and segments are followed") {
  for (const bool is_64 : {true, false}) {
    CraftedElf elf = full(is_64);
    elf.extended_counts = true;
    const Elf out = parsed(elf);
    check_full(out);
    CHECK(out.comments == Texts{"GCC: 12", "clang 14"});
  }
}

TEST_CASE("a static executable names nothing") {
  CraftedElf elf;
  elf.type = 2;
  const Elf out = parsed(elf);
  CHECK(out.type == 2);
  CHECK_FALSE(out.is_dynamic);
  CHECK(out.needed.empty());
  CHECK(out.interpreter.empty());
  CHECK(out.build_id.empty());
}

TEST_CASE("of a tag that the loader wants once the last counts") {
  CraftedElf elf;
  elf.strings = {{kSoname, "first"}, {kRunpath, "/old"}, {kSoname, "last"}, {kRunpath, "/new"}};
  const Elf out = parsed(elf);
  CHECK(out.soname == "last");
  CHECK(out.runpath == Texts{"/new"});
}

TEST_CASE("an object without segments is read by its sections") {
  CraftedElf elf;
  elf.type = 1;
  elf.with_sections = true;
  elf.more_sections = {{".note.gnu.build-id", 7, gnu_note(Endian::little, 3, "idid"), 0, 0},
                       {".gnu.lto_main.1", 1, "x", 0, 0}};
  const Elf out = parsed(elf);
  CHECK(out.build_id == "69646964");
  CHECK(out.has_gnu_lto);
  CHECK_FALSE(out.is_dynamic);
}

TEST_CASE("a dynamic section without a segment is used") {
  CraftedElf elf;
  elf.with_sections = true;
  Writer dynamic;
  dynamic.u64(kNeeded).u64(1).u64(0).u64(0).u64(kNeeded).u64(
      99);  // what stands behind DT_NULL does not count
  elf.more_sections = {{".dynstr", 3, std::string("\0liby.so\0", 9), 0, 0},
                       {".dynamic", 6, dynamic.out, 1, 16}};
  CHECK(parsed(elf).needed == Texts{"liby.so"});
}

TEST_CASE("only objects of gcc's link-time optimisation are marked so") {
  CraftedElf elf;
  elf.with_sections = true;
  elf.more_sections = {{".gnu.lto", 1, "x", 0, 0}, {".text", 1, "x", 0, 0}};
  CHECK_FALSE(parsed(elf).has_gnu_lto);
  elf.more_sections.push_back({".gnu.debuglto_.debug_info", 1, "x", 0, 0});
  CHECK(parsed(elf).has_gnu_lto);
}

TEST_CASE("a build-id is found behind other notes, and notes that are none are passed over") {
  CraftedElf elf;
  elf.notes = gnu_note(Endian::little, 5, "12345") + gnu_note(Endian::little, 3, "\x11\x22");
  CHECK(parsed(elf).build_id == "1122");
  Writer other;
  other.u32(4).u32(2).u32(3).text("Go\0\0").text("zz");
  elf.notes = other.out;
  CHECK(parsed(elf).build_id.empty());
  Writer absurd;
  absurd.u32(0xffffffff).u32(0xffffffff).u32(3).text("GNU");
  elf.notes = absurd.out;
  CHECK(parsed(elf).build_id.empty());
}

TEST_CASE("machines have their usual names") {
  const auto name = [](std::uint16_t machine, bool is_64, Endian endian = Endian::little) {
    Elf elf;
    elf.machine = machine;
    elf.is_64 = is_64;
    elf.endian = endian;
    return machine_name(elf);
  };
  CHECK(name(62, true) == "x86_64");
  CHECK(name(62, false) == "x32");
  CHECK(name(3, false) == "i386");
  CHECK(name(40, false) == "arm");
  CHECK(name(183, true) == "aarch64");
  CHECK(name(243, true) == "riscv64");
  CHECK(name(243, false) == "riscv32");
  CHECK(name(21, true) == "powerpc64le");
  CHECK(name(21, true, Endian::big) == "powerpc64");
  CHECK(name(22, true, Endian::big) == "s390x");
  CHECK(name(65000, true) == "machine-65000");
}

TEST_CASE("what is not ELF, or of a kind that nobody knows, is refused") {
  CHECK(error_of("") == "elf-malformed");
  CHECK(error_of("\x7f"
                 "EL") == "elf-malformed");
  CHECK(error_of("!<arch>\n") == "elf-malformed");
  std::string bytes = make_elf(full());
  bytes[4] = 3;
  CHECK(error_of(bytes) == "elf-unsupported");
  bytes[4] = 2;
  bytes[5] = 0;
  CHECK(error_of(bytes) == "elf-unsupported");
  CHECK_FALSE(
      is_elf(as_bytes("\x7f"
                      "EL")));
  CHECK(is_elf(as_bytes(make_elf(full()))));
}

TEST_CASE("dynamic strings outside their table or without an end are refused") {
  CraftedElf elf;
  elf.values = {{kNeeded, 1000000}};
  CHECK(error_of(make_elf(elf)) == "elf-malformed");
  elf.values = {};
  elf.strings = {{kNeeded, std::string(70000, 'x')}};
  CHECK(error_of(make_elf(elf)) == "elf-malformed");
}

TEST_CASE("entries that share one long string until they exceed the file are refused") {
  CraftedElf elf;
  elf.strings = {{kNeeded, std::string(60000, 'x')}};
  elf.values.assign(50, {kNeeded, 1});
  CHECK(error_of(make_elf(elf)) == "elf-malformed");
}

TEST_CASE("a dynamic string table that no segment maps is refused") {
  CraftedElf elf = full();
  elf.values.push_back({5, 0xdead0000});  // DT_STRTAB once more
  const std::string bytes = make_elf(elf);
  const Result<Elf> result = parse_elf(as_bytes(bytes));
  REQUIRE_FALSE(result);
  CHECK(result.error().code == "elf-malformed");
  CHECK(result.error().text.find("no segment") != std::string::npos);
}

TEST_CASE("an ELF file cut anywhere is refused") {
  for (const bool is_64 : {true, false}) {
    for_each_prefix(make_elf(full(is_64)),
                    [](ByteView prefix, std::size_t) { CHECK_FALSE(parse_elf(prefix)); });
  }
}

TEST_CASE("a spoilt ELF file gives an answer or an error, and symbols within its bytes") {
  for (const bool is_64 : {true, false}) {
    for_each_spoiling(make_elf(full(is_64)), [](ByteView bytes) {
      const Result<Elf> elf = parse_elf(bytes);
      if (!elf) CHECK(elf.error().code.starts_with("elf-"));
      const Result<std::vector<ElfSymbol>> symbols = parse_elf_symbols(bytes);
      if (!symbols) return;
      for (const ElfSymbol& one : *symbols) CHECK(lies_in(one.name, bytes));
    });
  }
}

TEST_CASE("symbols come with name, binding, type and section") {
  for (const bool is_64 : {true, false}) {
    const std::string bytes = make_elf(full(is_64, is_64 ? Endian::little : Endian::big));
    const Result<std::vector<ElfSymbol>> symbols = parse_elf_symbols(as_bytes(bytes));
    REQUIRE(symbols);
    REQUIRE(symbols->size() == 5);
    CHECK((*symbols)[0].name.empty());
    CHECK((*symbols)[1].name == "main");
    CHECK((*symbols)[1].binding == 1);
    CHECK((*symbols)[1].type == 2);
    CHECK((*symbols)[1].value == 0x1000);
    CHECK((*symbols)[1].size == 8);
    CHECK((*symbols)[2].name == "local");
    CHECK((*symbols)[2].binding == 0);
    CHECK((*symbols)[2].section == 2);
    CHECK((*symbols)[3].name == "puts");
    CHECK((*symbols)[3].section == 0);
    CHECK((*symbols)[4].name.empty());
  }
}

TEST_CASE("a file without a symbol table has no symbols") {
  const Result<std::vector<ElfSymbol>> symbols = parse_elf_symbols(as_bytes(make_elf(CraftedElf{})));
  REQUIRE(symbols);
  CHECK(symbols->empty());
}

TEST_CASE("dynamic symbols serve where there are no others") {
  CraftedElf elf;
  elf.with_sections = true;
  Writer table;
  table.pad_to(24).u32(1).u8(0x12).u8(0).u16(0).u64(0).u64(0);
  elf.more_sections = {{".dynstr", 3, std::string("\0imported\0", 10), 0, 0},
                       {".dynsym", 11, table.out, 1, 24}};
  const std::string bytes = make_elf(elf);
  const Result<std::vector<ElfSymbol>> symbols = parse_elf_symbols(as_bytes(bytes));
  REQUIRE(symbols);
  CHECK(symbols->back().name == "imported");
}

TEST_CASE("a symbol whose name is not in the string table is refused") {
  CraftedElf elf;
  elf.with_sections = true;
  Writer table;
  table.u32(9).u8(0).u8(0).u16(0).u64(0).u64(0);
  elf.more_sections = {{".strtab", 3, std::string("\0abc\0tail", 9), 0, 0}, {".symtab", 2, table.out, 1, 24}};
  CHECK_FALSE(parse_elf_symbols(as_bytes(make_elf(elf))));
  elf.more_sections[1].data[0] = 5;  // "tail" has no end
  CHECK_FALSE(parse_elf_symbols(as_bytes(make_elf(elf))));
  elf.more_sections[1].data[0] = 2;  // a name may start in the middle of another
  CHECK(parse_elf_symbols(as_bytes(make_elf(elf))));
  elf.more_sections[1].entry_size = 16;
  CHECK_FALSE(parse_elf_symbols(as_bytes(make_elf(elf))));
}
