// SPDX-License-Identifier: Apache-2.0
#include "review/vulnerabilities.hpp"

#include "host/memory_host.hpp"
#include "review/osv_dump.hpp"
#include "support/catch.hpp"
#include "unit/formats/crafted_zip.hpp"
#include "unit/review/linked_zlib.hpp"

using namespace souptrace;
using namespace souptrace::review;
using test::LinkedZlib;

namespace {

std::string record(const std::string& id, const std::string& more, const std::string& fixed = "1:1.3.1-1", const std::string& modified = "2026-01-01T00:00:00Z") {
  return R"({"id": ")" + id + R"(", "modified": ")" + modified + R"(", )" + more +
         R"("affected": [{"package": {"ecosystem": "Debian:12", "name": "zlib"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": ")" + fixed +
         R"("}]}], "ecosystem_specific": {"files": ["gzlib.c"]}}]})";
}

struct Dump {
  MemoryHost host;
  VulnerabilityOptions options;
  LinkedZlib zlib;

  Dump& add(const std::string& name, const std::string& content) {
    host.add_file("/dump/" + name, content);
    return *this;
  }
  Result<VulnerabilityReport> report() {
    OsvDump source(host, "/dump");
    return evaluate_vulnerabilities(zlib.trace, source, options);
  }
};

const ComponentResult& zlib_of(const VulnerabilityReport& report) {
  REQUIRE(report.components.size() == 1);
  return report.components[0];
}

bool has(const VulnerabilityReport& report, const std::string& code) {
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& one) { return one.code == code; });
}

}  // namespace

TEST_CASE("Records of one vulnerability are joined, and components that are in no binary are left out and said") {
  Dump dump;
  dump.add("DSA-1.json", record("DSA-1", R"("upstream": ["CVE-2026-1"], )")).add("CVE.json", record("CVE-2026-1", R"("summary": "words", )"));
  const auto report = dump.report();
  REQUIRE(report.ok());
  REQUIRE(zlib_of(*report).vulnerabilities.size() == 1);
  const ComponentVulnerability& found = zlib_of(*report).vulnerabilities[0];
  CHECK(found.id == "CVE-2026-1");
  CHECK(found.records.size() == 2);
  REQUIRE(report->vulnerabilities.size() == 1);
  CHECK(report->vulnerabilities[0].summary == "words");
  CHECK(report->left_out == std::vector<std::string>{"deb:binutils"});
}

TEST_CASE("A fixed version is not affected, and a withdrawn record does not count and is said") {
  Dump dump;
  dump.add("A.json", record("A-1", "", "1:1.2.13.dfsg-1")).add("B.json", record("B-1", R"("withdrawn": "2026-05-05T00:00:00Z", )"));
  const auto report = dump.report();
  REQUIRE(report.ok());
  CHECK(zlib_of(*report).vulnerabilities.empty());
  CHECK(report->withdrawn == std::vector<std::string>{"B-1"});
}

TEST_CASE("What cannot be ordered is not told, a finding, and not passed over") {
  Dump dump;
  dump.add("A.json", record("A-1", "", "not a version!"));
  const auto report = dump.report();
  REQUIRE(report.ok());
  CHECK(zlib_of(*report).vulnerabilities.at(0).state == "not-told");
  CHECK(has(*report, "osv-not-told"));
}

TEST_CASE("Code that an advisory names is looked up; code of a bundle of vulnerabilities belongs to none of them") {
  Dump dump;
  dump.host.add_file("/libz.a", dump.zlib.bytes);
  dump.options.find_file = [&](const TraceFile& file) { return file.id == "f1" ? dump.host.read("/libz.a").value() : nullptr; };
  dump.add("A.json", record("CVE-2026-1", ""));
  auto report = dump.report();
  REQUIRE(report.ok());
  CHECK(zlib_of(*report).vulnerabilities.at(0).evidence.at(0).proposal == "code_not_present");
  dump.add("A.json", record("DSA-1", R"("upstream": ["CVE-2026-1", "CVE-2026-2"], )"));
  report = dump.report();
  REQUIRE(zlib_of(*report).vulnerabilities.size() == 2);
  CHECK(zlib_of(*report).vulnerabilities[0].evidence.empty());
}

TEST_CASE("Exploited vulnerabilities are marked by any of their names") {
  Dump dump;
  dump.options.exploited.emplace();
  dump.options.exploited->entries["CVE-2026-1"] = {"2026-01-02", "", "", false};
  dump.add("A.json", record("DSA-1", R"("upstream": ["CVE-2026-1"], )"));
  CHECK(dump.report()->vulnerabilities.at(0).exploited.has_value());
}

TEST_CASE("Zips and records are read wherever they lie, and the newest of two records with one id counts") {
  Dump dump;
  dump.add("Debian/all.zip", crafted::zip({{"A-1.json", record("A-1", "", "1:1.3", "2026-02-02T00:00:00Z")}, {"readme.txt", "no record"}}));
  dump.add("other/A-1.json", record("A-1", "", "1:1.0", "2026-01-01T00:00:00Z"));
  const auto report = dump.report();
  REQUIRE(report.ok());
  CHECK(zlib_of(*report).vulnerabilities.size() == 1);
  CHECK(report->database.records == 2);
  CHECK(report->database.date == "2026-02-02T00:00:00Z");
}

TEST_CASE("Damaged records make the report incomplete, a broken zip makes none") {
  Dump dump;
  dump.add("A.json", "{").add("B.json", record("B-1", ""));
  const auto report = dump.report();
  REQUIRE(report.ok());
  CHECK(has(*report, "osv-record-damaged"));
  CHECK(report->findings[0].incomplete);
  CHECK(zlib_of(*report).vulnerabilities.size() == 1);
  const std::string zip = crafted::zip({{"A-1.json", record("A-1", "")}});
  dump.add("x/all.zip", zip.substr(0, zip.size() - 1));
  CHECK(dump.report().error().code == "zip-truncated");
}

TEST_CASE("Every failure of the disk is an error or makes the report incomplete") {
  Dump good;
  good.add("Debian/all.zip", crafted::zip({{"A-1.json", record("A-1", "")}})).add("B.json", record("B-1", ""));
  REQUIRE(good.report().ok());
  const std::size_t calls = good.host.accesses().size();
  CHECK(calls > 5);
  for (std::size_t failing = 0; failing < calls; ++failing) {
    Dump dump;
    dump.add("Debian/all.zip", crafted::zip({{"A-1.json", record("A-1", "")}})).add("B.json", record("B-1", ""));
    std::size_t call = 0;
    dump.host.fail_when([&](const std::string&, const std::string& path) { return call++ == failing ? std::optional(Error{"io", path}) : std::nullopt; });
    CHECK_FALSE(dump.report().ok());
  }
}

TEST_CASE("A database without records of an ecosystem says nothing about it, and that is said") {
  Dump dump;
  dump.add("A.json", R"({"id": "A", "modified": "", "affected": [{"package": {"ecosystem": "Debian:11", "name": "zlib"}, "versions": ["1"]}]})");
  const auto report = dump.report();
  REQUIRE(report.ok());
  CHECK(has(*report, "osv-not-covered"));
  CHECK_FALSE(zlib_of(*report).not_asked.empty());
}

TEST_CASE("An empty dump, and none at all, are errors") {
  Dump dump;
  CHECK(dump.report().error().code == "not-found");
  dump.host.add_directory("/dump");
  CHECK(dump.report().error().code == "osv-dump-empty");
}

TEST_CASE("Files without an owner are said to be asked of nobody") {
  Dump dump;
  dump.zlib.trace.files[3].owner.chosen.component.clear();
  dump.add("A.json", record("A-1", ""));
  CHECK(has(dump.report().value(), "owner-unknown"));
}
