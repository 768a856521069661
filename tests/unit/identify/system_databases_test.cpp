// SPDX-License-Identifier: Apache-2.0
#include "asked_resolver.hpp"
#include "identify/apk_resolver.hpp"
#include "identify/opkg_resolver.hpp"
#include "identify/pacman_resolver.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

constexpr const char* kLibrary = "/usr/lib/libz.so.1.3";
constexpr const char* kHeader = "/usr/include/zlib.h";

void add_files(MemoryHost& host, const std::string& root = "") {
  touch(host, kLibrary);
  for (const char* path : {kLibrary, kHeader}) host.add_file(root + path, path);
}

std::string sha1_of(const std::string& text) {
  DigestSet wanted;
  wanted.sha1 = true;
  return digest(as_bytes(text), wanted).sha1;
}

std::string apk_database(const std::string& digest, const std::string& flags = "") {
  return "C:Q1x\nP:zlib\nV:1.3.1-r2\nA:x86_64\nL:Zlib\no:zlib\nm:N <n@example.org>\nU:https://zlib.net\nc:01\n" + flags +
         "F:lib\nR:libz.so.1.3\nZ:" + digest + "\nF:usr/include\nR:zlib.h\n\n";
}

Asked ask_apk(MemoryHost& host) { return ask_resolver(host, *identify::apk_resolver(""), {kLibrary, kHeader}); }

}  // namespace

TEST_CASE("files of apk packages are found in both spellings of merged directories and compared") {
  MemoryHost host;
  merge_usr(host);
  add_files(host);
  host.add_file("/etc/os-release", "ID=alpine\nVERSION_ID=3.22.1\n");
  host.add_file("/usr/lib/apk/db/installed", apk_database("X1" + sha1_of(kLibrary)));
  const Asked asked = ask_apk(host);
  CHECK(asked.claims(kLibrary) == Texts{"verified apk:zlib@1.3.1-r2:x86_64"});
  CHECK(asked.claims(kHeader) == Texts{"listed apk:zlib@1.3.1-r2:x86_64"});
  CHECK(asked.outcome.findings.empty());
  const Component& zlib = asked.outcome.value.components.at("apk:zlib@1.3.1-r2:x86_64");
  CHECK(zlib.purl == "pkg:apk/alpine/zlib@1.3.1-r2?arch=x86_64&distro=alpine-3.22.1");
  CHECK(zlib.license.expression == "Zlib");
  CHECK(zlib.properties.at("recipe-commit") == "01");
}

TEST_CASE("a digest of apk may be the first 160 bits of a SHA-256, and another one is a mismatch") {
  MemoryHost host;
  merge_usr(host);
  add_files(host);
  const std::string cut = "X1" + sha256_hex(as_bytes(kLibrary)).substr(0, 40);
  host.add_file("/usr/lib/apk/db/installed", apk_database(cut, "f:S\n"));
  CHECK(ask_apk(host).claims(kLibrary)[0].starts_with("verified"));
  host.add_file("/usr/lib/apk/db/installed", apk_database(cut));
  CHECK(ask_apk(host).claims(kLibrary)[0].starts_with("mismatch"));
  CHECK(ask_apk(host).codes() == Texts{"package-db-mismatch"});
}

TEST_CASE("a cut database of apk is a finding, and so is a digest of no kind") {
  MemoryHost host;
  merge_usr(host);
  add_files(host);
  const std::string whole = apk_database("X1" + sha1_of(kLibrary));
  host.add_file("/usr/lib/apk/db/installed", whole.substr(0, whole.size() - 1));
  CHECK(ask_apk(host).codes() == Texts{"database-broken"});
  host.add_file("/usr/lib/apk/db/installed", apk_database("md5"));
  CHECK(ask_apk(host).codes() == Texts{"database-broken"});
  CHECK(ask_apk(host).claims(kLibrary) == Texts{"listed apk:zlib@1.3.1-r2:x86_64"});
}

TEST_CASE("files of opkg packages: lists with and without modes, fields from control or status, MD5 where there is one") {
  MemoryHost host;
  add_files(host);
  host.add_file("/etc/os-release", "ID=poky\nVERSION_ID=5.0\n");
  host.add_file("/var/lib/opkg/info/libz1.list", std::string(kLibrary) + "\t0100755\n");
  host.add_file("/var/lib/opkg/info/libz1.control",
                "Package: libz1\nVersion: 1.3.1-r0\nArchitecture: cortexa57\nMaintainer: OE <oe@example.org>\n"
                "License: Zlib & MIT\nSource: zlib_1.3.1.bb\nOE: zlib\n");
  host.add_file("/var/lib/opkg/info/libz1.md5sums", md5_of(kLibrary) + "  usr/lib/libz.so.1.3\n");
  host.add_file("/var/lib/opkg/info/libz-dev.list", std::string(kHeader) + "\n");
  host.add_file("/var/lib/opkg/status", "Package: libz-dev\nVersion: 1.3.1-r0\nArchitecture: cortexa57\n\n");
  const auto ask_opkg = [&] { return ask_resolver(host, *identify::opkg_resolver(""), {kLibrary, kHeader}); };
  const Asked asked = ask_opkg();
  CHECK(asked.claims(kLibrary) == Texts{"verified opkg:libz1@1.3.1-r0:cortexa57"});
  CHECK(asked.claims(kHeader) == Texts{"listed opkg:libz-dev@1.3.1-r0:cortexa57"});
  CHECK(asked.outcome.findings.empty());
  const Component& libz = asked.outcome.value.components.at("opkg:libz1@1.3.1-r0:cortexa57");
  CHECK(libz.license.expression == "Zlib AND MIT");
  CHECK(libz.purl == "pkg:generic/poky/libz1@1.3.1-r0?arch=cortexa57&distro=poky-5.0");
  CHECK(libz.properties.at("source-package") == "zlib");
  SECTION("no version anywhere") {
    REQUIRE(host.remove("/var/lib/opkg/status"));
    CHECK(ask_opkg().codes() == Texts{"database-broken"});
    CHECK(ask_opkg().claims(kHeader).empty());
  }
  SECTION("a cut list") {
    host.add_file("/var/lib/opkg/info/libz1.list", kLibrary);
    CHECK(ask_opkg().codes() == Texts{"database-broken"});
  }
  SECTION("a list of no paths") {
    host.add_file("/var/lib/opkg/info/libz1.list", "nonsense\n");
    CHECK(ask_opkg().codes() == Texts{"database-broken"});
  }
  SECTION("bad digests") {
    host.add_file("/var/lib/opkg/info/libz1.md5sums", "nonsense\n");
    CHECK(ask_opkg().codes() == Texts{"database-broken"});
  }
}

TEST_CASE("files of pacman packages: without an mtree listed, with a broken one a finding") {
  MemoryHost host;
  add_files(host);
  host.add_file("/etc/os-release", "ID=arch\n");
  const std::string folder = "/var/lib/pacman/local/zlib-1:1.3-1";
  host.add_file("/var/lib/pacman/local/ALPM_DB_VERSION", "9\n");
  host.add_file(folder + "/files", "%FILES%\nusr/\nusr/lib/\nusr/lib/libz.so.1.3\n\n");
  host.add_file(folder + "/desc",
                "%NAME%\nzlib\n\n%VERSION%\n1:1.3-1\n\n%ARCH%\nx86_64\n\n%LICENSE%\nZlib\nMIT\n\n%PACKAGER%\nP\n\n");
  const auto ask_pacman = [&] { return ask_resolver(host, *identify::pacman_resolver(""), {kLibrary, kHeader}); };
  const Asked asked = ask_pacman();
  CHECK(asked.claims(kLibrary) == Texts{"listed pacman:zlib@1:1.3-1:x86_64"});
  CHECK(asked.claims(kHeader).empty());
  const Component& zlib = asked.outcome.value.components.at("pacman:zlib@1:1.3-1:x86_64");
  CHECK(zlib.purl == "pkg:alpm/arch/zlib@1:1.3-1?arch=x86_64");
  CHECK(zlib.supplier == "P");
  CHECK(zlib.license.expression == "NOASSERTION");
  CHECK(zlib.license.text_sha256 == sha256_hex(as_bytes("Zlib\nMIT")));
  for (const char* name : {"/mtree", "/files", "/desc"}) {
    MemoryHost damaged;
    add_files(damaged);
    for (const char* file : {"/files", "/desc"}) damaged.add_file(folder + file, *host.content(folder + file));
    damaged.add_file(folder + name, "rubbish");
    const Asked again = ask_resolver(damaged, *identify::pacman_resolver(""), {kLibrary});
    INFO(name);
    CHECK(again.codes() == Texts{"database-broken"});
    CHECK(again.claims(kLibrary).size() == (name == std::string("/mtree") ? 1 : 0));
  }
}

TEST_CASE("no database of a system, no claim and no finding") {
  MemoryHost host;
  add_files(host);
  for (const auto make : {identify::apk_resolver, identify::opkg_resolver, identify::pacman_resolver}) {
    const Asked asked = ask_resolver(host, *make(""), {kLibrary, kHeader});
    CHECK(asked.outcome.value.claims.empty());
    CHECK(asked.outcome.findings.empty());
  }
}

TEST_CASE("a file below the sysroot is never asked of the host's databases") {
  MemoryHost host;
  add_files(host, "/sysroot");
  host.add_file("/lib/apk/db/installed", "P:zlib\nV:1\nA:x\nF:sysroot/usr/include\nR:zlib.h\nF:usr/include\nR:zlib.h\n\n");
  host.add_file("/var/lib/opkg/info/z.list", "/sysroot/usr/include/zlib.h\n/usr/include/zlib.h\n");
  host.add_file("/var/lib/opkg/info/z.control", "Package: z\nVersion: 1\n");
  host.add_file("/var/lib/pacman/local/z-1/files", "%FILES%\nsysroot/usr/include/zlib.h\nusr/include/zlib.h\n\n");
  host.add_file("/var/lib/pacman/local/z-1/desc", "%NAME%\nz\n\n%VERSION%\n1\n\n");
  touch(host, kHeader);
  const std::string crossed = std::string("/sysroot") + kHeader;
  for (const auto make : {identify::apk_resolver, identify::opkg_resolver, identify::pacman_resolver}) {
    for (const char* root : {"", "/sysroot"}) {
      const Asked asked = ask_resolver(host, *make(root), {crossed, kHeader}, "/sysroot");
      CHECK(asked.claims(crossed).empty());
      CHECK(asked.claims(kHeader).size() == (root == std::string() ? 1 : 0));
    }
  }
}
