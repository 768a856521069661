// SPDX-License-Identifier: Apache-2.0
#include "identify/package_metadata_resolver.hpp"

#include "support/catch.hpp"
#include "system_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

const std::string kTiny = "/opt/vendor/lib/libtiny.a";

void add_pkg_config(MemoryHost& host, const std::string& name, const std::string& libs,
                    const std::string& version = "1.2.3") {
  host.add_file("/opt/vendor/lib/pkgconfig/" + name + ".pc",
                "prefix=/opt/vendor\nlibdir=${prefix}/lib\nName: " + name + "\nVersion: " + version +
                    "\nURL: https://tiny.example\nLicense: mit\nLibs: -L${libdir} " + libs + "\n");
}

}  // namespace

TEST_CASE("a pkg-config file that names an ownerless library declares whose it is") {
  MemoryHost host;
  touch(host, kTiny);
  touch(host, "/opt/vendor/lib/libother.a");
  add_pkg_config(host, "tiny", "-ltiny");
  const auto outcome = ask(host, product_facts(), {kTiny, "/opt/vendor/lib/libother.a"});
  CHECK(owner(outcome, kTiny).chosen.component == "pkg-config:tiny@1.2.3");
  CHECK(owner(outcome, kTiny).chosen.tier == Tier::declared);
  CHECK(owner(outcome, "/opt/vendor/lib/libother.a").chosen.tier == Tier::unknown);
  const Component& component = outcome.value.components.at("pkg-config:tiny@1.2.3");
  CHECK(component.license.expression == "MIT");
  CHECK(component.url == "https://tiny.example");
  CHECK(component.purl.empty());
  CHECK(count(outcome.findings, "owner-unknown") == 1);
}

TEST_CASE("whom a library behind a link belongs to is asked by its real path") {
  MemoryHost host;
  touch(host, "/opt/vendor/lib/libtiny.so.1.2");
  host.add_symlink("/opt/vendor/lib/libtiny.so", "libtiny.so.1.2");
  add_pkg_config(host, "tiny", "-ltiny");
  const auto outcome = ask(host, product_facts(), {"/opt/vendor/lib/libtiny.so.1.2"});
  CHECK(owner(outcome, "/opt/vendor/lib/libtiny.so.1.2").chosen.component == "pkg-config:tiny@1.2.3");
}

TEST_CASE("a pkg-config file that links another's library behind its own does not claim it") {
  MemoryHost host;
  touch(host, kTiny);
  touch(host, "/opt/vendor/lib/libbig.a");
  add_pkg_config(host, "big", "-lbig -ltiny", "9");
  add_pkg_config(host, "tiny", "-ltiny");
  const auto outcome = ask(host, product_facts(), {kTiny, "/opt/vendor/lib/libbig.a"});
  CHECK(owner(outcome, kTiny).chosen.component == "pkg-config:tiny@1.2.3");
  CHECK(owner(outcome, kTiny).losing.empty());
  CHECK(owner(outcome, "/opt/vendor/lib/libbig.a").chosen.component == "pkg-config:big@9");
}

TEST_CASE(
    "a CPS file comes before a pkg-config file; a configuration's takes version and licence of the "
    "package's") {
  MemoryHost host;
  touch(host, kTiny);
  add_pkg_config(host, "tiny", "-ltiny", "1.2");
  host.add_file(
      "/opt/vendor/lib/cps/tiny/tiny.cps",
      R"({"name": "tiny", "version": "1.2.3", "license": "Zlib", "cps_path": "@prefix@/lib/cps/tiny"})");
  host.add_file(
      "/opt/vendor/lib/cps/tiny/tiny@release.cps",
      R"({"name": "tiny", "cps_path": "@prefix@/lib/cps/tiny", "components": {"tiny": {"location": "@prefix@/lib/libtiny.a"}}})");
  const auto outcome = ask(host, product_facts(), {kTiny});
  CHECK(owner(outcome, kTiny).chosen.component == "cps:tiny@1.2.3");
  REQUIRE(owner(outcome, kTiny).losing.size() == 1);
  CHECK(owner(outcome, kTiny).losing[0].component == "pkg-config:tiny@1.2");
  CHECK(outcome.value.components.at("cps:tiny@1.2.3").license.expression == "Zlib");
}

TEST_CASE("a package that find_package() found has its version file's version, or none") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  touch(host, kTiny);
  const std::string directory = "/opt/vendor/lib/cmake/Tiny";
  facts.cache["Tiny_DIR"] = directory;
  facts.cache["Absent_DIR"] = "Absent_DIR-NOTFOUND";
  host.add_file(directory + "/TinyConfig.cmake",
                "include(\"${CMAKE_CURRENT_LIST_DIR}/TinyTargets.cmake\")\n");
  host.add_file(directory + "/TinyTargets-release.cmake", "set(x \"${_IMPORT_PREFIX}/lib/libtiny.a\")\n");
  SECTION("without a version") {
    const auto outcome = ask(host, facts, {kTiny});
    CHECK(owner(outcome, kTiny).chosen.component == "find_package:Tiny@");
    CHECK(count(outcome.findings, "version-unknown") == 1);
  }
  SECTION("with a version") {
    host.add_file(directory + "/TinyConfigVersion.cmake", "set(PACKAGE_VERSION \"1.2.3\")\n");
    CHECK(owner(ask(host, facts, {kTiny}), kTiny).chosen.component == "find_package:Tiny@1.2.3");
  }
}

TEST_CASE("a library that somebody owns is not asked about") {
  MemoryHost host;
  touch(host, kTiny);
  add_pkg_config(host, "tiny", "-ltiny");
  BuildFacts facts = product_facts();
  facts.declared.push_back({"vendor", "1", "", "", "", "", "", {"/opt/vendor"}, "CMakeLists.txt:1"});
  const auto outcome = ask(host, facts, {kTiny});
  CHECK(owner(outcome, kTiny).chosen.component == "declared:vendor@1");
  CHECK(owner(outcome, kTiny).losing.empty());
  for (const std::string& access : host.accesses()) CHECK(access.find("pkgconfig") == std::string::npos);
}

TEST_CASE("damaged descriptions are as if they were not there") {
  MemoryHost host;
  touch(host, kTiny);
  host.add_file("/opt/vendor/lib/pkgconfig/tiny.pc", "Libs: -L/opt/vendor/lib -ltiny\n");
  host.add_file("/opt/vendor/lib/cps/tiny.cps", "{");
  CHECK(owner(ask(host, product_facts(), {kTiny}), kTiny).chosen.tier == Tier::unknown);
}

TEST_CASE("sources that CPM took from its own cache are its, with its version") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  facts.cache["CPM_PACKAGES"] = "fmt;local;fetched";
  facts.cache["CPM_PACKAGE_fmt_VERSION"] = "10.2.1";
  facts.cache["CPM_PACKAGE_fmt_SOURCE_DIR"] = "/home/somebody/.cache/CPM/fmt/abcd";
  facts.cache["CPM_PACKAGE_local_SOURCE_DIR"] = "/home/somebody/local";
  facts.cache["CPM_PACKAGE_local_VERSION"] = "0";
  facts.cache["CPM_local_SOURCE"] = "/home/somebody/local";
  touch(host, "/home/somebody/.cache/CPM/fmt/abcd/fmt.h");
  touch(host, "/home/somebody/local/l.h");
  const auto outcome =
      ask(host, facts, {"/home/somebody/.cache/CPM/fmt/abcd/fmt.h", "/home/somebody/local/l.h"});
  const Ownership& fmt = owner(outcome, "/home/somebody/.cache/CPM/fmt/abcd/fmt.h");
  CHECK(fmt.chosen.component == "cpm:fmt@10.2.1");
  CHECK(fmt.chosen.tier == Tier::resolver_metadata);
  CHECK(fmt.chosen.evidence.at(0).place == "CMakeCache.txt");
  CHECK(owner(outcome, "/home/somebody/local/l.h").chosen.component == "cpm:local@");
  CHECK(count(outcome.findings, "source-unpinned") == 1);
}
