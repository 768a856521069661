// SPDX-License-Identifier: Apache-2.0
#include "review/report_rows.hpp"

#include <set>

#include "review/register_draft.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::review;

namespace {

const ReportSubject* titled(const Report& report, std::string_view title) {
  for (const ReportSubject& one : report.subjects)
    if (one.title == title) return &one;
  return nullptr;
}

}  // namespace

TEST_CASE("without a register each component is a subject of its own and nothing is judged") {
  const Trace trace = sample::trace();
  const TraceIndex index(trace);
  const Reconciliation found = reconcile(index, {});
  const Report report = report_rows({index, found, nullptr, nullptr, nullptr, "aa"});
  std::multiset<std::string> components;
  for (const ReportSubject& one : report.subjects) {
    CHECK(one.item.empty());
    CHECK(one.approval.empty());
    components.insert(one.components.begin(), one.components.end());
  }
  for (const Component& one : trace.components) CHECK(components.count(one.id) == 1);
  CHECK_FALSE(report.gates);
  CHECK_FALSE(report.evaluation);
}

TEST_CASE("an item's approval is a draft, approved, or of another state") {
  const Trace trace = sample::trace();
  const TraceIndex index(trace);
  SoupItem item;
  item.id = "SOUP-1";
  item.title = "the zlib";
  item.match.packages = {"dpkg:zlib1g-dev"};
  item.approval_digest = "sha256:right";
  SoupRegister reg;
  reg.items = {item};
  reg.items[0].facts = reconcile(index, reg).items[0].facts;
  const GateReport gates{"", "", "", "", {{"some-gate", Severity::error, "", "", GateStatus::fail, "", {{"some-gate", Severity::error, "SOUP-1", "", "", "", ""}}}}};
  const auto state = [&] {
    const Reconciliation found = reconcile(index, reg);
    const Report report = report_rows({index, found, &reg, &gates, nullptr, ""});
    const ReportSubject* one = titled(report, "the zlib");
    REQUIRE(one != nullptr);
    CHECK(one->gates == std::vector<std::string>{"some-gate"});
    CHECK(one->components.size() == 1);
    return one->approval;
  };
  CHECK(state() == "draft");
  reg.items[0].approval = SoupApproval{"QA", "QA", "2026-11-01", "", "sha256:right"};
  CHECK(state() == "approved");
  reg.items[0].approval->binds_to = "sha256:wrong";
  CHECK(state() == "stale");
  reg.items[0].approval->binds_to = "sha256:right";
  reg.items[0].facts->files.push_back({"a header that is no longer read", std::string(64, 'c')});
  reg.items[0].facts->digest = "sha256:of more files";
  CHECK(state() == "approved");
  reg.items[0].facts->files.clear();
  reg.items[0].facts->digest = "sha256:of other bytes";
  CHECK(state() == "stale");
}

TEST_CASE("a version that is linked and not registered stands beside the registered one, and only passing tests of these files count") {
  const Trace trace = sample::trace();
  const TraceIndex index(trace);
  SoupRegister reg;
  reg.items.resize(1);
  SoupItem& item = reg.items[0];
  item.id = "SOUP-1";
  item.title = "the zlib";
  item.language = "C";
  item.designator.version = "1.0-former";
  item.designator.commit = "cafe";
  item.match.packages = {"dpkg:zlib1g-dev"};
  item.requirements.functional = {{"F1", "packs", {}}, {"F2", "unpacks", {}}};
  item.facts = reconcile(index, reg).items[0].facts;
  SoupVerification test;
  test.requirement = "F1";
  test.result = "pass";
  test.date = "2026-11-01";
  test.binds_to = item.facts->digest;
  SoupVerification failed = test;
  failed.requirement = "F2";
  failed.result = "fail";
  failed.date = "2026-11-02";
  SoupVerification former = test;
  former.binds_to = "sha256:of other bytes";
  former.date = "2026-11-03";
  item.verification = {test, failed, former};
  const auto row = [&] {
    const Reconciliation found = reconcile(index, reg);
    const Report report = report_rows({index, found, &reg, nullptr, nullptr, ""});
    const ReportSubject* one = titled(report, "the zlib");
    REQUIRE(one != nullptr);
    return *one;
  };
  const std::string linked = reconcile(index, reg).items[0].components[0]->version;
  CHECK(row().version == "1.0-former");
  CHECK(row().other_versions == std::vector<std::string>{linked});
  CHECK(row().requirements_verified == 1);
  CHECK(row().verified_on == "2026-11-01");
  CHECK(row().commit == "cafe");
  CHECK(row().language == "C");
  item.designator.version = linked;
  CHECK(row().other_versions.empty());
}

TEST_CASE("a vulnerability is joined with its subject, and an assessment holds for the binaries that it is bound to") {
  const Trace trace = sample::trace();
  const TraceIndex index(trace);
  SoupRegister reg;
  reg.items.resize(1);
  reg.items[0].id = "SOUP-1";
  reg.items[0].match.packages = {"dpkg:zlib1g-dev"};
  Assessment judged;
  judged.vulnerability = "DSA-1";
  judged.status = "not_affected";
  judged.binds_to = "sha256:" + trace.binaries[0].sha256;
  Assessment former = judged;
  former.binds_to = "sha256:of other bytes";
  reg.items[0].vulnerabilities = {judged, former};
  const Reconciliation found = reconcile(index, reg);
  REQUIRE(found.items[0].is_linked());
  VulnerabilityReport vulnerabilities;
  vulnerabilities.trace_sha256 = "aa";
  vulnerabilities.vulnerabilities.resize(1);
  vulnerabilities.vulnerabilities[0].id = "CVE-1";
  vulnerabilities.vulnerabilities[0].aliases = {"DSA-1"};
  vulnerabilities.components.resize(2);
  vulnerabilities.components[0].component = found.items[0].components[0]->id;
  vulnerabilities.components[0].vulnerabilities.push_back({"CVE-1", "affected", {{"DSA-1", "affected", "1 < 2", {"2"}}}, {}});
  vulnerabilities.components[1].component = "deb:of-another-trace";
  vulnerabilities.components[1].vulnerabilities.push_back({"CVE-2", "affected", {}, {}});
  const Report report = report_rows({index, found, &reg, nullptr, &vulnerabilities, "aa"});
  REQUIRE(report.evaluation);
  CHECK(report.evaluation->same_trace);
  REQUIRE(report.evaluation->vulnerabilities.size() == 1);
  const ReportVulnerability& row = report.evaluation->vulnerabilities[0];
  CHECK(report.subjects[row.subject].item == "SOUP-1");
  CHECK(report.subjects[row.subject].vulnerabilities == std::vector<std::string>{"CVE-1"});
  CHECK(row.fixed == std::vector<std::string>{"2"});
  REQUIRE(row.assessments.size() == 2);
  CHECK(row.assessments[0].binaries == std::vector<std::string>{trace.binaries[0].name});
  CHECK(row.assessments[1].binaries.empty());
  CHECK_FALSE(report_rows({index, found, &reg, nullptr, &vulnerabilities, "bb"}).evaluation->same_trace);
}
