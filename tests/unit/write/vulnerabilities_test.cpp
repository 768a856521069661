// SPDX-License-Identifier: Apache-2.0
#include "write/vulnerabilities_json.hpp"

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "unit/write/sample_vulnerabilities.hpp"
#include "write/cyclonedx_vex.hpp"
#include "write/openvex.hpp"
#include "write/vulnerabilities_text.hpp"

using namespace souptrace;
using nlohmann::json;

namespace {

const write::VexOptions kAuthor{"Example Medical GmbH", {}};

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("vulnerabilities.json is read back as it was written") {
  const std::string text = write::vulnerabilities_json(sample::vulnerability_report());
  const auto report = write::read_vulnerabilities_json(text);
  REQUIRE(report.ok());
  CHECK(write::vulnerabilities_json(*report) == text);
  CHECK(report->vulnerabilities.at(0).exploited->ransomware);
  CHECK(report->left_out.size() == 1);
}

TEST_CASE("A report that is cut anywhere is refused") {
  const std::string text = write::vulnerabilities_json(sample::vulnerability_report());
  for (std::size_t size = 0; size + 2 < text.size(); size += 7) CHECK_FALSE(write::read_vulnerabilities_json(std::string_view(text).substr(0, size)).ok());
}

TEST_CASE("Unknown members, wrong types, other documents and newer formats are refused") {
  const std::string text = write::vulnerabilities_json(sample::vulnerability_report());
  const auto code = [](const std::string& document) { return write::read_vulnerabilities_json(document).error().code; };
  CHECK(code(with(text, "\"record\": \"DSA", "\"recrd\": \"DSA")) == "vulnerabilities-malformed");
  CHECK(code(with(text, "\"records\": 250000", "\"records\": \"many\"")) == "vulnerabilities-malformed");
  CHECK(code(with(text, "urn:souptrace:vulnerabilities:1", "urn:souptrace:trace:1")) == "vulnerabilities-malformed");
  CHECK(code(with(text, "\"format\": 1", "\"format\": 2")) == "vulnerabilities-version");
  CHECK(code("[]") == "vulnerabilities-malformed");
  CHECK(code("{}") == "vulnerabilities-malformed");
}

TEST_CASE("A judgement counts for the binary whose digest it is bound to, and for no other") {
  const VulnerabilityReport report = sample::vulnerability_report();
  const json document = json::parse(write::openvex(report, sample::assessments(), kAuthor));
  std::map<std::string, json> by_binary;
  for (const json& one : document["statements"])
    by_binary[one["vulnerability"]["name"].get<std::string>() + one["products"][0]["hashes"]["sha-256"].get<std::string>().substr(0, 1)] = one;
  REQUIRE(by_binary.size() == 4);
  CHECK(by_binary["CVE-2022-37434a"]["status"] == "not_affected");
  CHECK(by_binary["CVE-2022-37434a"]["justification"] == "vulnerable_code_not_present");
  CHECK(by_binary["CVE-2022-37434b"]["status"] == "affected");
  CHECK(by_binary["CVE-2022-37434b"]["action_statement"] == "Update zlib to 1.3.1.");
  CHECK(by_binary["OSV-2020-584a"]["status"] == "under_investigation");
  CHECK(by_binary["OSV-2020-584b"]["status"] == "under_investigation");
}

TEST_CASE("A file that was made of the binary is a product of the same statement") {
  const json document = json::parse(write::openvex(sample::vulnerability_report(), {}, kAuthor));
  CHECK(document["statements"][0]["products"][1]["hashes"]["sha-256"] == std::string(64, '1'));
}

TEST_CASE("Without a judgement the statement says what is known, and a proposal is none") {
  const VulnerabilityReport report = sample::vulnerability_report();
  const json vex = json::parse(write::openvex(report, {}, kAuthor));
  CHECK(vex["statements"][0]["status"] == "under_investigation");
  CHECK(vex["statements"][0]["status_notes"].get<std::string>().find("proposed: not affected, code_not_present") != std::string::npos);
  const json cyclonedx = json::parse(write::cyclonedx_vex(report, {}, kAuthor));
  for (const json& one : cyclonedx["vulnerabilities"]) CHECK(one["analysis"]["state"] == "in_triage");
}

TEST_CASE("A justification that OpenVEX does not know is told as the impact") {
  Assessment assessment = sample::assessments()[0];
  assessment.justification = "requires_configuration";
  assessment.impact.clear();
  const json document = json::parse(write::openvex(sample::vulnerability_report(), {assessment}, kAuthor));
  CHECK_FALSE(document["statements"][0].contains("justification"));
  CHECK(document["statements"][0]["impact_statement"] == "requires_configuration");
}

TEST_CASE("OpenVEX has a justification or an impact statement, never both, and loses neither") {
  const json statement = json::parse(write::openvex(sample::vulnerability_report(), sample::assessments(), kAuthor))["statements"][0];
  CHECK(statement["justification"] == "vulnerable_code_not_present");
  CHECK_FALSE(statement.contains("impact_statement"));
  CHECK(statement["status_notes"] == "Assessed by Q. A. on 2026-11-22: inflate is not linked into pump");
  Assessment bare = sample::assessments()[0];
  bare.justification.clear();
  bare.impact.clear();
  CHECK(json::parse(write::openvex(sample::vulnerability_report(), {bare}, kAuthor))["statements"][0].contains("impact_statement"));
}

TEST_CASE("What is no purl is no identifier, and what separates a purl's parts is encoded in a name") {
  VulnerabilityReport report = sample::vulnerability_report();
  report.binaries[0].name = "a@b?c";
  for (ComponentUse& use : report.components[0].uses)
    if (use.binary == "pump") use.binary = "a@b?c";
  report.components[0].purl = "no purl";
  const json product = json::parse(write::openvex(report, {}, kAuthor))["statements"][0]["products"][0];
  CHECK(product["identifiers"]["purl"].get<std::string>().starts_with("pkg:generic/a%40b%3Fc?checksum="));
  CHECK(product["subcomponents"][0]["@id"] == "urn:souptrace:component:deb:zlib1g-dev@1:1.2.11.dfsg-2:amd64");
  CHECK_FALSE(product["subcomponents"][0].contains("identifiers"));
}

TEST_CASE("What is affected is named in the binary's SBOM, where that is given") {
  write::VexOptions options = kAuthor;
  options.boms["pump"] = {"urn:cdx:3e671687-395b-81f5-a30f-a58921a69b79/1", std::string(64, '5'), {{"deb:zlib1g-dev@1:1.2.11.dfsg-2:amd64", "component:a b"}}};
  options.boms["update"] = {"urn:cdx:4e671687-395b-81f5-a30f-a58921a69b79/1", std::string(64, '6'), {}};
  const json document = json::parse(write::cyclonedx_vex(sample::vulnerability_report(), {}, options));
  CHECK(document["vulnerabilities"][0]["affects"][0]["ref"] == "urn:cdx:3e671687-395b-81f5-a30f-a58921a69b79/1#component:a%20b");
  CHECK(document["vulnerabilities"][1]["affects"][0]["ref"] == "update/deb:zlib1g-dev@1:1.2.11.dfsg-2:amd64");
  CHECK(document["components"][0]["externalReferences"][0]["url"] == "urn:cdx:3e671687-395b-81f5-a30f-a58921a69b79/1");
  CHECK(document["components"][0]["externalReferences"][0]["hashes"][0]["content"] == std::string(64, '5'));
}

TEST_CASE("CycloneDX VEX says the states in its own words and binds each to the binary") {
  const json document = json::parse(write::cyclonedx_vex(sample::vulnerability_report(), sample::assessments(), kAuthor));
  CHECK(document["vulnerabilities"][0]["analysis"]["state"] == "not_affected");
  CHECK(document["vulnerabilities"][0]["analysis"]["justification"] == "code_not_present");
  CHECK(document["vulnerabilities"][1]["analysis"]["state"] == "exploitable");
  CHECK(document["vulnerabilities"][0]["properties"][0]["value"] == "sha256:" + sample::kPumpSha256);
  CHECK(document["vulnerabilities"][0]["cwes"] == json::array({787}));
}

TEST_CASE("The same report gives the same documents, another one other ids") {
  VulnerabilityReport report = sample::vulnerability_report();
  const std::string vex = write::openvex(report, {}, kAuthor);
  CHECK(write::openvex(report, {}, kAuthor) == vex);
  report.evaluated = "2026-11-24T10:00:00Z";
  CHECK(json::parse(write::openvex(report, {}, kAuthor))["@id"] != json::parse(vex)["@id"]);
}

TEST_CASE("Hostile texts of a database are shown without steering the terminal") {
  VulnerabilityReport report = sample::vulnerability_report();
  report.vulnerabilities[0].summary = "\x1b[31m\u202ered\n";
  report.components[0].vulnerabilities[0].records[0].reason = "\x07";
  const std::string text = write::vulnerabilities_text(report, {.width = 60});
  for (const char* bad : {"\x1b", "\x07", "\u202e"}) CHECK(text.find(bad) == std::string::npos);
}
