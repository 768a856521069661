// SPDX-License-Identifier: Apache-2.0
#include "verify/documents.hpp"

#include <set>

#include "support/catch.hpp"
#include "unit/verify/paper_set.hpp"
#include "write/cyclonedx.hpp"
#include "write/spdx2.hpp"
#include "write/spdx3.hpp"

using namespace souptrace;
using namespace souptrace::verify;

namespace {

const std::string kDigest(64, 'a');

std::string code_of(const std::string& text) {
  const auto kind = kind_of(text);
  if (!kind) return kind.error().code;
  const auto files = read_known_files(text, *kind, "x");
  return files ? "good" : files.error().code;
}

std::vector<KnownFile> files_of(const std::string& text) {
  const auto kind = kind_of(text);
  REQUIRE(kind);
  const auto files = read_known_files(text, *kind, "x");
  REQUIRE(files);
  return *files;
}

}  // namespace

TEST_CASE("a trace and its CycloneDX document name the same binary") {
  const Trace trace = test::shipped_trace();
  CHECK(*kind_of(write::trace_json(trace)) == DocumentKind::trace);
  std::size_t count = trace.binaries.size();
  for (const TraceBinary& binary : trace.binaries) count += binary.shipped.size();
  CHECK(files_of(write::trace_json(trace)).size() == count);
  std::set<std::string> explained{test::pump(trace).sha256};  // an SBOM vouches for nothing that no step explains
  const Trace told = test::explained_trace();
  for (const ShippedFile& file : test::pump(told).shipped) explained.insert(file.sha256);
  for (const auto version : {write::CycloneDxVersion::v1_6, write::CycloneDxVersion::v1_7}) {
    const std::string sbom = write::cyclonedx(trace, test::pump(trace), {version, ""});
    CHECK(*kind_of(sbom) == DocumentKind::cyclonedx);
    const auto files = files_of(sbom);
    std::set<std::string> digests;
    for (const KnownFile& file : files) digests.insert(file.sha256);
    CHECK(digests == explained);
  }
}

TEST_CASE("SPDX 2 documents name what they describe") {
  const std::string packages = R"("packages":[{"SPDXID":"SPDXRef-a","name":"a","checksums":[{"algorithm":"SHA256","checksumValue":")" + kDigest +
                               R"("}]},{"SPDXID":"SPDXRef-b","name":"b","checksums":[{"algorithm":"SHA256","checksumValue":"bb"}]}])";
  const auto described = files_of(R"({"spdxVersion":"SPDX-2.3","documentDescribes":["SPDXRef-a"],)" + packages + "}");
  REQUIRE(described.size() == 1);
  CHECK(described[0].sha256 == kDigest);
  const auto related = files_of(
      R"({"spdxVersion":"SPDX-2.3","relationships":[{"spdxElementId":"SPDXRef-DOCUMENT","relationshipType":"DESCRIBES","relatedSpdxElement":"SPDXRef-a"}],)" + packages + "}");
  REQUIRE(related.size() == 1);
  CHECK(related[0].name == "a");
}

TEST_CASE("SoupTrace's own SPDX 3 documents name the files that ship, those of SPDX 2 the linked binary") {
  const Trace trace = test::shipped_trace();
  const auto digests = [&](const std::string& text) {
    std::set<std::string> out;
    for (const KnownFile& file : files_of(text)) out.insert(file.sha256);
    return out;
  };
  const Trace told = test::explained_trace();
  std::set<std::string> expected;
  for (const ShippedFile& file : test::pump(told).shipped) expected.insert(file.sha256);
  CHECK(digests(write::spdx3(trace, test::pump(trace), "")) == expected);
  CHECK(digests(write::spdx2(trace, test::pump(trace), "")) == std::set<std::string>{test::pump(trace).sha256});
}

TEST_CASE("SPDX 3 documents name the roots of their Sbom") {
  const auto files = files_of(R"({"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"software_File","spdxId":"urn:f","name":"pump",
    "verifiedUsing":[{"type":"Hash","algorithm":"sha256","hashValue":")" + kDigest + R"("}]},{"type":"software_File","spdxId":"urn:g","name":"other",
    "verifiedUsing":[{"type":"Hash","algorithm":"sha256","hashValue":"cc"}]},{"type":"software_Sbom","spdxId":"urn:s","rootElement":["urn:f"]}]})");
  REQUIRE(files.size() == 1);
  CHECK(files[0].name == "pump");
  CHECK(files[0].sha256 == kDigest);
}

TEST_CASE("where the root of an SPDX 3 Sbom is a package, the files that it is distributed as count, and no others") {
  const auto files = files_of(R"({"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"software_Package","spdxId":"urn:p","name":"pump"},
    {"type":"software_File","spdxId":"urn:f","name":"bin/pump","verifiedUsing":[{"type":"Hash","algorithm":"sha256","hashValue":")" + kDigest + R"("}]},
    {"type":"software_File","spdxId":"urn:g","name":"z","verifiedUsing":[{"type":"Hash","algorithm":"sha256","hashValue":"cc"}]},
    {"type":"Relationship","spdxId":"urn:r","from":"urn:p","relationshipType":"hasDistributionArtifact","to":["urn:f"]},
    {"type":"Relationship","spdxId":"urn:q","from":"urn:z","relationshipType":"hasDistributionArtifact","to":["urn:g"]},
    {"type":"software_Sbom","spdxId":"urn:s","rootElement":["urn:p"]}]})");
  REQUIRE(files.size() == 1);
  CHECK(files[0].name == "bin/pump");
}

TEST_CASE("documents of newer versions are said to be that, never read as if they were known") {
  std::string trace = write::trace_json(test::shipped_trace());
  const std::string format = "\"format\": 1";
  trace.replace(trace.find(format), format.size(), "\"format\": 2");
  CHECK(code_of(trace) == "document-version");
  CHECK(code_of(R"({"bomFormat":"CycloneDX","specVersion":"1.8","metadata":{}})") == "document-version");
  CHECK(code_of(R"({"spdxVersion":"SPDX-2.4"})") == "document-version");
  CHECK(code_of(R"({"@context":"https://spdx.org/rdf/3.1/spdx-context.jsonld","@graph":[]})") == "document-version");
}

TEST_CASE("damaged, foreign, incomplete and empty documents give a verdict of their own") {
  CHECK(code_of("") == "document-malformed");
  CHECK(code_of("{") == "document-malformed");
  CHECK(code_of("\x7F" "ELF") == "document-malformed");
  CHECK(code_of("{}") == "document-unknown");
  CHECK(code_of(R"({"bomFormat":"CycloneDX","specVersion":"1.7"})") == "document-without-binary");
  CHECK(code_of(R"({"bomFormat":"CycloneDX","metadata":{}})") == "document-malformed");
  CHECK(code_of(R"({"spdxVersion":"SPDX-2.3","packages":[5]})") == "document-without-binary");
  CHECK(code_of(R"({"$schema":"urn:souptrace:trace:1","format":1})") == "document-malformed");
  Trace trace = test::shipped_trace();
  trace.binaries[0].completeness.complete = false;
  CHECK(code_of(write::trace_json(trace)) == "trace-incomplete");
}

TEST_CASE("a trace cut anywhere is no trace") {
  const std::string whole = write::trace_json(test::shipped_trace());
  for (std::size_t size = 0; size + 2 < whole.size(); size += 97) CHECK(code_of(whole.substr(0, size)) == "document-malformed");
}
