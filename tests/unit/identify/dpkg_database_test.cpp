// SPDX-License-Identifier: Apache-2.0
#include "identify/dpkg_database.hpp"

#include "identify/dpkg_diversions.hpp"
#include "support/catch.hpp"
#include "system_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;
using identify::DpkgDatabase;
using identify::SystemRoot;

namespace {

std::vector<std::string> owners(MemoryHost& host, const std::string& path) {
  const SystemRoot root(host, {}, "");
  DpkgDatabase database(root);
  std::vector<std::string> out;
  auto result = database.owners({path});
  for (const auto& listing : result.value[path]) out.push_back(listing.package);
  return out;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("the package that lists a path owns it, under its multi-arch name") {
  MemoryHost host;
  install(host, {.name = "zlib1g-dev", .paths = {"/usr/include/zlib.h"}, .multi_arch_same = true});
  install(host, {.name = "make", .paths = {"/usr/bin/make"}});
  CHECK(owners(host, "/usr/include/zlib.h") == Names{"zlib1g-dev:amd64"});
  CHECK(owners(host, "/usr/bin/make") == Names{"make"});
  CHECK(owners(host, "/usr/bin/mak").empty());
  CHECK(owners(host, "/usr/bin/make2").empty());
}

TEST_CASE("both spellings of a merged directory lead to the owner") {
  MemoryHost host;
  merge_usr(host);
  install(host, {.name = "libc6",
                 .paths = {"/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2"},
                 .multi_arch_same = true});
  install(host, {.name = "other", .paths = {"/usr/lib/x86_64-linux-gnu/libx.so.1"}});
  CHECK(owners(host, "/usr/lib/x86_64-linux-gnu/libc.so.6") == Names{"libc6:amd64"});
  CHECK(owners(host, "/usr/lib64/ld-linux-x86-64.so.2") == Names{"libc6:amd64"});
  CHECK(owners(host, "/lib/x86_64-linux-gnu/libx.so.1") == Names{"other"});
  CHECK(owners(host, "/usr/libexec/x").empty());
}

TEST_CASE("/lib and /usr/lib that are not merged hold different files") {
  MemoryHost host;
  install(host, {.name = "one", .paths = {"/lib/libx.so.1"}});
  install(host, {.name = "other", .paths = {"/usr/lib/liby.so.1"}});
  CHECK(owners(host, "/lib/libx.so.1") == Names{"one"});
  CHECK(owners(host, "/usr/lib/libx.so.1").empty());
}

TEST_CASE("a diverted path is the diverting package's, and the file moved away the other's") {
  MemoryHost host;
  install(host, {.name = "libpq-dev", .paths = {"/usr/bin/pg_config"}});
  install(host, {.name = "postgresql-common", .paths = {"/usr/bin/pg_config"}});
  host.add_file("/var/lib/dpkg/diversions",
                "/usr/bin/pg_config\n/usr/bin/pg_config.libpq-dev\npostgresql-common\n");
  CHECK(owners(host, "/usr/bin/pg_config") == Names{"postgresql-common"});
  CHECK(owners(host, "/usr/bin/pg_config.libpq-dev") == Names{"libpq-dev"});
}

TEST_CASE("a locally diverted path is no package's") {
  MemoryHost host;
  install(host, {.name = "tool", .paths = {"/usr/bin/tool"}});
  host.add_file("/var/lib/dpkg/diversions", "/usr/bin/tool\n/usr/bin/tool.distrib\n:\n");
  CHECK(owners(host, "/usr/bin/tool").empty());
  CHECK(owners(host, "/usr/bin/tool.distrib") == Names{"tool"});
}

TEST_CASE("a cut diversions file is an error with its place") {
  for (const char* text : {"/a\n", "/a\n/b\n", "/a\n/b\n\n", "a\n/b\npkg\n", "/a\n/b\npkg\n/c"}) {
    const auto result = identify::parse_diversions(text);
    INFO(text);
    REQUIRE_FALSE(result);
    CHECK(result.error().offset.has_value());
  }
  CHECK(identify::parse_diversions("").ok());
}

TEST_CASE(
    "a list that is cut, that holds no paths, or that cannot be read is named, and the others still count") {
  MemoryHost host;
  install(host, {.name = "good", .paths = {"/usr/lib/good.a"}});
  install(host, {.name = "bad", .paths = {"/usr/lib/bad.a"}});
  const auto broken = [&] {
    const SystemRoot root(host, {}, "");
    DpkgDatabase database(root);
    auto result = database.owners({"/usr/lib/good.a"});
    CHECK(result.value["/usr/lib/good.a"].size() == 1);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].code == "database-broken");
    CHECK(result.findings[0].subject == "/var/lib/dpkg/info/bad.list");
    return result.findings[0].text;
  };
  SECTION("cut") {
    host.add_file("/var/lib/dpkg/info/bad.list", "/.\n/usr/lib/ba");
    CHECK(broken().find("at byte 3") != std::string::npos);
  }
  SECTION("no paths") {
    host.add_file("/var/lib/dpkg/info/bad.list", "/.\n\n");
    CHECK(broken().find("at byte 3") != std::string::npos);
  }
  SECTION("unreadable") {
    host.fail_when([](const std::string& operation, const std::string& path) {
      return operation == "read" && path.ends_with("bad.list") ? std::optional(Error{"not-permitted", "no"})
                                                               : std::nullopt;
    });
    CHECK(broken() == "no");
  }
}

TEST_CASE("stanzas are found by name and architecture, sources with a version of their own are split") {
  MemoryHost host;
  install(host, {.name = "libgcc-s1",
                 .paths = {"/a"},
                 .version = "12.2.0-14",
                 .source = "gcc-12",
                 .multi_arch_same = true});
  install(host, {.name = "libgcc-s1",
                 .paths = {"/b"},
                 .version = "12.2.0-14",
                 .architecture = "i386",
                 .multi_arch_same = true});
  install(host, {.name = "libstdc++6", .paths = {"/c"}, .version = "5", .source = "gcc (1:4.7-2)"});
  const SystemRoot root(host, {}, "");
  DpkgDatabase database(root);
  auto result = database.packages({"libgcc-s1:amd64", "libgcc-s1:i386", "libstdc++6"});
  CHECK(result.findings.empty());
  CHECK(result.value.at("libgcc-s1:amd64").source == "gcc-12");
  CHECK(result.value.at("libgcc-s1:amd64").source_version == "12.2.0-14");
  CHECK(result.value.at("libgcc-s1:i386").architecture == "i386");
  CHECK(result.value.at("libgcc-s1:i386").source == "libgcc-s1");
  CHECK(result.value.at("libstdc++6").source == "gcc");
  CHECK(result.value.at("libstdc++6").source_version == "1:4.7-2");
}

TEST_CASE(
    "a status file cut at any byte never gives a wrong version, and never keeps silent about a lost "
    "package") {
  MemoryHost host;
  install(host, {.name = "first", .paths = {"/a"}, .version = "1.2.3-4"});
  install(host, {.name = "second", .paths = {"/b"}, .version = "5.6.7-8"});
  const std::string whole = *host.content("/var/lib/dpkg/status");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    host.add_file("/var/lib/dpkg/status", whole.substr(0, size));
    const SystemRoot root(host, {}, "");
    DpkgDatabase database(root);
    const auto result = database.packages({"first", "second"});
    INFO("cut to " << size << " bytes");
    if (!result.value.contains("first") || !result.value.contains("second"))
      CHECK_FALSE(result.findings.empty());
    // A cut within the value of Version cannot be told from a shorter version by the text before it, only by
    // the file's end.
    const bool ends_whole = size == 0 || host.content("/var/lib/dpkg/status")->ends_with('\n');
    if (!ends_whole) CHECK_FALSE(result.findings.empty());
  }
}

TEST_CASE("md5sums are read with and without a leading slash or dot, and broken ones are named") {
  MemoryHost host;
  const std::string md5(32, 'A');
  const SystemRoot root(host, {}, "");
  DpkgDatabase database(root);
  host.add_file("/var/lib/dpkg/info/p.md5sums",
                md5 + "  usr/a\n" + md5 + "  ./usr/b\n" + md5 + "  /usr/c d\n" + md5 + "  usr/unwanted\n");
  const auto result = database.md5sums("p", {"/usr/a", "/usr/b", "/usr/c d"});
  CHECK(result.findings.empty());
  CHECK(result.value.size() == 3);
  CHECK(result.value.at("/usr/a") == std::string(32, 'a'));
  CHECK(database.md5sums("absent", {"/x"}).findings.empty());
  for (const std::string& text :
       {md5 + " usr/a\n", md5.substr(1) + "  usr/a\n", "\n" + md5 + "  usr/a\n", md5 + "  usr/a"}) {
    host.add_file("/var/lib/dpkg/info/p.md5sums", text);
    INFO(text);
    CHECK(count(database.md5sums("p", {"/usr/a"}).findings, "database-broken") == 1);
  }
}
