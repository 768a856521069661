// SPDX-License-Identifier: Apache-2.0
#include "verify/documents.hpp"

#include <set>

#include "support/catch.hpp"
#include "unit/verify/paper_set.hpp"
#include "write/sbom.hpp"

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

std::set<std::string> digests_of(const std::string& text) {
  std::set<std::string> out;
  for (const KnownFile& file : files_of(text)) out.insert(file.sha256);
  return out;
}

}  // namespace

TEST_CASE("a trace and its SBOMs in every format name the same forms of a binary, as linked and as shipped") {
  const Trace trace = test::shipped_trace();
  CHECK(*kind_of(write::trace_json(trace)) == DocumentKind::trace);
  std::size_t count = trace.binaries.size();
  for (const TraceBinary& binary : trace.binaries) count += binary.shipped.size();
  CHECK(files_of(write::trace_json(trace)).size() == count);
  const Trace told = test::explained_trace();
  std::set<std::string> explained{test::pump(trace).sha256};  // an SBOM vouches for nothing that no step explains
  for (const ShippedFile& file : test::pump(told).shipped) explained.insert(file.sha256);
  REQUIRE(explained.size() == 2);
  for (const Trace& one : {trace, told})
    for (const write::SbomFormatName& format : write::kSbomFormats) {
      CAPTURE(format.name);
      CHECK(digests_of(write::sbom(one, test::pump(one), format.format, "")) == explained);
    }
}

TEST_CASE("an SBOM alone tells each form of its binary from changed bytes") {
  const Trace trace = test::explained_trace();
  const std::string linked = sample::content("build:pump");
  for (const write::SbomFormatName& format : write::kSbomFormats) {
    CAPTURE(format.name);
    const auto known = files_of(write::sbom(trace, test::pump(trace), format.format, ""));
    const auto judged = [&](const std::string& bytes) {
      return judge_file("/opt/bin/pump", digest(as_bytes(bytes), {.sha256 = true, .sha512 = true}), "", known).verdict;
    };
    CHECK(judged(linked) == Verdict::same);
    CHECK(judged("installed") == Verdict::same);
    CHECK(judged("Installed") == Verdict::tampered);
    CHECK(judged(linked + ' ') == Verdict::tampered);
  }
}

TEST_CASE("a copy and the file that it was copied from are told by every format") {
  const Trace trace = test::explained_trace();
  TraceBinary binary = test::pump(trace);
  ShippedFile& file = binary.shipped.at(0);
  file.sha256 = binary.sha256;
  file.sha512 = binary.sha512;
  file.steps = {{"install", "cmake 3.25.1", binary.sha256, binary.sha256}};
  for (const write::SbomFormatName& format : write::kSbomFormats) {
    CAPTURE(format.name);
    CHECK(digests_of(write::sbom(trace, binary, format.format, "")) == std::set<std::string>{binary.sha256});
  }
}

TEST_CASE("what a package descends from elsewhere is no form of it") {
  const std::string hash = R"("checksums":[{"algorithm":"SHA256","checksumValue":")";
  const auto spdx = files_of(R"({"spdxVersion":"SPDX-2.3","documentDescribes":["SPDXRef-a"],"packages":[{"SPDXID":"SPDXRef-a","name":"a",)" + hash +
                             kDigest + R"("}]},{"SPDXID":"SPDXRef-up","name":"upstream",)" + hash + R"(bb"}]}],"relationships":[
    {"spdxElementId":"SPDXRef-up","relationshipType":"ANCESTOR_OF","relatedSpdxElement":"SPDXRef-a"}]})");
  REQUIRE(spdx.size() == 1);
  CHECK(spdx[0].name == "a");
  const auto cyclonedx = files_of(R"({"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"name":"a","hashes":[{"alg":"SHA-256","content":")" +
                                  kDigest + R"("}],"pedigree":{"ancestors":[{"type":"file","name":"up","hashes":[{"alg":"SHA-256","content":"bb"}]}]}}}})");
  REQUIRE(cyclonedx.size() == 1);
  CHECK(cyclonedx[0].name == "a");
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
