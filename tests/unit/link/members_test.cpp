// SPDX-License-Identifier: Apache-2.0
#include <sstream>

#include "support/catch.hpp"
#include "unit/link/link_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;
using Strings = std::vector<std::string>;
using Offsets = std::vector<std::uint64_t>;

namespace {

std::string plugin_entry(std::uint64_t offset, const std::string& path) {
  return std::to_string(offset) + "\t1\t" + path + '\0';
}

/// Three members of one name and one of another.
CraftedArchive same_names() {
  return archive_file({{"same.o", object_file({"first"}), {"first"}},
                       {"same.o", object_file({"second"}), {"second"}},
                       {"same.o", object_file({"_Z5thirdi"}), {"_Z5thirdi"}},
                       {"other.o", object_file({"other"}), {"other"}}});
}

struct SameNames {
  explicit SameNames(const std::string& linker, const Strings& wanted = {"first", "_Z5thirdi"})
      : link(linker) {
    link.host.add_file("/b/main.o", object_file({"main"}, wanted));
    link.host.add_file("/b/libs.a", archive.bytes);
    link.command({"main.o", "libs.a"});
    link.dependencies({"main.o", "libs.a"});
  }
  Offsets taken() { return linked_offsets((outcome = link.read()).value, "/b/libs.a"); }

  CraftedArchive archive = same_names();
  LinkInMemory link;
  Outcome<LinkRecord> outcome;
};

}  // namespace

TEST_CASE("a member that a report names has an entry with its offset, size and reason") {
  SameNames set("bfd", {"other"});
  set.link.report("trace", "main.o\nlibs.a\n(libs.a)other.o\n");
  set.link.report("linker-plugin",
                  plugin_entry(0, "main.o") + plugin_entry(set.archive.offsets[3], "libs.a"));
  CHECK(set.taken() == Offsets{set.archive.offsets[3]});
  CHECK(codes(set.outcome.findings).empty());
  const LinkInput* const input = find_input(set.outcome.value, "/b/libs.a", "other.o");
  REQUIRE(input != nullptr);
  CHECK(input->size == object_file({"other"}).size());
  CHECK(input->symbol == "other");
  CHECK(input->referrer == "main.o");
  CHECK(input->reason == "defines other, which main.o leaves undefined (computed from symbol tables)");
  CHECK(input->witnesses == Strings{"linker-plugin", "trace"});
}

TEST_CASE(
    "bfd: of members with one name those are taken that were shown to the plugin, when their number agrees") {
  SameNames set("bfd");
  set.link.report("trace", "main.o\nlibs.a\n(libs.a)same.o\n(libs.a)same.o\n");
  SECTION("two shown, two taken") {
    set.link.report("linker-plugin", plugin_entry(0, "main.o") +
                                         plugin_entry(set.archive.offsets[0], "libs.a") +
                                         plugin_entry(set.archive.offsets[2], "libs.a"));
    CHECK(set.taken() == Offsets{set.archive.offsets[0], set.archive.offsets[2]});
    CHECK(codes(set.outcome.findings).empty());
  }
  SECTION("three shown, two taken: nobody knows which, and the archive stands in the list as a whole") {
    set.link.report("linker-plugin", plugin_entry(0, "main.o") +
                                         plugin_entry(set.archive.offsets[0], "libs.a") +
                                         plugin_entry(set.archive.offsets[1], "libs.a") +
                                         plugin_entry(set.archive.offsets[2], "libs.a"));
    CHECK(set.taken().empty());
    CHECK(codes(set.outcome.findings) == Strings{"member-ambiguous"});
    CHECK(set.outcome.findings.front().incomplete);
    REQUIRE(find_input(set.outcome.value, "/b/libs.a") != nullptr);
    CHECK(find_input(set.outcome.value, "/b/libs.a")->use == Use::linked);
    CHECK(set.outcome.value.unaccounted == Strings{"trace: libs.a(same.o)"});
  }
}

TEST_CASE("bfd: a member that the plugin was shown and the trace does not name was not taken") {
  SameNames set("bfd", {});
  set.link.report("trace", "main.o\nlibs.a\n");
  set.link.report("linker-plugin",
                  plugin_entry(0, "main.o") + plugin_entry(set.archive.offsets[3], "libs.a"));
  CHECK(set.taken().empty());
  CHECK(codes(set.outcome.findings).empty());
  REQUIRE(find_input(set.outcome.value, "/b/libs.a") != nullptr);
  CHECK(find_input(set.outcome.value, "/b/libs.a")->use == Use::dropped);
}

TEST_CASE("a trace line that the plugin contradicts is a finding") {
  SameNames set("bfd", {"other"});
  set.link.report("trace", "main.o\nlibs.a\n(libs.a)other.o\n");
  set.link.report("linker-plugin", plugin_entry(0, "main.o"));
  CHECK(set.taken() == Offsets{set.archive.offsets[3]});
  CHECK(codes(set.outcome.findings) == Strings{"witness-disagrees"});
  CHECK(set.outcome.value.unaccounted == Strings{"linker-plugin lacks /b/libs.a(other.o)"});
}

TEST_CASE("gold: what only the resolution file names is taken, and the trace is not expected to have it") {
  SameNames set("gold");
  set.link.report("trace", "main.o\nlibs.a(same.o)\n");
  set.link.report("linker-plugin",
                  plugin_entry(0, "main.o") + plugin_entry(set.archive.offsets[0], "libs.a"));
  std::ostringstream offset;
  offset << std::hex << set.archive.offsets[2];
  set.link.report("resolution", "1\nlibs.a@0x" + offset.str() + " 0\n");
  CHECK(set.taken() == Offsets{set.archive.offsets[0], set.archive.offsets[2]});
  CHECK(codes(set.outcome.findings).empty());
}

TEST_CASE("lld: the symbol that pulled a member in, demangled, tells members of one name apart") {
  SameNames set("lld");
  set.link.report(
      "why-extract",
      "reference\textracted\tsymbol\nmain.o\tlibs.a(same.o)\tfirst\nmain.o\tlibs.a(same.o)\tthird(int)\n");
  set.link.report("archive-stats", "members\textracted\tarchive\n4\t2\tlibs.a\n");
  CHECK(set.taken() == Offsets{set.archive.offsets[0], set.archive.offsets[2]});
  CHECK(codes(set.outcome.findings).empty());
  const LinkInput* const third = find_input(set.outcome.value, "/b/libs.a", "same.o", set.archive.offsets[2]);
  REQUIRE(third != nullptr);
  CHECK(third->reason == "defines third(int), which main.o refers to");
}

TEST_CASE("lld: more extractions counted than named is a finding") {
  SameNames set("lld", {"other"});
  set.link.report("why-extract", "reference\textracted\tsymbol\nmain.o\tlibs.a(other.o)\tother\n");
  set.link.report("archive-stats", "members\textracted\tarchive\n4\t2\tlibs.a\n");
  CHECK(set.taken() == Offsets{set.archive.offsets[3]});
  CHECK(codes(set.outcome.findings) == Strings{"witness-disagrees"});
}

TEST_CASE("lld: all members of an archive that its statistics leave out are taken") {
  SameNames set("lld");
  set.link.report("why-extract", "reference\textracted\tsymbol\n");
  set.link.report("archive-stats", "members\textracted\tarchive\n");
  CHECK(set.taken().size() == 4);
  CHECK(codes(set.outcome.findings).empty());
}

TEST_CASE("lld: an archive without a symbol table is not taken whole because its statistics leave it out") {
  LinkInMemory link("lld");
  const CraftedArchive archive =
      archive_file({{"a.o", object_file({"a"}), {}}, {"b.o", object_file({"b"}), {}}});
  link.host.add_file("/b/libs.a", archive.bytes);
  link.command({"libs.a"});
  link.dependencies({"libs.a"});
  link.report("why-extract", "reference\textracted\tsymbol\nmain.o\tlibs.a(a.o)\ta\n");
  link.report("archive-stats", "members\textracted\tarchive\n");
  const auto outcome = link.read();
  CHECK(linked_offsets(outcome.value, "/b/libs.a") == Offsets{archive.offsets[0]});
}

namespace {

const std::string kStats = "members\textracted\tarchive\n";
const std::string kGarbage = "\x90\xf3\x01\x7f";  // what freed memory may hold
const std::string kNothingExtracted = "reference\textracted\tsymbol\n";

/// Archives that a linker script named, in lld 14's reports: the link line has only the script.
struct NamedByScript : LinkInMemory {
  NamedByScript() : LinkInMemory("lld") {
    host.add_file("/b/main.o", object_file({"main"}));
    host.add_file("/b/libs.so", "GROUP ( liba.a libb.a )\n");
    host.add_file("/b/liba.a", a.bytes);
    host.add_file("/b/libb.a", b.bytes);
    command({"main.o", "libs.so"});
    dependencies({"main.o", "libs.so", "liba.a", "libb.a"});
  }
  void reports(const std::string& rows, const std::string& extractions = "") {
    report("why-extract", kNothingExtracted + extractions);
    report("archive-stats", kStats + rows);
    outcome = read();
    found = codes(outcome.findings);
  }
  [[nodiscard]] std::size_t taken(const std::string& path) const {
    return linked_offsets(outcome.value, path).size();
  }
  [[nodiscard]] Use use(const std::string& path) const {
    const LinkInput* const input = find_input(outcome.value, path);
    return input == nullptr ? Use::compiled_in : input->use;
  }

  CraftedArchive a =
      archive_file({{"a1.o", object_file({"a1"}), {"a1"}}, {"a2.o", object_file({"a2"}), {"a2"}}});
  CraftedArchive b =
      archive_file({{"b1.o", object_file({"b1"}), {"b1"}}, {"b2.o", object_file({"b2"}), {"b2"}}});
  Outcome<LinkRecord> outcome;
  Strings found;
};

}  // namespace

TEST_CASE(
    "lld 14: a row of the archive statistics whose name is freed memory is no file, and counts nowhere") {
  NamedByScript link;
  link.reports("2\t0\t" + kGarbage + "\n2\t0\tlibb.a\n");
  CHECK(link.found.empty());
  CHECK(link.outcome.value.unaccounted.empty());
  CHECK(link.use("/b/liba.a") == Use::dropped);
  CHECK(link.use("/b/libb.a") == Use::dropped);
  CHECK(link.outcome.value.inputs.size() == 4);
  for (const WitnessCount& count : link.outcome.value.witnesses)
    if (count.witness == "archive-stats") CHECK(count.files == 1);
}

TEST_CASE("lld 14: members that were pulled in are known though their archive's row has no name") {
  NamedByScript link;
  link.reports("2\t0\t" + kGarbage + "\n2\t0\t" + kGarbage + "\n", "main.o\tliba.a(a2.o)\ta2\n");
  CHECK(link.found.empty());
  CHECK(linked_offsets(link.outcome.value, "/b/liba.a") == Offsets{link.a.offsets[1]});
  CHECK(link.use("/b/libb.a") == Use::dropped);
}

TEST_CASE("lld 14: a nameless row does not hide an archive that was taken whole") {
  NamedByScript link;
  SECTION("the row has another number of members") {
    link.reports("3\t0\t" + kGarbage + "\n2\t0\tlibb.a\n");
    CHECK(link.found.empty());
    CHECK(link.taken("/b/liba.a") == 2);
    CHECK(link.use("/b/libb.a") == Use::dropped);
  }
  SECTION("it is that of the archive from which a symbol pulled a member") {
    link.reports("2\t0\t" + kGarbage + "\n", "main.o\tlibb.a(b1.o)\tb1\n");
    CHECK(link.found.empty());
    CHECK(link.taken("/b/liba.a") == 2);
    CHECK(link.taken("/b/libb.a") == 1);
  }
  SECTION("one row, two archives to which it may belong: nobody knows, and the link is not complete") {
    link.reports("2\t0\t" + kGarbage + "\n");
    CHECK(link.found == Strings{"members-unknown", "members-unknown"});
    for (const Finding& finding : link.outcome.findings) CHECK(finding.incomplete);
    CHECK(link.outcome.value.unaccounted == Strings{"archive-stats: /b/liba.a", "archive-stats: /b/libb.a"});
    CHECK(link.use("/b/liba.a") == Use::linked);
    CHECK(link.use("/b/libb.a") == Use::linked);
  }
  SECTION("freed memory that spells another archive's path is betrayed by the number of members") {
    link.host.add_file("/b/liba.a", archive_file({{"a1.o", object_file({"a1"}), {"a1"}}}).bytes);
    link.reports("2\t0\tliba.a\n");
    CHECK(link.found.empty());
    CHECK(link.taken("/b/liba.a") == 1);
    CHECK(link.use("/b/libb.a") == Use::dropped);
  }
}

TEST_CASE(
    "mold: the symbols in its map tell members of one name apart, and one that nobody refers to is not "
    "taken") {
  SameNames set("mold");
  set.link.report("map",
                  "               VMA       Size Align Out     In      Symbol\n"
                  "            0x1000         10     1 .text\n"
                  "            0x1000          6     1         libs.a(same.o):(.text)\n"
                  "            0x1000          0     0                 first\n"
                  "            0x1006          4     1         libs.a(same.o):(.text)\n"
                  "            0x1006          0     0                 third(int)\n");
  set.link.report("gc-sections", "removing unused section libs.a(same.o):(.data)\n");
  CHECK(set.taken() == Offsets{set.archive.offsets[0], set.archive.offsets[2]});
  CHECK(codes(set.outcome.findings).empty());
  // The map's bytes are those of both together.
  CHECK_FALSE(find_input(set.outcome.value, "/b/libs.a", "same.o")->bytes.has_value());
}

TEST_CASE("mold: members of one name that are all discarded and all referred to stay ambiguous") {
  SameNames set("mold");
  set.link.report("map", "               VMA       Size Align Out     In      Symbol\n");
  set.link.report("gc-sections", "removing unused section libs.a(same.o):(.text)\n");
  CHECK(set.taken().empty());
  CHECK(codes(set.outcome.findings) == Strings{"member-ambiguous"});
}

TEST_CASE("mold: a discarded member is linked, whatever the map says, and bytes come from the map") {
  SameNames set("mold", {"other"});
  const std::string header = "               VMA       Size Align Out     In      Symbol\n";
  SECTION("only discarded sections") {
    set.link.report("map", header);
    set.link.report("gc-sections", "removing unused section libs.a(other.o):(.text)\n");
    CHECK(set.taken() == Offsets{set.archive.offsets[3]});
  }
  SECTION("in the map") {
    set.link.report("map", header + "            0x1000          6     1         libs.a(other.o):(.text)\n");
    CHECK(set.taken() == Offsets{set.archive.offsets[3]});
    CHECK(find_input(set.outcome.value, "/b/libs.a", "other.o")->bytes == 6U);
  }
  CHECK(codes(set.outcome.findings).empty());
}

TEST_CASE("a member that the archive does not have is a finding, never an entry") {
  SameNames set("bfd");
  set.link.report("trace", "main.o\n(libs.a)gone.o\n");
  CHECK(set.taken().empty());
  CHECK(codes(set.outcome.findings) == Strings{"witness-disagrees"});
  CHECK(set.outcome.value.unaccounted == Strings{"trace: libs.a, member \"gone.o\""});
}

TEST_CASE("an offset at which no member begins is a finding") {
  SameNames set("gold");
  set.link.report("trace", "main.o\n");
  set.link.report("linker-plugin", plugin_entry(0, "main.o") + plugin_entry(12345, "libs.a"));
  CHECK(set.taken().empty());
  CHECK(codes(set.outcome.findings) == Strings{"witness-disagrees"});
}

TEST_CASE("gold's map names a claimed member by its symbol alone") {
  SameNames set("gold");
  set.link.dependencies({"main.o", "libs.a", "/tmp/lto-llvm-abc.o"});
  set.link.log.reports.erase(set.link.log.reports.begin());
  set.link.report("trace", "main.o\n");
  set.link.report("map",
                  "Archive member included because of file (symbol)\n\n"
                  "libs.a                        main.o (second)\n\nMemory map\n");
  CHECK(set.taken() == Offsets{set.archive.offsets[1]});
  CHECK(set.outcome.value.linker.lto);
  CHECK(codes(set.outcome.findings).empty());
}

TEST_CASE("mold with LTO: a member of a shared name that defines nothing was not taken, whatever refers to it is unknown") {
  // As of libwebsockets.a: an #ifdef leaves one of the two server.c.o empty. gcc's intermediate code may refer to anything.
  LinkInMemory link("mold");
  const std::string empty = GENERATE(object_file({}), object_file({}, {"wanted"}));
  const CraftedArchive archive = archive_file({{"same.o", empty, {}}, {"same.o", object_file({"second"}), {"second"}}});
  link.host.add_file("/b/main.o", object_file({"__gnu_lto_slim"}));
  link.host.add_file("/b/libs.a", archive.bytes);
  link.command({"main.o", "libs.a"});
  link.dependencies({"main.o", "libs.a"});
  link.report("resolution", "1\nmain.o 0\n");
  const std::string header = "               VMA       Size Align Out     In      Symbol\n";
  const std::string section = "            0x1000          6     1         libs.a(same.o):(.text)\n";
  SECTION("the map's symbols name the other") {
    link.report("map", header + section + "            0x1000          0     0                 second\n");
  }
  SECTION("all of the other is discarded") {
    link.report("map", header);
    link.report("gc-sections", "removing unused section libs.a(same.o):(.text)\n");
  }
  const auto outcome = link.read();
  CHECK(codes(outcome.findings).empty());
  CHECK(linked_offsets(outcome.value, "/b/libs.a") == Offsets{archive.offsets[1]});
}

TEST_CASE("mold with LTO: a member whose symbols are not known, or are in the archive's table alone, may have been taken") {
  LinkInMemory link("mold");
  const bool in_table = GENERATE(true, false);
  const std::string unknown = in_table ? object_file({}) : std::string("BC\xC0\xDE, which is LLVM's");
  const CraftedArchive archive = archive_file(
      {{"same.o", unknown, in_table ? Strings{"first"} : Strings{}}, {"same.o", object_file({"second"}), {"second"}}});
  link.host.add_file("/b/main.o", object_file({"__gnu_lto_slim"}));
  link.host.add_file("/b/libs.a", archive.bytes);
  link.command({"main.o", "libs.a"});
  link.dependencies({"main.o", "libs.a"});
  link.report("map",
              "               VMA       Size Align Out     In      Symbol\n"
              "            0x1000          6     1         libs.a(same.o):(.text)\n"
              "            0x1000          0     0                 second\n");
  const auto outcome = link.read();
  CHECK(codes(outcome.findings) == Strings{"member-ambiguous"});
}
