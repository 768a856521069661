// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "unit/link/link_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;
using Strings = std::vector<std::string>;

namespace {

/// A thin archive in lib/ over two objects in obj/, of which main.o wants the first.
struct ThinLink : LinkInMemory {
  ThinLink(const std::string& linker, const Strings& listed) : LinkInMemory(linker) {
    host.add_file("/b/main.o", object_file({"main"}, {"one"}));
    host.add_file("/b/obj/one.o", object_file({"one"}));
    host.add_file("/b/obj/two.o", object_file({"two"}));
    host.add_file("/b/lib/libthin.a", archive_file({{"../obj/one.o", object_file({"one"}), {"one"}},
                                                    {"../obj/two.o", object_file({"two"}), {"two"}}},
                                                   true)
                                          .bytes);
    command({"main.o", "lib/libthin.a"});
    dependencies(listed);
  }
};

void check_one_taken(const Outcome<LinkRecord>& outcome) {
  const LinkInput* const one = find_input(outcome.value, "/b/obj/one.o", "../obj/one.o");
  REQUIRE(one != nullptr);
  CHECK(one->role == Role::archive_member);
  CHECK(one->use == Use::linked);
  CHECK(one->archive == "/b/lib/libthin.a");
  CHECK(one->offset == 0);
  CHECK(find_input(outcome.value, "/b/lib/libthin.a") == nullptr);
  CHECK(codes(outcome.findings).empty());
}

}  // namespace

TEST_CASE("a thin archive's member is its own file, however the linker writes it") {
  SECTION("bfd: the trace has its path, relative to the link's directory") {
    ThinLink link("bfd", {"main.o", "lib/libthin.a"});
    link.report("trace", "main.o\nlib/libthin.a\nlib/../obj/one.o\n");
    const auto outcome = link.read();
    check_one_taken(outcome);
    CHECK(find_input(outcome.value, "/b/obj/two.o", "../obj/two.o") == nullptr);
  }
  SECTION("gold: archive and path relative to the link's directory") {
    ThinLink link("gold", {"main.o", "lib/libthin.a", "lib/../obj/one.o"});
    link.report("trace", "main.o\nlib/libthin.a(lib/../obj/one.o)\n");
    check_one_taken(link.read());
  }
  SECTION("lld: archive and path relative to the archive") {
    ThinLink link("lld", {"main.o", "lib/libthin.a"});
    link.report("why-extract", "reference\textracted\tsymbol\nmain.o\tlib/libthin.a(../obj/one.o)\tone\n");
    link.report("archive-stats", "members\textracted\tarchive\n2\t1\tlib/libthin.a\n");
    check_one_taken(link.read());
  }
}

TEST_CASE("mold lists all members of a thin archive: those that were not taken are dropped") {
  ThinLink link("mold", {"main.o", "lib/libthin.a", "obj/one.o", "obj/two.o"});
  link.report("map",
              "               VMA       Size Align Out     In      Symbol\n"
              "            0x1000          6     1         lib/libthin.a(lib/../obj/one.o):(.text)\n");
  const auto outcome = link.read();
  check_one_taken(outcome);
  const LinkInput* const two = find_input(outcome.value, "/b/obj/two.o", "../obj/two.o");
  REQUIRE(two != nullptr);
  CHECK(two->use == Use::dropped);
}

TEST_CASE("lld opens the members of thin archives that it does not take since version 15") {
  ThinLink link("lld", {"main.o", "lib/libthin.a"});
  link.report("why-extract", "reference\textracted\tsymbol\nmain.o\tlib/libthin.a(../obj/one.o)\tone\n");
  link.report("archive-stats", "members\textracted\tarchive\n2\t1\tlib/libthin.a\n");
  link.log.linker_version = "Debian LLD 19.1.7 (compatible with GNU linkers)";
  const auto outcome = link.read();
  const LinkInput* const two = find_input(outcome.value, "/b/obj/two.o", "../obj/two.o");
  REQUIRE(two != nullptr);
  CHECK(two->use == Use::dropped);
}

TEST_CASE("a taken member of a thin archive whose file is gone is a finding") {
  ThinLink link("lld", {"main.o", "lib/libthin.a"});
  link.report("why-extract", "reference\textracted\tsymbol\nmain.o\tlib/libthin.a(../obj/one.o)\tone\n");
  link.report("archive-stats", "members\textracted\tarchive\n2\t1\tlib/libthin.a\n");
  CHECK(link.host.remove("/b/obj/one.o").ok());
  CHECK(codes(link.read().findings) == Strings{"input-missing"});
}

TEST_CASE("a thin archive behind a symbolic link: its members are looked for where the link lies") {
  LinkInMemory link("lld");
  link.host.add_file("/b/main.o", object_file({"main"}, {"one"}));
  link.host.add_file("/b/obj/one.o", object_file({"one"}));
  link.host.add_file("/b/other/obj/one.o", object_file({"one", "more"}));
  link.host.add_file("/b/lib/libthin.a",
                     archive_file({{"../obj/one.o", object_file({"one"}), {"one"}}}, true).bytes);
  link.host.add_symlink("/b/other/deep/libthin.a", "../../lib/libthin.a");
  link.command({"main.o", "other/deep/libthin.a"});
  link.dependencies({"main.o", "other/deep/libthin.a"});
  link.report("why-extract", "reference\textracted\tsymbol\nmain.o\tother/deep/libthin.a(../obj/one.o)\tone\n");
  link.report("archive-stats", "members\textracted\tarchive\n1\t1\tother/deep/libthin.a\n");
  const auto outcome = link.read();
  CHECK(find_input(outcome.value, "/b/obj/one.o", "../obj/one.o") == nullptr);
  const LinkInput* const one = find_input(outcome.value, "/b/other/obj/one.o", "../obj/one.o");
  REQUIRE(one != nullptr);
  CHECK(one->use == Use::linked);
  CHECK(codes(outcome.findings).empty());
}

TEST_CASE("a thin archive over an ordinary one: bfd names the inner archive, whose member stays linked") {
  LinkInMemory link("bfd");
  const CraftedArchive inner = archive_file({{"one.o", object_file({"one"}), {"one"}}});
  const std::uint64_t header = inner.offsets[0] - 60;
  CraftedArchive outer = archive_file({{"inner.a", object_file({"one"}), {"one"}}}, true);
  const std::string reference = "/0:" + std::to_string(header);
  outer.bytes.replace(outer.bytes.rfind("/0   "), reference.size(), reference);
  link.host.add_file("/b/main.o", object_file({"main"}, {"one"}));
  link.host.add_file("/b/lib/inner.a", inner.bytes);
  link.host.add_file("/b/lib/libouter.a", outer.bytes);
  link.command({"main.o", "lib/libouter.a"});
  link.dependencies({"main.o", "lib/libouter.a"});
  link.report("trace", "main.o\nlib/libouter.a\n(lib/inner.a)one.o\n");
  const auto outcome = link.read();
  const LinkInput* const one = find_input(outcome.value, "/b/lib/inner.a", "one.o");
  REQUIRE(one != nullptr);
  CHECK(one->use == Use::linked);
  CHECK(one->offset == inner.offsets[0]);
  CHECK(codes(outcome.findings).empty());
}
