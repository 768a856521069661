// SPDX-License-Identifier: Apache-2.0
#include "identify/rpm_resolver.hpp"

#include <sqlite3.h>

#include "asked_resolver.hpp"
#include "support/catch.hpp"
#include "unit/formats/crafted_rpm.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

struct CraftedFile {
  std::string directory, name;
};

/// The database that SQLite makes of headers and the files that its indexes have for them.
std::string database_of(const std::vector<std::pair<std::string, std::vector<CraftedFile>>>& packages) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(":memory:", &connection) == SQLITE_OK);
  const auto run = [&](const std::string& statement, const std::string& blob) {
    sqlite3_stmt* prepared = nullptr;
    REQUIRE(sqlite3_prepare_v2(connection, statement.c_str(), -1, &prepared, nullptr) == SQLITE_OK);
    if (!blob.empty()) sqlite3_bind_blob(prepared, 1, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
    REQUIRE(sqlite3_step(prepared) == SQLITE_DONE);
    sqlite3_finalize(prepared);
  };
  run("CREATE TABLE Packages(hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)", "");
  for (const char* table : {"Basenames", "Dirnames"})
    run("CREATE TABLE " + std::string(table) + "(key 'TEXT' NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL)",
        "");
  int number = 0;
  for (const auto& [header, files] : packages) {
    ++number;
    if (!header.empty()) run("INSERT INTO Packages(blob) VALUES(?)", header);
    for (const CraftedFile& file : files) {
      const std::string rest = "'," + std::to_string(number) + ",0)";
      run("INSERT INTO Basenames VALUES('" + file.name + rest, "");
      run("INSERT INTO Dirnames VALUES('" + file.directory + rest, "");
    }
  }
  sqlite3_int64 size = 0;
  unsigned char* const bytes = sqlite3_serialize(connection, "main", &size, 0);
  std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  sqlite3_close(connection);
  return out;
}

constexpr const char* kHeader = "/usr/include/zlib.h";
constexpr const char* kArchive = "/usr/lib64/libz.a";
constexpr const char* kDatabase = "/usr/lib/sysimage/rpm/rpmdb.sqlite";

std::string sample() {
  const std::string header = zlib_devel(sha256_hex(as_bytes(kHeader))).bytes();
  return database_of({{header, {{"/usr/include/", "zlib.h"}, {"/usr/lib64/", "libz.so"}, {"/usr/lib64/", "libz.a"}}}});
}

void install_sample(MemoryHost& host, const std::string& root = "") {
  for (const char* path : {kHeader, kArchive}) host.add_file(root + path, path);
  host.add_file(root + kDatabase, sample());
  host.add_file(root + "/etc/os-release", "ID=fedora\nVERSION_ID=39\n");
}

Asked ask_rpm(MemoryHost& host, const Texts& paths, const std::string& root = "", const std::string& sysroot = "") {
  return ask_resolver(host, *identify::rpm_resolver(root), paths, sysroot);
}

}  // namespace

TEST_CASE("a file of an rpm package is compared with the digest of its header, and only installed ones count") {
  MemoryHost host;
  install_sample(host);
  touch(host, "/usr/include/other/zlib.h");
  const Asked asked = ask_rpm(host, {kHeader, kArchive, "/usr/include/other/zlib.h"});
  CHECK(asked.claims(kHeader) == Texts{"verified rpm:zlib-devel@1:1.3-2:x86_64"});
  CHECK(asked.claims(kArchive).empty());
  CHECK(asked.claims("/usr/include/other/zlib.h").empty());
  CHECK(asked.outcome.findings.empty());
  const Component& component = asked.outcome.value.components.at("rpm:zlib-devel@1:1.3-2:x86_64");
  CHECK(component.purl ==
        "pkg:rpm/fedora/zlib-devel@1.3-2?arch=x86_64&distro=fedora-39&epoch=1&upstream=zlib-1.3-2.src.rpm");
  CHECK(component.version == "1:1.3-2");
  CHECK(component.supplier == "ACME");
  CHECK(component.license.expression == "Zlib");
  CHECK(component.properties.at("source-rpm") == "zlib-1.3-2.src.rpm");
  CHECK(component.properties.at("source-package") == "zlib");
  CHECK(component.cpe.empty());
}

TEST_CASE("a changed file of an rpm package is an error") {
  MemoryHost host;
  install_sample(host);
  host.add_file(kHeader, "patched");
  const Asked asked = ask_rpm(host, {kHeader});
  CHECK(asked.claims(kHeader) == Texts{"mismatch rpm:zlib-devel@1:1.3-2:x86_64"});
  CHECK(asked.codes() == Texts{"package-db-mismatch"});
}

TEST_CASE("a licence of an rpm package that is no SPDX expression is kept as the digest of its text") {
  MemoryHost host;
  install_sample(host);
  CraftedRpm header = CraftedRpm().text(1000, "a").text(1001, "1").text(1002, "2").text(1022, "noarch");
  header.text(1014, "GPLv2+ and Public Domain").texts(1117, {"a.h"}).texts(1118, {"/usr/include/"});
  host.add_file(kDatabase, database_of({{header.numbers(1116, {0}).bytes(), {{"/usr/include/", "a.h"}}}}));
  touch(host, "/usr/include/a.h");
  const Asked asked = ask_rpm(host, {"/usr/include/a.h"});
  CHECK(asked.claims("/usr/include/a.h") == Texts{"listed rpm:a@1-2:noarch"});
  const License& license = asked.outcome.value.components.at("rpm:a@1-2:noarch").license;
  CHECK(license.expression == "NOASSERTION");
  CHECK(license.text_sha256 == sha256_hex(as_bytes("GPLv2+ and Public Domain")));
}

TEST_CASE("rpm: a sysroot's files are the sysroot's database's, and the host's files the host's") {
  MemoryHost host;
  install_sample(host);
  host.add_file(std::string("/sysroot") + kHeader, kHeader);
  const std::string crossed = std::string("/sysroot") + kHeader;
  SECTION("a sysroot without a database gets nothing from the host's") {
    CHECK(ask_rpm(host, {crossed}, "", "/sysroot").outcome.value.claims.empty());
    CHECK(ask_rpm(host, {crossed}, "/sysroot", "/sysroot").outcome.value.claims.empty());
  }
  SECTION("a link in the sysroot to an absolute place leads to the sysroot's place, never to the host's") {
    host.add_symlink("/sysroot/usr/lib/sysimage/rpm", "/usr/lib/sysimage/rpm");
    CHECK(ask_rpm(host, {crossed}, "/sysroot", "/sysroot").outcome.value.claims.empty());
    host.add_symlink("/sysroot/usr/lib/sysimage/rpm", "/var/lib/real");
    host.add_file("/sysroot/var/lib/real/rpmdb.sqlite", sample());
    CHECK(ask_rpm(host, {crossed}, "/sysroot", "/sysroot").claims(crossed).size() == 1);
  }
  SECTION("a sysroot that is given by a link holds its files all the same") {
    install_sample(host, "/real");
    host.add_symlink("/link", "/real");
    const std::string real = std::string("/real") + kHeader;
    CHECK(ask_rpm(host, {real, kHeader}, "/link", "/link").claims(real).size() == 1);
    CHECK(ask_rpm(host, {real, kHeader}, "/link", "/link").claims(kHeader).empty());
    CHECK(ask_rpm(host, {real, kHeader}, "", "/link").claims(real).empty());
    CHECK(ask_rpm(host, {real, kHeader}, "", "/link").claims(kHeader).size() == 1);
  }
}

TEST_CASE("a broken database of rpm is a finding, and its files have no invented owner") {
  MemoryHost host;
  install_sample(host);
  const auto is_broken = [&] {
    const Asked asked = ask_rpm(host, {kHeader});
    CHECK(asked.claims(kHeader).empty());
    REQUIRE(asked.codes() == Texts{"database-broken"});
    CHECK(asked.outcome.findings[0].severity == Severity::error);
    CHECK(asked.outcome.findings[0].remedy.find("rpmdb") != std::string::npos);
    return asked.outcome.findings[0].text;
  };
  const std::string whole = sample();
  SECTION("cut") {
    host.add_file(kDatabase, whole.substr(0, whole.size() / 2));
    is_broken();
  }
  SECTION("no database") {
    host.add_file(kDatabase, "rubbish");
    is_broken();
  }
  SECTION("a log that is not in it yet") {
    host.add_file(std::string(kDatabase) + "-wal", "x");
    CHECK(is_broken().find("-wal") != std::string::npos);
  }
  SECTION("a bad header") {
    host.add_file(kDatabase, database_of({{"short", {{"/usr/include/", "zlib.h"}}}}));
    CHECK(is_broken().find("header 1") != std::string::npos);
  }
  SECTION("a header that is not there") {
    host.add_file(kDatabase, database_of({{"", {{"/usr/include/", "zlib.h"}}}}));
    CHECK(is_broken().find("header 1") != std::string::npos);
  }
  SECTION("Berkeley DB") {
    REQUIRE(host.remove(kDatabase));
    host.add_file("/var/lib/rpm/Packages", "x");
    is_broken();
  }
  SECTION("NDB") {
    REQUIRE(host.remove(kDatabase));
    host.add_file("/usr/lib/sysimage/rpm/Packages.db", "x");
    is_broken();
  }
}
