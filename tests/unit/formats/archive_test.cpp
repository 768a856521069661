// SPDX-License-Identifier: Apache-2.0
#include "formats/archive.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_bytes.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using souptrace::test::Writer;

namespace {

std::string padded(std::string text, std::size_t width) {
  text.resize(width, ' ');
  return text;
}

std::string header(const std::string& name, std::uint64_t size) {
  return padded(name, 16) + padded("0", 12) + padded("0", 6) + padded("0", 6) + padded("100644", 8) +
         padded(std::to_string(size), 10) + "`\n";
}

/// A member with its header, padded to an even size.
std::string member(const std::string& name, const std::string& data) {
  return header(name, data.size()) + data + (data.size() % 2 == 1 ? "\n" : "");
}

const std::string kMagic = "!<arch>\n";
const std::string kThin = "!<thin>\n";
const std::string kLongNames = "a-name-that-is-longer-than-sixteen.o/\nwith space.o/\n";

std::string symbol_table(const std::vector<std::pair<std::string, std::uint64_t>>& symbols,
                         unsigned width = 4) {
  Writer table(Endian::big);
  table.integer(symbols.size(), width);
  for (const auto& [name, at] : symbols) table.integer(at, width);
  for (const auto& [name, at] : symbols) table.text(name + '\0');
  return table.out;
}

/// One GNU archive with all that there is: symbols, long names, a duplicate name, a member of odd size.
std::string gnu_archive() {
  const std::string table = symbol_table({{"first", 0}, {"second", 0}});  // same size with the true offsets
  const std::string names = member("//", kLongNames);
  const std::uint64_t one = kMagic.size() + member("/", table).size() + names.size();
  const std::uint64_t two = one + member("one.o/", "odd").size();
  return kMagic + member("/", symbol_table({{"first", one}, {"second", two}})) + names +
         member("one.o/", "odd") + member("/0", "even") + member("/38", "") + member("one.o/", "again");
}

Archive parsed(const std::string& bytes) {
  const Result<Archive> result = parse_archive(as_bytes(bytes));
  REQUIRE(result);
  return *result;
}

std::string error_of(const std::string& bytes) {
  const Result<Archive> result = parse_archive(as_bytes(bytes));
  return result ? "none" : result.error().code;
}

std::vector<std::string> names_of(const Archive& archive) {
  std::vector<std::string> out;
  for (const ArchiveMember& one : archive.members) out.push_back(one.name);
  return out;
}

}  // namespace

TEST_CASE("a GNU archive gives members with their offsets, and symbols") {
  const std::string bytes = gnu_archive();
  const Archive archive = parsed(bytes);
  CHECK_FALSE(archive.thin);
  CHECK(names_of(archive) ==
        std::vector<std::string>{"one.o", "a-name-that-is-longer-than-sixteen.o", "with space.o", "one.o"});
  CHECK(bytes.substr(archive.members[0].offset, archive.members[0].size) == "odd");
  CHECK(bytes.substr(archive.members[1].offset, archive.members[1].size) == "even");
  CHECK(archive.members[2].size == 0);
  CHECK(bytes.substr(archive.members[3].offset, archive.members[3].size) == "again");
  for (const ArchiveMember& one : archive.members) CHECK(one.header + 60 == one.offset);
  REQUIRE(archive.symbols.size() == 2);
  CHECK(archive.symbols[0].name == "first");
  CHECK(archive.symbols[0].header == archive.members[0].header);
  CHECK(archive.symbols[1].name == "second");
  CHECK(archive.symbols[1].header == archive.members[1].header);
}

TEST_CASE("an archive without members is one") {
  CHECK(parsed(kMagic).members.empty());
  CHECK(parsed(kMagic + member("/", symbol_table({}))).members.empty());
  CHECK(parsed(kThin).thin);
}

TEST_CASE("a 64-bit symbol table is read") {
  const Archive archive =
      parsed(kMagic + member("/SYM64/", symbol_table({{"big", 0x123456789a}}, 8)) + member("a.o/", "x"));
  REQUIRE(archive.symbols.size() == 1);
  CHECK(archive.symbols[0].header == 0x123456789a);
  CHECK(names_of(archive) == std::vector<std::string>{"a.o"});
}

TEST_CASE("members of a thin archive have no data in it") {
  const std::string bytes = kThin + member("//", "../obj/x.o/\nnested.a/\n") + header("/0", 5000) +
                            header("y.o/", 3) + header("/12:132", 77);
  const Archive archive = parsed(bytes);
  CHECK(archive.thin);
  REQUIRE(names_of(archive) == std::vector<std::string>{"../obj/x.o", "y.o", "nested.a"});
  CHECK(archive.members[0].size == 5000);
  CHECK(archive.members[1].header == archive.members[0].header + 60);
  CHECK(archive.members[2].nested == 132);
}

TEST_CASE("BSD names stand in front of the data, and its symbol table is read in either byte order") {
  const std::string name = std::string("long name.o\0", 12);
  for (const Endian endian : {Endian::little, Endian::big}) {
    Writer table(endian);
    table.u32(8).u32(0).u32(200).u32(4).text(std::string_view("sym\0", 4));
    const std::string bytes = kMagic + header("#1/20", 20 + table.size()) +
                              std::string("__.SYMDEF SORTED\0\0\0\0", 20) + table.out + header("#1/12", 16) +
                              name + "data" + member("plain.o", "xy");
    const Archive archive = parsed(bytes);
    REQUIRE(names_of(archive) == std::vector<std::string>{"long name.o", "plain.o"});
    CHECK(bytes.substr(archive.members[0].offset, archive.members[0].size) == "data");
    REQUIRE(archive.symbols.size() == 1);
    CHECK(archive.symbols[0].name == "sym");
    CHECK(archive.symbols[0].header == 200);
  }
}

TEST_CASE("an import library's second symbol table and Microsoft's extra tables are no members") {
  const std::string bytes = kMagic + member("/", symbol_table({{"s", 8}})) + member("/", "other format") +
                            member("/<ECSYMBOLS>/", "xx") + member("a.obj/", "x");
  const Archive archive = parsed(bytes);
  CHECK(names_of(archive) == std::vector<std::string>{"a.obj"});
  CHECK(archive.symbols.size() == 1);
}

TEST_CASE("malformed archives are refused with what is wrong") {
  CHECK(error_of("") == "archive-malformed");
  CHECK(error_of("!<arch>") == "archive-malformed");
  CHECK(error_of(kMagic + "x") == "archive-truncated");
  CHECK(error_of(kMagic + header("a.o/", 5) + "four") == "archive-truncated");
  CHECK(error_of(kMagic + std::string(60, ' ')) == "archive-malformed");
  CHECK(error_of(kMagic + member("/0", "x")) == "archive-malformed");  // no name table
  CHECK(error_of(kMagic + member("//", "a.o/\n") + member("/5", "x")) == "archive-malformed");  // behind it
  CHECK(error_of(kMagic + member("//", "a.o/\n") + member("/x", "x")) == "archive-malformed");
  CHECK(error_of(kMagic + member("#1/99", "x")) == "archive-malformed");
  CHECK(error_of(kMagic + member("/", "\xff\xff\xff\xff")) == "archive-malformed");  // absurd count
  CHECK(error_of(kMagic + member("/SYM64/", std::string(8, '\xff'))) == "archive-malformed");
  CHECK(error_of(kMagic + member("/", std::string("\0\0\0\1\0\0\0\0abc", 11))) ==
        "archive-malformed");  // name without end
  std::string negative = kMagic + member("a.o/", "x");
  negative.replace(kMagic.size() + 48, 2, "-1");
  CHECK(error_of(negative) == "archive-malformed");
}

TEST_CASE("a name of the table that is longer than any path is refused") {
  const std::string names = std::string(5000, 'n') + "/\n";
  CHECK(error_of(kMagic + member("//", names) + member("/0", "x")) == "archive-malformed");
  CHECK(names_of(parsed(kMagic + member("//", names) + member("/4000", "x"))).front().size() == 1000);
}

TEST_CASE("members that all share one long name are refused before they fill the memory") {
  std::string bytes = kThin + member("//", std::string(4000, 'n') + "/\n");
  for (int i = 0; i < 1000; ++i) bytes += header("/0", 1);
  CHECK(error_of(bytes) == "archive-malformed");
}

TEST_CASE("symbols that all share one long name are refused, not read over and over") {
  Writer table;
  const std::uint32_t entries = 2000;
  table.u32(entries * 8);
  for (std::uint32_t i = 0; i < entries; ++i) table.u32(0).u32(8);
  const std::string name(20000, 'x');
  table.u32(name.size() + 1).text(name + '\0');
  CHECK(error_of(kMagic + member("__.SYMDEF", table.out)) == "archive-malformed");
}

TEST_CASE("an archive cut anywhere is refused or ends at a member") {
  const std::string whole = gnu_archive();
  const Archive full = parsed(whole);
  test::for_each_prefix(whole, [&](ByteView prefix, std::size_t length) {
    const Result<Archive> result = parse_archive(prefix);
    if (!result) return;
    const bool at_member =
        std::any_of(full.members.begin(), full.members.end(), [&](const ArchiveMember& one) {
          const std::uint64_t end = one.offset + one.size;  // with or without the byte of padding
          return length == one.header || length == end || length == end + one.size % 2;
        });
    CHECK((at_member || result->members.empty()));
  });
}

TEST_CASE("members of a spoilt archive still lie within it") {
  test::for_each_spoiling(gnu_archive(), [](ByteView bytes) {
    const Result<Archive> result = parse_archive(bytes);
    if (!result) {
      CHECK(result.error().code.starts_with("archive-"));
      return;
    }
    for (const ArchiveMember& one : result->members)
      CHECK((result->thin || subview(bytes, one.offset, one.size)));
    for (const ArchiveSymbol& one : result->symbols) CHECK(test::lies_in(one.name, bytes));
  });
}
