// SPDX-License-Identifier: Apache-2.0
#include "identify/dpkg_resolver.hpp"

#include "identify/dpkg_component.hpp"
#include "support/catch.hpp"
#include "system_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;

TEST_CASE(
    "a file whose MD5 the database has is verified, one without is listed, one with another is an error") {
  MemoryHost host;
  install(host, {.name = "libz", .paths = {"/usr/lib/libz.a"}});
  install(host, {.name = "conf", .paths = {"/usr/include/conf.h"}, .has_md5sums = false});
  install(host, {.name = "hacked", .paths = {"/usr/lib/libh.a"}});
  host.add_file("/usr/lib/libh.a", "somebody was here");
  const auto outcome =
      ask(host, product_facts(), {"/usr/lib/libz.a", "/usr/include/conf.h", "/usr/lib/libh.a"});
  CHECK(owner(outcome, "/usr/lib/libz.a").chosen.tier == Tier::package_db_verified);
  CHECK(owner(outcome, "/usr/lib/libz.a").chosen.component == "deb:libz@1.0-1:amd64");
  CHECK(owner(outcome, "/usr/lib/libz.a").chosen_because == "only claim");
  CHECK(owner(outcome, "/usr/include/conf.h").chosen.tier == Tier::package_db_listed);
  CHECK(owner(outcome, "/usr/lib/libh.a").chosen.tier == Tier::package_db_mismatch);
  REQUIRE(outcome.findings.size() == 1);
  CHECK(outcome.findings[0].code == "package-db-mismatch");
  CHECK(outcome.findings[0].severity == Severity::error);
  CHECK(outcome.findings[0].subject == "/usr/lib/libh.a");
  const auto& evidence = owner(outcome, "/usr/lib/libz.a").chosen.evidence;
  REQUIRE(evidence.size() == 2);
  CHECK(evidence[0].place == "/var/lib/dpkg/info/libz.list");
  CHECK(evidence[1].place == "/var/lib/dpkg/info/libz.md5sums");
}

TEST_CASE("the component carries what the stanza says") {
  MemoryHost host;
  host.add_file("/etc/os-release", "NAME=\"Debian\"\nVERSION_ID=\"12\"\nID=debian\n");
  install(host, {.name = "libssl3",
                 .paths = {"/usr/lib/libssl.so.3"},
                 .version = "3.0.11-1~deb12u2",
                 .source = "openssl"});
  const auto outcome = ask(host, product_facts(), {"/usr/lib/libssl.so.3"});
  const Component& component = outcome.value.components.at("deb:libssl3@3.0.11-1~deb12u2:amd64");
  CHECK(component.kind == ComponentKind::soup);
  CHECK(component.name == "libssl3");
  CHECK(component.supplier == "Some Body <some@body.example>");
  CHECK(component.url == "https://example.org/libssl3");
  CHECK(component.purl == "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12");
  CHECK(component.properties.at("source-package") == "openssl");
  CHECK(component.properties.at("source-version") == "3.0.11-1~deb12u2");
  CHECK(component.license.expression == "NOASSERTION");
  CHECK(component.cpe.empty());
}

TEST_CASE("without os-release no vendor is invented for the purl") {
  MemoryHost host;
  install(host, {.name = "libz", .paths = {"/usr/lib/libz.a"}});
  const auto outcome = ask(host, product_facts(), {"/usr/lib/libz.a"});
  CHECK(outcome.value.components.at("deb:libz@1.0-1:amd64").purl.empty());
}

TEST_CASE("a licence is concluded from a machine-readable copyright file, and never from free text") {
  MemoryHost host;
  install(host, {.name = "libz", .paths = {"/usr/lib/libz.a"}});
  const std::string place = "/usr/share/doc/libz/copyright";
  const auto license = [&] {
    const auto outcome = ask(host, product_facts(), {"/usr/lib/libz.a"});
    return outcome.value.components.at("deb:libz@1.0-1:amd64").license;
  };
  const std::string head = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n";
  SECTION("free text") {
    host.add_file(place, "This is MIT licensed.\n");
    CHECK(license().expression == "NOASSERTION");
    CHECK(license().text_sha256 == sha256_hex(as_bytes("This is MIT licensed.\n")));
    CHECK(license().source == place);
  }
  SECTION("two licences") {
    host.add_file(place, head +
                             "Files: *\nCopyright: 1995 A\nLicense: Zlib\n\nFiles: x/*\nCopyright: "
                             "B\nLicense: Expat\n\nFiles: debian/*\nCopyright: C\nLicense: GPL-3+\n");
    CHECK(license().expression == "MIT AND Zlib");
  }
  SECTION("a name that SPDX does not know") {
    host.add_file(place, head + "Files: *\nCopyright: 1995 A\nLicense: acme-special\n");
    CHECK(license().expression == "NOASSERTION");
    CHECK_FALSE(license().text_sha256.empty());
  }
  SECTION("a doc directory that is a link, as libstdc++-12-dev's is") {
    host.add_file("/usr/share/doc/base/copyright", head + "Files: *\nCopyright: A\nLicense: Zlib\n");
    host.add_symlink("/usr/share/doc/libz", "base");
    CHECK(license().expression == "Zlib");
  }
}

TEST_CASE("the owner of a development link is kept beside the owner of the library behind it") {
  MemoryHost host;
  merge_usr(host);
  install(host, {.name = "zlib1g",
                 .paths = {"/lib/x86_64-linux-gnu/libz.so.1.2.13", "/lib/x86_64-linux-gnu/libz.so.1"}});
  install(host, {.name = "zlib1g-dev", .paths = {"/usr/lib/x86_64-linux-gnu/libz.so"}});
  touch(host, "/usr/lib/x86_64-linux-gnu/libz.so.1.2.13");
  auto question =
      question_about(host, "/usr/lib/x86_64-linux-gnu/libz.so.1.2.13", {"/usr/lib/x86_64-linux-gnu/libz.so"});
  question.digests.md5 = md5_of("/lib/x86_64-linux-gnu/libz.so.1.2.13");
  const auto outcome = identify::identify(host, product_facts(), {question});
  const Ownership& found = owner(outcome, question.path);
  CHECK(found.chosen.component == "deb:zlib1g@1.0-1:amd64");
  CHECK(found.chosen.tier == Tier::package_db_verified);
  REQUIRE(found.losing.size() == 1);
  CHECK(found.losing[0].component == "deb:zlib1g-dev@1.0-1:amd64");
}

TEST_CASE("a package's link to a file that nobody owns does not make the file the package's") {
  MemoryHost host;
  install(host, {.name = "dev", .paths = {"/usr/lib/libx.so"}});
  touch(host, "/opt/x/libx.so.1");
  const auto outcome = identify::identify(host, product_facts(),
                                          {question_about(host, "/opt/x/libx.so.1", {"/usr/lib/libx.so"})});
  const Ownership& found = owner(outcome, "/opt/x/libx.so.1");
  CHECK(found.chosen.component.empty());
  CHECK(found.chosen.tier == Tier::unknown);
  CHECK(found.losing.size() == 1);
  CHECK(count(outcome.findings, "owner-unknown") == 1);
}

TEST_CASE("an alternative that leads to the file stands in its evidence") {
  MemoryHost host;
  install(host, {.name = "openblas", .paths = {"/usr/lib/openblas/libblas.so.3"}});
  host.add_symlink("/usr/lib/libblas.so.3", "/etc/alternatives/libblas.so.3");
  host.add_symlink("/etc/alternatives/libblas.so.3", "/usr/lib/openblas/libblas.so.3");
  const auto outcome =
      identify::identify(host, product_facts(),
                         {question_about(host, "/usr/lib/openblas/libblas.so.3", {"/usr/lib/libblas.so.3"})});
  const auto& evidence = owner(outcome, "/usr/lib/openblas/libblas.so.3").chosen.evidence;
  REQUIRE(evidence.size() == 3);
  CHECK(evidence[2].place == "/var/lib/dpkg/alternatives/libblas.so.3");
}

TEST_CASE("a sysroot's files are looked up in the sysroot's database, never in the host's") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  facts.sysroot = "/sysroot";
  install(host, {.name = "host-z", .paths = {"/usr/lib/libz.a", "/usr/lib/gcc-cross/12/crtbegin.o"}});
  host.add_file("/sysroot/usr/lib/libz.a", "/usr/lib/libz.a");
  SECTION("the sysroot has a database") {
    install(host, {.name = "target-z", .paths = {"/usr/lib/libz.a"}, .architecture = "arm64"}, "/sysroot");
    const auto outcome = ask(host, facts, {"/sysroot/usr/lib/libz.a", "/usr/lib/gcc-cross/12/crtbegin.o"});
    CHECK(owner(outcome, "/sysroot/usr/lib/libz.a").chosen.component == "deb:target-z@1.0-1:arm64");
    CHECK(owner(outcome, "/sysroot/usr/lib/libz.a").losing.empty());
    CHECK(owner(outcome, "/usr/lib/gcc-cross/12/crtbegin.o").chosen.component == "deb:host-z@1.0-1:amd64");
    for (const Evidence& evidence : owner(outcome, "/sysroot/usr/lib/libz.a").chosen.evidence)
      CHECK(evidence.place.starts_with("system:var/lib/dpkg"));
    for (const Evidence& evidence : owner(outcome, "/usr/lib/gcc-cross/12/crtbegin.o").chosen.evidence)
      CHECK(evidence.place.starts_with("host:var/lib/dpkg"));
    for (const auto& [id, component] : outcome.value.components) {
      const std::string root = id.starts_with("deb:target") ? "system:" : "host:";
      CHECK(component.evidence.front().place.starts_with(root + "var/lib/dpkg"));
    }
  }
  SECTION("it has none") {
    const auto outcome = ask(host, facts, {"/sysroot/usr/lib/libz.a"});
    CHECK(owner(outcome, "/sysroot/usr/lib/libz.a").chosen.tier == Tier::unknown);
    CHECK(count(outcome.findings, "owner-unknown") == 1);
  }
}

TEST_CASE("run-time libraries are told from other packages by the source package") {
  MemoryHost host;
  install(host, {.name = "libc6-dev", .paths = {"/usr/lib/crt1.o"}, .source = "glibc"});
  install(host, {.name = "libstdc++-12-dev", .paths = {"/usr/lib/libstdc++.a"}, .source = "gcc-12"});
  install(host, {.name = "libgccjit0", .paths = {"/usr/lib/libgccjit.so.0"}, .source = "gcc-12"});
  install(host, {.name = "libllvm14", .paths = {"/usr/lib/libLLVM-14.so"}, .source = "llvm-toolchain-14"});
  install(host, {.name = "libclang-rt-14-dev",
                 .paths = {"/usr/lib/libclang_rt.builtins.a"},
                 .source = "llvm-toolchain-14"});
  install(host, {.name = "linux-libc-dev", .paths = {"/usr/include/linux/types.h"}, .source = "linux"});
  const auto outcome =
      ask(host, product_facts(),
          {"/usr/lib/crt1.o", "/usr/lib/libstdc++.a", "/usr/lib/libgccjit.so.0", "/usr/lib/libLLVM-14.so",
           "/usr/lib/libclang_rt.builtins.a", "/usr/include/linux/types.h"});
  const auto kind = [&](const std::string& name) {
    return outcome.value.components.at("deb:" + name + "@1.0-1:amd64").kind;
  };
  for (const char* name : {"libc6-dev", "libstdc++-12-dev", "libclang-rt-14-dev", "linux-libc-dev"})
    CHECK(kind(name) == ComponentKind::runtime);
  for (const char* name : {"libgccjit0", "libllvm14"}) CHECK(kind(name) == ComponentKind::soup);
}

TEST_CASE("an owner without a stanza is a finding, and its file has no invented owner") {
  MemoryHost host;
  install(host, {.name = "libz", .paths = {"/usr/lib/libz.a"}});
  host.add_file("/var/lib/dpkg/status", "Package: other\nVersion: 1\nArchitecture: all\n\n");
  const auto outcome = ask(host, product_facts(), {"/usr/lib/libz.a"});
  CHECK(owner(outcome, "/usr/lib/libz.a").chosen.tier == Tier::unknown);
  CHECK(count(outcome.findings, "database-broken") == 1);
  CHECK(count(outcome.findings, "owner-unknown") == 1);
}

TEST_CASE(
    "every host call that fails while dpkg's database is read leaves a finding or a lower tier, never a "
    "wrong owner") {
  MemoryHost counting;
  const auto setup = [](MemoryHost& host) {
    install(host, {.name = "libz", .paths = {"/usr/lib/libz.a"}});
    install(host, {.name = "other", .paths = {"/usr/lib/other.a"}});
  };
  setup(counting);
  (void)ask(counting, product_facts(), {"/usr/lib/libz.a"});
  for (std::size_t fail = 0; fail < counting.accesses().size(); ++fail) {
    MemoryHost host;
    setup(host);
    std::size_t call = 0;
    host.fail_when([&](const std::string&, const std::string& path) {
      return call++ == fail ? std::optional(Error{"io", path + ": input/output error"}) : std::nullopt;
    });
    const auto outcome = ask(host, product_facts(), {"/usr/lib/libz.a"});
    const Claim& claim = owner(outcome, "/usr/lib/libz.a").chosen;
    INFO(host.accesses()[fail]);
    CHECK((claim.component.empty() || claim.component == "deb:libz@1.0-1:amd64"));
    if (claim.tier != Tier::package_db_verified) CHECK_FALSE(outcome.findings.empty());
  }
}
