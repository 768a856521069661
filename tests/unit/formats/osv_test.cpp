// SPDX-License-Identifier: Apache-2.0
#include "formats/osv.hpp"

#include <string>

#include "formats/kev.hpp"
#include "support/catch.hpp"

using namespace souptrace::formats;

namespace {

const std::string kRecord = R"({
  "schema_version": "1.7.3", "id": "DSA-5218-1", "modified": "2026-03-09T01:23:33.375630Z", "published": "2022-08-25T00:00:00Z",
  "aliases": ["GHSA-1"], "upstream": ["CVE-2022-37434"], "related": [7], "summary": "zlib - security update", "unknown": {"any": [1]},
  "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
  "database_specific": {"cwe_ids": ["CWE-787", "CWE-120"]},
  "references": [{"type": "WEB", "url": "https://b"}, {"type": "ADVISORY", "url": "https://a"}],
  "affected": [{
    "package": {"ecosystem": "Debian:11", "name": "zlib", "purl": "pkg:deb/debian/zlib?arch=source"},
    "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2.11"}, {"last_affected": "1"}, {"limit": "*"}, {"new": "1"},
                                                {"introduced": "0", "fixed": "1"}]}],
    "versions": ["1.2.10"], "severity": [{"type": "CVSS_V2", "score": "AV:N"}],
    "ecosystem_specific": {"functions": ["inflate"], "files": ["inflate.c"], "imports": [{"path": "contrib/minizip/zip.c", "symbols": ["zipOpen"]}], "urgency": "low"},
    "database_specific": {"affects": {"functions": ["deflate"]}, "source": "https://x"}}]})";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("A record is read with what it says of packages, ranges and code") {
  const auto record = parse_osv(kRecord);
  REQUIRE(record.ok());
  CHECK(record->id == "DSA-5218-1");
  CHECK(record->upstream == std::vector<std::string>{"CVE-2022-37434"});
  CHECK(record->references == std::vector<std::string>{"https://a", "https://b"});
  CHECK(record->cwes == std::vector<std::string>{"CWE-120", "CWE-787"});
  CHECK(record->severity.size() == 2);
  REQUIRE(record->affected.size() == 1);
  const OsvAffected& entry = record->affected[0];
  CHECK(entry.ecosystem == "Debian:11");
  CHECK(entry.symbols == std::vector<std::string>{"deflate", "inflate", "zipOpen"});
  CHECK(entry.files == std::vector<std::string>{"contrib/minizip/zip.c", "inflate.c"});
  using Kind = OsvEvent::Kind;
  std::vector<Kind> kinds;
  for (const OsvEvent& event : entry.ranges.at(0).events) kinds.push_back(event.kind);
  CHECK(kinds == std::vector<Kind>{Kind::introduced, Kind::fixed, Kind::last_affected, Kind::limit, Kind::unknown, Kind::unknown});
}

TEST_CASE("What a record must have is demanded, and wrong types are named by their JSON pointer") {
  const auto error_of = [](const std::string& text) {
    const auto record = parse_osv(text);
    REQUIRE_FALSE(record.ok());
    return record.error();
  };
  CHECK(error_of(R"({"modified": "x"})").text.find("/id") != std::string::npos);
  CHECK(error_of(R"({"id": "x"})").text.find("/modified") != std::string::npos);
  CHECK(error_of(with(kRecord, "\"1.2.10\"", "7")).text.find("/affected/0/versions") != std::string::npos);
  CHECK(error_of(with(kRecord, "\"DSA-5218-1\"", "7")).text.find("/id") != std::string::npos);
  CHECK(error_of(with(kRecord, "{\"fixed\": \"1.2.11\"}", "{\"fixed\": {}}")).text.find("/affected/0/ranges/0/events/1/fixed") != std::string::npos);
  CHECK(error_of(with(kRecord, "{\"fixed\": \"1.2.11\"}", "7")).text.find("/affected/0/ranges/0/events/1") != std::string::npos);
  CHECK(error_of(with(kRecord, "\"package\": {", "\"package\": [], \"x\": {")).text.find("/affected/0/package") != std::string::npos);
  CHECK(error_of(with(kRecord, "\"type\": \"ECOSYSTEM\"", "\"kind\": 1")).text.find("/affected/0/ranges/0/type") != std::string::npos);
  CHECK(error_of(with(kRecord, "1.7.3", "2.0.0")).code == "osv-version");
  CHECK(error_of(with(kRecord, "1.7.3", "11.0")).code == "osv-version");
  CHECK(error_of("[]").code == "json-mismatch");
  CHECK(error_of("").code == "json-malformed");
}

TEST_CASE("A record without a schema version or with nothing but an id is one") {
  CHECK(parse_osv(R"({"id": "CVE-2023-21400", "modified": "2025-01-14T00:00:00Z", "affected": []})").ok());
  CHECK(parse_osv(R"({"id": "A", "modified": "", "schema_version": "1.99.0", "affected": [{}], "aliases": null})").ok());
}

TEST_CASE("A record that is cut anywhere is refused") {
  for (std::size_t size = 0; size + 1 < kRecord.size(); ++size) CHECK_FALSE(parse_osv(std::string_view(kRecord).substr(0, size)).ok());
}

TEST_CASE("CISA's catalogue is read by CVE, and refused when entries are missing") {
  const std::string text = R"({"title": "x", "catalogVersion": "2026.11.20", "dateReleased": "2026-11-20T16:00:00Z", "count": 2, "vulnerabilities": [
    {"cveID": "CVE-2021-44228", "dateAdded": "2021-12-10", "dueDate": "2021-12-24", "requiredAction": "Update", "knownRansomwareCampaignUse": "Known"},
    {"cveID": "CVE-2022-0778", "knownRansomwareCampaignUse": "Unknown"}]})";
  const auto catalogue = parse_kev(text);
  REQUIRE(catalogue.ok());
  CHECK(catalogue->entries.at("CVE-2021-44228").ransomware);
  CHECK_FALSE(catalogue->entries.at("CVE-2022-0778").ransomware);
  CHECK(catalogue->entries.at("CVE-2021-44228").due == "2021-12-24");
  CHECK_FALSE(parse_kev(with(text, "\"count\": 2", "\"count\": 3")).ok());
  CHECK_FALSE(parse_kev(R"({"catalogVersion": "1", "vulnerabilities": [{}]})").ok());
  CHECK_FALSE(parse_kev("{}").ok());
}
