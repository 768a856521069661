// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "unit/link/link_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;
using Strings = std::vector<std::string>;

namespace {

/// A link by lld of shared libraries alone; the output needs `needed`.
struct Libraries : LinkInMemory {
  explicit Libraries(const Strings& needed) : LinkInMemory("lld") {
    DynamicFile file;
    file.needed = needed;
    binary(file);
    report("why-extract", "reference\textracted\tsymbol\n");
    report("archive-stats", "members\textracted\tarchive\n");
  }
  void library(const std::string& path, const std::string& soname, const Strings& needs = {}) {
    DynamicFile file;
    file.soname = soname;
    file.needed = needs;
    host.add_file(path, dynamic_file(file));
    paths.push_back(path);
  }
  Outcome<LinkRecord> judge() {
    dependencies(paths);
    auto outcome = read();
    std::erase_if(outcome.findings,
                  [](const Finding& one) { return one.code == "runtime-library-not-found"; });
    return outcome;
  }
  Strings paths;
};

}  // namespace

TEST_CASE("a library is needed when its SONAME is in DT_NEEDED, whatever its file is called") {
  Libraries set({"libz.so.1"});
  set.library("/l/libz.so.1.3", "libz.so.1");
  set.library("/l/libunused.so", "libunused.so.2");
  const auto outcome = set.judge();
  CHECK(find_input(outcome.value, "/l/libz.so.1.3")->use == Use::needed);
  CHECK(find_input(outcome.value, "/l/libz.so.1.3")->reason == "SONAME libz.so.1 is in DT_NEEDED");
  CHECK(find_input(outcome.value, "/l/libunused.so")->use == Use::dropped);
  CHECK(find_input(outcome.value, "/l/libunused.so")->soname == "libunused.so.2");
  CHECK(codes(outcome.findings).empty());
}

TEST_CASE("a library without a SONAME is needed by its file name or by its path") {
  Libraries set({"liba.so", "l/libb.so"});
  set.library("/b/l/liba.so", "");
  set.library("/b/l/libb.so", "");
  set.library("/b/l/libc.so", "");
  const auto outcome = set.judge();
  CHECK(find_input(outcome.value, "/b/l/liba.so")->use == Use::needed);
  CHECK(find_input(outcome.value, "/b/l/libb.so")->use == Use::needed);
  CHECK(find_input(outcome.value, "/b/l/libc.so")->use == Use::dropped);
  CHECK(find_input(outcome.value, "/b/l/libb.so")->soname == "libb.so");
  CHECK(codes(outcome.findings).empty());
}

TEST_CASE("a library that was opened because another needs it is dropped, and says so") {
  Libraries set({"liba.so.1"});
  set.library("/l/liba.so", "liba.so.1", {"libindirect.so.1"});
  set.library("/l/libindirect.so", "libindirect.so.1");
  const auto outcome = set.judge();
  CHECK(find_input(outcome.value, "/l/libindirect.so")->use == Use::dropped);
  CHECK(find_input(outcome.value, "/l/libindirect.so")->reason ==
        "not needed by the output; liba.so needs it");
}

TEST_CASE("of two libraries with one SONAME the first is the needed one") {
  Libraries set({"liba.so.1"});
  set.library("/z/liba.so", "liba.so.1");
  set.library("/a/liba.so", "liba.so.1");
  const auto outcome = set.judge();
  CHECK(find_input(outcome.value, "/z/liba.so")->use == Use::needed);
  CHECK(find_input(outcome.value, "/a/liba.so")->use == Use::dropped);
}

TEST_CASE("bfd passes over a library that nothing refers to and needs a later one of the same SONAME") {
  LinkInMemory link("bfd");
  const auto library = [](const std::string& symbol, bool defined) {
    CraftedElf elf;
    elf.with_sections = true;
    if (defined) elf.strings.emplace_back(14, "liba.so.1");  // DT_SONAME
    if (!defined) elf.strings.emplace_back(1, "liba.so.1");  // DT_NEEDED
    elf.symbols.push_back({symbol, 0x12, static_cast<std::uint16_t>(defined ? 1 : 0), 0, 4});
    return make_elf(elf);
  };
  link.host.add_file("/z/liba.so", library("unused", true));
  link.host.add_file("/a/liba.so", library("wanted", true));
  const auto uses = [&](const std::string& symbol) {
    link.host.add_file("/b/pump", library(symbol, false));
    const auto stat = link.host.stat("/b/pump");
    link.log.output_file->size = stat->size;
    link.log.output_file->modified_ns = stat->modified_ns;
    const auto outcome = link.read();
    const LinkInput* const first = find_input(outcome.value, "/z/liba.so");
    const LinkInput* const second = find_input(outcome.value, "/a/liba.so");
    REQUIRE((first != nullptr && second != nullptr));
    CHECK((first->use == Use::needed) != (second->use == Use::needed));
    return first->use == Use::needed ? "first" : "second";
  };
  link.dependencies({"/z/liba.so", "/a/liba.so"});
  link.report("trace", "/z/liba.so\n/a/liba.so\n");
  CHECK(uses("unused") == std::string("first"));
  CHECK(uses("wanted@V1") == std::string("second"));
  CHECK(uses("neither") == std::string("first"));
}

TEST_CASE("a DT_NEEDED entry that no opened library explains is a finding") {
  Libraries set({"liba.so.1", "libghost.so.3"});
  set.library("/l/liba.so", "liba.so.1");
  const auto outcome = set.judge();
  CHECK(codes(outcome.findings) == Strings{"witness-disagrees"});
  CHECK(outcome.findings.front().incomplete);
  CHECK(outcome.value.unaccounted == Strings{"DT_NEEDED: libghost.so.3"});
}
