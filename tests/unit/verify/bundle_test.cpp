// SPDX-License-Identifier: Apache-2.0
#include "verify/bundle.hpp"

#include <map>

#include "support/catch.hpp"
#include "unit/verify/paper_set.hpp"
#include "verify/papers.hpp"
#include "write/bundle_manifest.hpp"
#include "write/tar.hpp"

using namespace souptrace;
using namespace souptrace::verify;

namespace {

using Files = std::map<std::string, std::string>;
const std::vector<std::string> kFirst{write::kManifestName, write::kManifestDigestName};

Files documents() {
  const Trace trace = test::shipped_trace();
  return {{"trace.json", write::trace_json(trace)},
          {"attestations/trace.json.intoto.jsonl", test::envelope(test::first_private(), test::trace_statement(trace))},
          {"licenses/a.txt", "MIT"}};
}

std::string manifest_of(const Files& files) {
  write::BundleManifest manifest{"0.1.0", std::string(64, 'e'), {}, {{"declared:tinycrc@1.0", "licenses/a.txt", true, ""}}};
  for (const auto& [name, content] : files) manifest.members[name] = {sha256_hex(as_bytes(content)), content.size()};
  return write::bundle_manifest(test::shipped_trace(), manifest);
}

std::string packed(Files files, const std::string& manifest) {
  files[write::kManifestName] = manifest;
  files[write::kManifestDigestName] = write::manifest_digest(manifest);
  return *write::tar(files, kFirst);
}

/// As the command does it; the trace of the sample has a shipped file that nothing explains, which is not the archive's fault.
Report checked(const std::string& archive, const std::vector<PublicKey>& keys = {}) {
  Report report;
  const auto papers = open_bundle(as_bytes(archive), "b.tar", keys, report);
  report_papers(read_papers(papers, keys, report), {}, report);
  return report;
}

bool mentions(const Report& report, const std::string& text) {
  for (const Problem& problem : report.problems)
    if ((problem.subject + ": " + problem.text).find(text) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("a bundle as it was made is good, with and without a key") {
  const std::string archive = packed(documents(), manifest_of(documents()));
  CHECK(checked(archive).problems.empty());
  const auto signed_one = checked(archive, {*PublicKey::from_pem(test::first_public())});
  CHECK(signed_one.problems.empty());
  CHECK(signed_one.documents.at(0).is_signed);
  CHECK(exit_code_of(checked(archive, {*PublicKey::from_pem(test::second_public())})) == 1);
}

TEST_CASE("the same documents give the same bytes") {
  CHECK(packed(documents(), manifest_of(documents())) == packed(documents(), manifest_of(documents())));
}

TEST_CASE("a member that is missing, extra or changed is named") {
  const std::string manifest = manifest_of(documents());
  Files less = documents();
  less.erase("licenses/a.txt");
  CHECK(mentions(checked(packed(less, manifest)), "licenses/a.txt: is listed"));
  Files more = documents();
  more["licenses/b.txt"] = "x";
  CHECK(mentions(checked(packed(more, manifest)), "licenses/b.txt: is not listed"));
  Files other = documents();
  other["licenses/a.txt"] = "MIT?";
  CHECK(mentions(checked(packed(other, manifest)), "licenses/a.txt: has other bytes"));
}

TEST_CASE("a manifest that says other binaries than the trace, or more than a manifest says, is found") {
  std::string manifest = manifest_of(documents());
  const std::string name = "\"binary\": \"pump\"";
  std::string renamed = manifest;
  renamed.replace(renamed.find(name), name.size(), "\"binary\": \"pomp\"");
  CHECK(mentions(checked(packed(documents(), renamed)), "does not say what the other members say"));
  std::string extended = manifest;
  extended.insert(1, "\"note\": 1,");
  CHECK(mentions(checked(packed(documents(), extended)), "does not say what the other members say"));
}

TEST_CASE("documents about other binaries than the trace's do not belong together") {
  Trace other = test::shipped_trace();
  other.binaries[0].sha256 = std::string(64, '9');
  Files files = documents();
  files["attestations/trace.json.intoto.jsonl"] = test::envelope(test::first_private(), test::trace_statement(other));
  const auto report = checked(packed(files, manifest_of(files)), {*PublicKey::from_pem(test::first_public())});
  CHECK(mentions(report, "no attestation holds this very document"));
}

TEST_CASE("a newer bundle, and what is none, is unreadable and never good") {
  std::string manifest = manifest_of(documents());
  manifest.replace(manifest.find("bundle:1"), 8, "bundle:2");
  const auto newer = checked(packed(documents(), manifest));
  CHECK(exit_code_of(newer) == 3);
  CHECK(mentions(newer, "bundle:2"));
  CHECK(exit_code_of(checked(*write::tar({{"a", "b"}}, {}))) == 3);
  CHECK(exit_code_of(checked("not a tar")) == 3);
  CHECK(exit_code_of(checked(packed(documents(), "not JSON"))) == 3);
}

TEST_CASE("a single changed bit anywhere in a bundle is noticed") {
  const std::string archive = packed(documents(), manifest_of(documents()));
  REQUIRE(checked(archive).problems.empty());
  for (std::size_t at = 0; at < archive.size(); at += 41) {
    std::string changed = archive;
    changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
    CAPTURE(at);
    CHECK_FALSE(checked(changed).problems.empty());
  }
}
