// SPDX-License-Identifier: Apache-2.0
#include "review/assessments.hpp"

#include "sample.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::review;

namespace {

/// The binaries' digests for which one assessment of zlib holds; the second binary does not have zlib.
std::vector<std::string> held(Assessment assessment, bool changed = false) {
  Trace trace = sample::trace();
  TraceBinary other = trace.binaries[0];
  other.name = "other";
  other.sha256 = std::string(64, '8');
  trace.binaries.push_back(other);
  TraceBinary without = trace.binaries[0];
  without.name = "without";
  without.sha256 = std::string(64, '6');
  without.inputs.erase(without.inputs.begin() + 1);
  trace.binaries.push_back(without);
  SoupRegister reg = sample::complete_register(trace);
  if (assessment.binds_to == "facts") assessment.binds_to = reg.items[1].facts->digest;
  reg.items[1].vulnerabilities = {assessment};
  if (changed) trace.files[2].sha256 = std::string(64, '5');
  const TraceIndex index(trace);
  std::vector<std::string> out;
  for (const Assessment& one : assessments_of(reconcile(index, reg))) {
    CHECK(one.component == "deb:zlib1g-dev@1.2.13:amd64");
    CHECK(one.vulnerability == assessment.vulnerability);
    out.push_back(one.binds_to);
  }
  return out;
}

Assessment bound(std::string binds_to, std::string justification = "code_not_reachable") {
  return {"CVE-2022-37434", "", "not_affected", std::move(justification), "", "", std::move(binds_to), "me", "2026-11-01"};
}

const std::string kPump(64, '9');
const std::string kOther(64, '8');

}  // namespace

TEST_CASE("an assessment that is bound to the facts holds for each binary that has the item, while its files are linked") {
  CHECK(held(bound("facts")) == std::vector<std::string>{kPump, kOther});
  CHECK(held(bound("facts"), true).empty());
}

TEST_CASE("an assessment that is bound to a binary holds for that one, if it has the item") {
  CHECK(held(bound("sha256:" + kOther)) == std::vector<std::string>{kOther});
  CHECK(held(bound("sha256:" + std::string(64, '6'))).empty());
  CHECK(held(bound("sha256:" + std::string(64, '0'))).empty());
  CHECK(held(bound("")).empty());
}

TEST_CASE("that code is not present is said of one binary, never of all that have the same files") {
  CHECK(held(bound("facts", "code_not_present")).empty());
  CHECK(held(bound("sha256:" + kPump, "code_not_present")) == std::vector<std::string>{kPump});
}
