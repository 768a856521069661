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
