// SPDX-License-Identifier: Apache-2.0
#include "verify/known_files.hpp"

#include "support/catch.hpp"
#include "unit/verify/paper_set.hpp"

using namespace souptrace;
using namespace souptrace::verify;

namespace {

Digests digests_of(const std::string& bytes) { return digest(as_bytes(bytes), {.sha256 = true, .sha512 = true}); }

FileVerdict judged(const std::string& file, const std::string& bytes, const std::string& build_id = "") {
  return judge_file(file, digests_of(bytes), build_id, known_files(test::shipped_trace(), "trace.json"));
}

}  // namespace

TEST_CASE("the linked bytes are the same, under whatever name") {
  const auto verdict = judged("renamed", sample::content("build:pump"));
  CHECK(verdict.verdict == Verdict::same);
  CHECK(verdict.known_as == "build:pump");
  CHECK(verdict.document == "trace.json");
}

TEST_CASE("bytes that recorded steps made are transformed, and the steps are named") {
  const auto verdict = judged("pump", "installed");
  CHECK(verdict.verdict == Verdict::transformed);
  CHECK(verdict.known_as == "install:bin/pump");
  REQUIRE(verdict.steps.size() == 2);
  CHECK(verdict.steps[1].action == "strip");
}

TEST_CASE("other bytes with a known build-id or name are tampered, anything else is unknown") {
  const std::string build_id = test::pump(test::shipped_trace()).binary.build_id;
  CHECK(judged("x", "changed", build_id).verdict == Verdict::tampered);
  CHECK(judged("/usr/bin/pump", "changed").verdict == Verdict::tampered);
  CHECK(judged("/usr/bin/pump", "changed").expected == sha256_hex(as_bytes(sample::content("build:pump"))));
  CHECK(judged("x", "changed").verdict == Verdict::unknown);
  CHECK(judged("x", "").verdict == Verdict::unknown);
}

TEST_CASE("a shipped file that no steps explain is tampered although the trace has seen it") {
  const auto verdict = judged("odd", "odd");
  CHECK(verdict.verdict == Verdict::tampered);
  CHECK(verdict.why.find("no recorded step") != std::string::npos);
  auto known = known_files(test::shipped_trace(), "trace.json");
  KnownFile subject{KnownFile::How::not_told, "pump.intoto.jsonl", "install:bin/odd", sha256_hex(as_bytes("odd")), "", "", {}};
  known.insert(known.begin(), subject);
  CHECK(judge_file("odd", digests_of("odd"), "", known).verdict == Verdict::tampered);
}

TEST_CASE("steps explain a file only when they lead from the linked bytes to its own without a gap") {
  Trace trace = test::shipped_trace();
  TraceBinary binary = test::pump(trace);
  const ShippedFile good = binary.shipped[1];
  CHECK(is_explained(binary, good));
  ShippedFile gap = good;
  gap.steps[1].sha256_before = gap.sha256;
  CHECK_FALSE(is_explained(binary, gap));
  ShippedFile foreign = good;
  foreign.steps[0].sha256_before = gap.sha256;
  CHECK_FALSE(is_explained(binary, foreign));
  ShippedFile unfinished = good;
  unfinished.steps.pop_back();
  CHECK_FALSE(is_explained(binary, unfinished));
  ShippedFile none = good;
  none.steps.clear();
  CHECK_FALSE(is_explained(binary, none));
}

TEST_CASE("a SHA-512 that contradicts the SHA-256 is not passed over") {
  auto known = known_files(test::shipped_trace(), "trace.json");
  for (KnownFile& one : known) one.sha512 = std::string(128, '0');
  CHECK(judge_file("pump", digests_of("installed"), "", known).verdict == Verdict::tampered);
}
