// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <map>
#include <set>

#include "sample.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::review;

namespace {

/// Everything that a test may spoil.
struct Release {
  Trace trace = sample::trace();
  SoupRegister reg = sample::complete_register(trace);
  std::string today = "2026-11-23";
  std::map<std::string, std::string> evidence = sample::evidence();
  Trace former = trace;
  VulnerabilityReport vulnerabilities = evaluated();
  ReleaseDocuments documents{{{"pump.cdx.json", DocumentState::State::good, "", false}}, "bsi-2.1", {}, true, {{"pump", AttestationState::State::good, ""}}, "pump.tar", {}};

  /// CVE-2022-37434 of zlib, not assessed yet.
  static VulnerabilityReport evaluated() {
    VulnerabilityReport out;
    out.trace_sha256 = "t";
    out.database.date = "2026-11-20T00:00:00Z";
    out.exploited = ExploitedCatalogue{"2026.11.20", "", ""};
    ComponentResult zlib;
    zlib.component = "deb:zlib1g-dev@1.2.13:amd64";
    zlib.uses = {{"pump", std::string(64, '9'), {"libz.a(inflate.o)"}, {}, {}}};
    out.components = {zlib};
    return out;
  }
  void find_cve() {
    KnownVulnerability known;
    known.id = "CVE-2022-37434";
    known.aliases = {"DSA-5218-1"};
    vulnerabilities.vulnerabilities = {known};
    vulnerabilities.components[0].vulnerabilities = {{"CVE-2022-37434", "affected", {}, {}}};
  }

  [[nodiscard]] std::vector<GateResult> check() const {
    const TraceIndex index(trace);
    const TraceIndex former_index(former);
    const Reconciliation found = reconcile(index, reg);
    const Reconciliation before = reconcile(former_index, reg);
    return check_gates({index, reg, found, today, evidence, &before, &vulnerabilities, &documents, "t"});
  }
};

const GateResult& result_of(const std::vector<GateResult>& results, const std::string& gate) {
  for (const GateResult& one : results)
    if (one.gate == gate) return one;
  FAIL("there is no gate " << gate);
  return results.front();
}

std::set<std::string> failing(const std::vector<GateResult>& results) {
  std::set<std::string> out;
  for (const GateResult& one : results)
    if (one.status == GateStatus::fail || one.status == GateStatus::warn) out.insert(one.gate);
  return out;
}

SoupItem& zlib(Release& release) { return release.reg.items[1]; }

/// The zlib of the release before was another one, and nobody analysed the change.
void change_zlib(Release& release) {
  release.former.files[2].sha256 = std::string(64, '7');
}

Finding finding(const std::string& code) { return {code, Severity::error, "subject", "text", "remedy", false}; }

/// What makes each gate fire, and nothing else about the release is wrong.
const std::map<std::string, std::function<void(Release&)>>& spoilers() {
  static const std::map<std::string, std::function<void(Release&)>> kSpoilers{
      {"trace-complete", [](Release& r) { r.trace.binaries[0].completeness.complete = false; }},
      {"trace-fresh", [](Release& r) { r.trace.findings = {finding("input-changed-since-link")}; }},
      {"digest-mismatch", [](Release& r) { r.trace.files[2].owner.chosen.tier = Tier::package_db_mismatch; }},
      {"weak-identity", [](Release& r) { r.trace.files[2].owner.chosen.tier = Tier::resolver_metadata; }},
      {"source-unpinned", [](Release& r) { r.trace.findings = {finding("source-unpinned")}; }},
      {"toolchain-unrecorded", [](Release& r) { r.trace.binaries[0].linker.version = ""; }},
      {"toolchain-drift", [](Release& r) { r.reg.policy.toolchain[0].version = "13.1.0"; }},
      {"dlopen-undeclared", [](Release& r) { r.trace.binaries[0].binary.run_time_loading = {"dlopen"}; }},
      {"dynamic-host-leak", [](Release& r) { r.trace.files[2].path.root = Root::host; }},
      {"file-unowned", [](Release& r) {
         r.trace.files.push_back(sample::file("f4", {Root::source, "blob.o"}, std::string(64, '4'), "", Tier::unknown));
         r.trace.binaries[0].inputs.push_back(sample::input("f4", Role::object, Use::linked));
       }},
      {"soup-unregistered", [](Release& r) { r.reg.items.erase(r.reg.items.begin() + 1); }},
      {"standard-library-listed", [](Release& r) { r.reg.items.erase(r.reg.items.begin()); }},
      {"soup-ambiguous", [](Release& r) { r.reg.items[0].match.packages.push_back("pkg:deb/debian/zlib1g-dev"); }},
      {"soup-not-linked", [](Release& r) { r.reg.items.push_back(sample::item("SOUP-003", "gone", "1", "pkg:deb/debian/gone", {})); }},
      {"soup-id-incomplete", [](Release& r) { zlib(r).manufacturer.name = "unknown"; }},
      {"soup-version-drift", [](Release& r) { zlib(r).designator.version = "1.2.11"; }},
      {"soup-unapproved", [](Release& r) { zlib(r).approval.reset(); }},
      {"class-unassigned", [](Release& r) { r.reg.software_items.clear(); }},
      {"change-impact-missing", change_zlib},
      {"requirements-missing", [](Release& r) { zlib(r).requirements.system_hw_sw.clear(); }},
      {"requirements-unverified", [](Release& r) { zlib(r).verification[0].result = "fail"; }},
      {"segregation-unstated", [](Release& r) { zlib(r).safety_class = "B"; }},
      {"risk-missing", [](Release& r) { zlib(r).risk.failure_modes.clear(); }},
      {"anomaly-list-missing", [](Release& r) { zlib(r).anomaly_list.published.reset(); }},
      {"anomaly-evaluation-stale", [](Release& r) { zlib(r).anomaly_list.binds_to = "sha256:" + std::string(64, 'b'); }},
      {"anomaly-open", [](Release& r) { zlib(r).anomalies[0].decision = ""; }},
      {"support-unknown", [](Release& r) { zlib(r).support.level = ""; }},
      {"support-ended", [](Release& r) { zlib(r).support.end_of_support = "2026-01-01"; }},
      {"licence-unknown", [](Release& r) { zlib(r).licence.concluded = "NOASSERTION"; }},
      {"licence-denied", [](Release& r) {
         zlib(r).licence.concluded = "Apache-2.0";
         r.reg.policy.licences_denied = {"Apache-2.0"};
       }},
      {"licence-link-conflict", [](Release& r) { zlib(r).licence.concluded = "LGPL-2.1-only"; }},
      {"vuln-unassessed", [](Release& r) { r.find_cve(); }},
      {"vuln-kev", [](Release& r) {
         r.find_cve();
         r.vulnerabilities.vulnerabilities[0].exploited = KnownExploited{"2026-01-01", "", "", false};
       }},
      {"vuln-db-stale", [](Release& r) { r.vulnerabilities.database.date = "2026-10-01T00:00:00Z"; }},
      {"vex-orphan", [](Release& r) {
         zlib(r).vulnerabilities = {{"CVE-1", "", "not_affected", "code_not_reachable", "", "", zlib(r).facts->digest, "me", "2026-11-01"}};
       }},
      {"vex-wrong-binary", [](Release& r) {
         r.find_cve();
         zlib(r).vulnerabilities = {{"CVE-2022-37434", "", "not_affected", "code_not_present", "", "", zlib(r).facts->digest, "me", "2026-11-01"}};
       }},
      {"sbom-schema", [](Release& r) { r.documents.documents[0].state = DocumentState::State::missing; }},
      {"reproducible-output", [](Release& r) { r.documents.documents[0].state = DocumentState::State::differs; }},
      {"sbom-contains-vulns", [](Release& r) { r.documents.documents[0].has_vulnerabilities = true; }},
      {"sbom-min-elements", [](Release& r) { r.documents.lacks = {{"pump.cdx.json", "zlib", "the licence", "5.2.2", "state it"}}; }},
      {"signature-missing", [](Release& r) { r.documents.attestations[0] = {"pump", AttestationState::State::missing, "is not attested"}; }},
      {"signature-invalid", [](Release& r) { r.documents.attestations[0] = {"pump", AttestationState::State::invalid, "is not intact"}; }},
      {"archive-incomplete", [](Release& r) { r.documents.bundle_faults = {"lacks trace.json"}; }},
      {"waiver-expired", [](Release& r) { r.reg.waivers = {{"soup-unapproved", "", "reason", "QA lead", "2026-11-22"}}; }},
      {"waiver-unused", [](Release& r) { r.reg.waivers = {{"soup-unapproved", "", "reason", "QA lead", "2027-01-01"}}; }},
  };
  return kSpoilers;
}

}  // namespace

TEST_CASE("a release in which everything is registered, judged and approved passes every gate") {
  for (const GateResult& result : Release().check()) {
    INFO(result.gate);
    CHECK(result.status == GateStatus::pass);
    CHECK(result.messages.empty());
  }
}

TEST_CASE("every gate has a spoilt release that makes it fire, and says what to do") {
  for (const Gate& gate : all_gates()) {
    INFO(gate.id);
    const auto at = spoilers().find(std::string(gate.id));
    REQUIRE(at != spoilers().end());
    Release release;
    at->second(release);
    const auto results = release.check();
    const GateResult& result = result_of(results, at->first);
    CHECK((result.status == GateStatus::fail || result.status == GateStatus::warn));
    REQUIRE_FALSE(result.messages.empty());
    for (const GateMessage& message : result.messages) {
      CHECK_FALSE(message.subject.empty());
      CHECK_FALSE(message.text.empty());
      CHECK_FALSE(message.action.empty());
    }
    CHECK_FALSE(gate.clause.empty());
  }
}

TEST_CASE("a spoilt release fires no gate that is not concerned") {
  // What one fault must bring along: an item that is gone leaves the rest of what it was about.
  const std::map<std::string, std::set<std::string>> kAlso{
      {"soup-ambiguous", {"soup-not-linked"}},           // neither item has it then
      {"waiver-expired", {"waiver-unused"}},             // it also waived nothing
      {"anomaly-list-missing", {}},
      {"dynamic-host-leak", {"soup-version-drift"}},
      {"vuln-kev", {"vuln-unassessed"}},
      {"vex-wrong-binary", {"vuln-unassessed"}},
  };
  for (const auto& [gate, spoil] : spoilers()) {
    INFO(gate);
    Release release;
    spoil(release);
    auto fired = failing(release.check());
    fired.erase(gate);
    if (const auto also = kAlso.find(gate); also != kAlso.end())
      for (const std::string& one : also->second) fired.erase(one);
    CHECK(fired == std::set<std::string>{});
  }
}

TEST_CASE("class A asks for neither requirements nor risk nor anomaly lists, class B does") {
  for (const auto& [safety_class, fires] : std::map<std::string, bool>{{"A", false}, {"rigor-I", false}, {"B", true}, {"C", true}, {"", true}}) {
    INFO(safety_class);
    Release release;
    release.reg.software_items[0].safety_class = safety_class;
    zlib(release).requirements = {};
    zlib(release).risk = {};
    zlib(release).anomaly_list = {};
    const auto fired = failing(release.check());
    for (const char* gate : {"requirements-missing", "risk-missing", "anomaly-list-missing"}) CHECK(fired.contains(gate) == fires);
  }
}

TEST_CASE("the highest class of the binaries that have an item counts, whatever the order") {
  Release release;
  TraceBinary other = release.trace.binaries[0];
  other.name = other.target = "alarmd";
  release.trace.binaries.insert(release.trace.binaries.begin(), other);
  release.former = release.trace;
  release.reg.software_items = {{"alarms", "A", "r", {"alarmd"}}, {"controller", "B", "r", {"pump"}}};
  zlib(release).risk = {};
  CHECK(failing(release.check()).contains("risk-missing"));
  release.reg.software_items[1].safety_class = "A";
  CHECK_FALSE(failing(release.check()).contains("risk-missing"));
}

TEST_CASE("an item's lower class counts once its segregation and rationale are stated") {
  Release release;
  zlib(release).safety_class = "A";
  zlib(release).risk = {};
  CHECK(failing(release.check()) == std::set<std::string>{"segregation-unstated"});
  zlib(release).architecture.segregation = "own process";
  zlib(release).class_rationale = "only logs";
  CHECK(failing(release.check()).empty());
}

TEST_CASE("the same version with other bytes is drift, and a file less is none") {
  Release release;
  release.trace.files[2].sha256 = std::string(64, '5');
  release.former = release.trace;
  const auto results = release.check();
  const GateResult& drift = result_of(results, "soup-version-drift");
  REQUIRE(drift.messages.size() == 1);
  CHECK(drift.messages[0].text.find("same version, other bytes: linked is file libz.a " + std::string(64, '5')) != std::string::npos);

  Release less;
  zlib(less).facts->files.push_back({"libother.a", std::string(64, '6'), "system:x", "declared"});
  CHECK_FALSE(failing(less.check()).contains("soup-version-drift"));
}

TEST_CASE("that other bytes are tolerated makes no judgement of them") {
  Release release;
  release.trace.files[2].sha256 = std::string(64, '5');
  release.former = release.trace;
  CHECK(failing(release.check()) == std::set<std::string>{"soup-version-drift"});  // one fault, told once
  const std::set<std::string> judgements{"anomaly-evaluation-stale", "requirements-unverified", "soup-unapproved"};

  Release waived = release;
  waived.reg.waivers = {{"soup-version-drift", "SOUP-002", "a hot fix", "QA lead", "2026-12-01"}};
  CHECK(failing(waived.check()) == judgements);
  for (const std::string& gate : judgements) waived.reg.waivers.push_back({gate, "SOUP-002", "a hot fix", "QA lead", "2026-12-01"});
  CHECK(failing(waived.check()).empty());

  for (const char* severity : {"off", "warning"}) {
    INFO(severity);
    Release lenient = release;
    lenient.reg.policy.gates = {{"soup-version-drift", severity, "reason"}};
    auto fired = failing(lenient.check());
    fired.erase("soup-version-drift");
    CHECK(fired == judgements);
  }
}

TEST_CASE("an item is registered for the binaries that it was judged in") {
  Release release;
  TraceBinary other = release.trace.binaries[0];
  other.name = other.target = "alarmd";
  release.trace.binaries.insert(release.trace.binaries.begin(), other);
  release.former = release.trace;
  release.reg.software_items.push_back({"alarms", "C", "r", {"alarmd"}});
  const auto results = release.check();
  const GateResult& drift = result_of(results, "soup-version-drift");
  REQUIRE(drift.messages.size() == 2);
  CHECK(drift.messages[0].text == "is linked into alarmd too, for which it was not registered");
}

TEST_CASE("a judgement without who and when, or of tomorrow, is none") {
  const auto fires = [](void (*spoil)(SoupItem&)) {
    Release release;
    spoil(zlib(release));
    return failing(release.check());
  };
  const std::set<std::string> unverified{"requirements-unverified"};
  CHECK(fires([](SoupItem& item) { item.verification[0].tester = ""; }) == unverified);
  CHECK(fires([](SoupItem& item) { item.verification[0].date = "2026-11-24"; }) == unverified);
  CHECK(fires([](SoupItem& item) { item.verification[0].date = ""; }) == unverified);
  CHECK(fires([](SoupItem& item) { item.architecture.verification->by = ""; }) == unverified);
  CHECK(fires([](SoupItem& item) { item.architecture.verification->date = ""; }) == unverified);
  CHECK(fires([](SoupItem& item) { item.architecture.verification->date = "2026-11-24"; }) == unverified);
  CHECK(fires([](SoupItem& item) { item.anomalies[0].date = "2026-11-24"; }) == std::set<std::string>{"anomaly-open"});
}

TEST_CASE("an anomaly is decided when it is said whether it can harm") {
  const auto is_open = [](Anomaly anomaly) {
    Release release;
    anomaly.binds_to = zlib(release).facts->digest;
    zlib(release).anomalies = {anomaly};
    return failing(release.check()).contains("anomaly-open");
  };
  const Anomaly base{"#1", "t", "yes", "yes", "", "", "because", {}, "accept", "evaluator", "2026-10-01", ""};
  Anomaly one = base;
  CHECK(is_open(one));
  one.hazard_contribution = "unknown";
  CHECK(is_open(one));
  one.hazard_contribution = "no";
  CHECK_FALSE(is_open(one));
  one.hazard_contribution = "yes";
  CHECK(is_open(one));
  one.sequence_of_events = "the dose is wrong";
  CHECK_FALSE(is_open(one));
  one = base;
  one.affects_version = "no";
  CHECK_FALSE(is_open(one));
  one = base;
  one.used_function_affected = "no";
  CHECK_FALSE(is_open(one));
}

TEST_CASE("what is bound to nothing holds for nothing") {
  Release release;
  SoupItem& item = zlib(release);
  item.facts.reset();
  for (SoupVerification& test : item.verification) test.binds_to = "";
  item.architecture.verification->binds_to = item.anomaly_list.binds_to = item.anomalies[0].binds_to = "";
  release.reg.waivers = {{"soup-unapproved", "SOUP-002", "r", "QA lead", "2027-01-01"}};
  CHECK(failing(release.check()) == std::set<std::string>{"anomaly-evaluation-stale", "requirements-unverified"});
}

TEST_CASE("the compilers are nobody's matter in class A, and a baseline's in class B") {
  for (const auto& [safety_class, drift] : std::map<std::string, GateStatus>{{"A", GateStatus::pass}, {"B", GateStatus::warn}, {"C", GateStatus::fail}, {"", GateStatus::fail}}) {
    INFO(safety_class);
    Release release;
    release.reg.software_items[0].safety_class = safety_class;
    release.reg.policy.toolchain[0].version = "13.1.0";
    release.trace.binaries[0].linker.version = "";
    const auto results = release.check();
    CHECK(result_of(results, "toolchain-drift").status == drift);
    CHECK(result_of(results, "toolchain-unrecorded").status == (safety_class == "A" ? GateStatus::pass : GateStatus::fail));
  }
}

TEST_CASE("a binary of the build that has other bytes than the trace says makes the trace old") {
  const Release release;
  const TraceIndex index(release.trace);
  const Reconciliation found = reconcile(index, release.reg);
  const auto status = [&](const std::string& digest) {
    GateContext context{index, release.reg, found, release.today, release.evidence};
    context.binaries_on_disk = {{"pump", digest}};
    return result_of(check_gates(context), "trace-fresh").status;
  };
  CHECK(status(release.trace.binaries[0].sha256) == GateStatus::pass);
  CHECK(status(std::string(64, '8')) == GateStatus::fail);
}

TEST_CASE("a denied licence is meant in whatever spelling, and one that is none is told") {
  Release release;
  zlib(release).licence.concluded = "AGPL-3.0-only";
  zlib(release).licence.effective = "";
  release.reg.policy.licences_denied = {"agpl-3.0"};
  CHECK(failing(release.check()).contains("licence-denied"));
  release.reg.policy.licences_denied = {"AGPLv3"};
  const auto results = release.check();
  const GateResult& typo = result_of(results, "licence-denied");
  CHECK(typo.status == GateStatus::fail);
  CHECK(typo.messages[0].subject == "AGPLv3");
}

TEST_CASE("a saved licence text is the one that was read") {
  Release release;
  zlib(release).licence.texts = {{"evidence/COPYING", std::string(64, 'd')}};
  CHECK(failing(release.check()) == std::set<std::string>{"licence-unknown"});
  release.evidence["evidence/COPYING"] = std::string(64, 'd');
  CHECK(failing(release.check()).empty());
  release.evidence["evidence/COPYING"] = std::string(64, '0');
  CHECK(failing(release.check()) == std::set<std::string>{"licence-unknown"});
}

TEST_CASE("an item about files that count as the product's own is told so") {
  Release release;
  SoupItem item = sample::item("SOUP-003", "vendored", "1", "", {});
  item.match = {{}, {}, {"build:main.o"}};
  release.reg.items.push_back(item);
  const auto results = release.check();
  const GateResult& result = result_of(results, "soup-not-linked");
  REQUIRE(result.messages.size() == 1);
  CHECK(result.messages[0].text.find("counts as the product's own code") != std::string::npos);
}

TEST_CASE("a file less, another member or another binary is a change since the release before") {
  Release release;
  release.former.binaries[0].inputs.push_back(sample::input("f3", Role::archive_member, Use::linked, "deflate.o"));
  const auto results = release.check();
  const GateResult& member = result_of(results, "change-impact-missing");
  REQUIRE(member.messages.size() == 1);
  CHECK(member.messages[0].text.find("no longer libz.a(deflate.o) in pump") != std::string::npos);

  Release less;
  less.former.files.push_back(sample::file("f4", {Root::system, "usr/lib/libz2.a"}, std::string(64, '4'), "deb:zlib1g-dev@1.2.13:amd64", Tier::package_db_verified));
  less.former.binaries[0].inputs.push_back(sample::input("f4", Role::object, Use::linked));
  CHECK(failing(less.check()) == std::set<std::string>{"change-impact-missing"});
}

TEST_CASE("an approval of another state of the item, or of tomorrow, is none") {
  Release release;
  zlib(release).approval->binds_to = "sha256:" + std::string(64, 'c');
  CHECK(failing(release.check()) == std::set<std::string>{"soup-unapproved"});
  release = {};
  zlib(release).approval->date = "2026-11-24";
  CHECK(failing(release.check()) == std::set<std::string>{"soup-unapproved"});
  release = {};
  zlib(release).approval->by = " ";
  CHECK(failing(release.check()) == std::set<std::string>{"soup-unapproved"});
}

TEST_CASE("a change is documented by a history entry bound to the new facts, with both analyses and a change request") {
  Release release;
  change_zlib(release);
  SoupChange change{"2026-11-01", "1.2.12 to 1.2.13", "CR-77", "none", "none", zlib(release).facts->digest};
  zlib(release).history = {change};
  CHECK(failing(release.check()).empty());
  for (std::string SoupChange::*part : {&SoupChange::change_request, &SoupChange::potential_causes, &SoupChange::existing_controls}) {
    SoupChange spoilt = change;
    spoilt.*part = "";
    zlib(release).history = {spoilt};
    CHECK(failing(release.check()) == std::set<std::string>{"change-impact-missing"});
  }
  change.binds_to = "sha256:" + std::string(64, 'd');
  zlib(release).history = {change};
  CHECK(failing(release.check()) == std::set<std::string>{"change-impact-missing"});
}

TEST_CASE("without a former release the change gate says that it was not checked") {
  const Release release;
  const TraceIndex index(release.trace);
  const Reconciliation found = reconcile(index, release.reg);
  const auto results = check_gates({index, release.reg, found, release.today, release.evidence, nullptr});
  const GateResult& result = result_of(results, "change-impact-missing");
  CHECK(result.status == GateStatus::skipped);
  CHECK_FALSE(result.note.empty());
}

TEST_CASE("an anomaly list goes stale by age, by its file and by the files that it was evaluated for") {
  Release release;
  release.today = "2027-10-01";
  release.reg.items[0].support.end_of_support = zlib(release).support.end_of_support = "2030-01-01";
  CHECK_FALSE(failing(release.check()).contains("anomaly-evaluation-stale"));  // 365 days
  release.today = "2027-10-02";
  CHECK(failing(release.check()).contains("anomaly-evaluation-stale"));
  release.reg.policy.anomaly_days = 400;
  CHECK_FALSE(failing(release.check()).contains("anomaly-evaluation-stale"));
  release.reg.policy.vulnerability_days = 1000;
  release.evidence["evidence/list.json"] = std::string(64, 'f');
  CHECK(failing(release.check()) == std::set<std::string>{"anomaly-evaluation-stale"});
  release.evidence.clear();
  CHECK(failing(release.check()) == std::set<std::string>{"anomaly-evaluation-stale"});
}

TEST_CASE("an anomaly list that is not published needs where it was looked for") {
  Release release;
  zlib(release).anomaly_list.published = false;
  zlib(release).anomaly_list.snapshot.reset();
  CHECK(failing(release.check()) == std::set<std::string>{"anomaly-list-missing"});
  zlib(release).anomaly_list.looked_at = {"https://example.org"};
  CHECK(failing(release.check()).empty());
}

TEST_CASE("licences: a choice with a good side, an exception and dynamic linking of the LGPL are no conflict") {
  const auto fires = [](const std::string& expression, std::size_t which) {
    Release release;
    release.reg.items[which].licence.concluded = expression;
    return failing(release.check()).contains("licence-link-conflict");
  };
  constexpr std::size_t kShared = 0;
  constexpr std::size_t kStatic = 1;
  CHECK(fires("GPL-2.0-only", kStatic));
  CHECK(fires("GPL-2.0-only", kShared));
  CHECK(fires("LGPL-2.1-or-later", kStatic));
  CHECK_FALSE(fires("LGPL-2.1-or-later", kShared));
  CHECK_FALSE(fires("GPL-2.0-only OR MIT", kStatic));
  CHECK(fires("GPL-2.0-only AND MIT", kStatic));
  CHECK_FALSE(fires("GPL-3.0-or-later WITH GCC-exception-3.1", kStatic));
  CHECK(fires("MIT AND (GPL-2.0-only OR AGPL-3.0-only)", kStatic));
  CHECK_FALSE(fires("Apache-2.0 AND (Artistic-1.0 OR GPL-1.0-or-later)", kStatic));
  CHECK(fires("(MIT OR GPL-2.0-only) AND AGPL-3.0-only", kStatic));
}

TEST_CASE("a waiver holds until its day, for its gate and its item, and is told") {
  Release release;
  zlib(release).approval.reset();
  release.reg.waivers = {{"soup-unapproved", "SOUP-002", "the form is on its way", "QA lead", "2026-11-23"}};
  auto results = release.check();
  CHECK(failing(results).empty());
  CHECK(result_of(results, "soup-unapproved").status == GateStatus::waived);
  CHECK(result_of(results, "soup-unapproved").messages[0].waived == "until 2026-11-23, QA lead: the form is on its way");

  release.today = "2026-11-24";
  CHECK(failing(release.check()) == std::set<std::string>{"soup-unapproved", "waiver-expired"});

  release.today = "2026-11-23";
  release.reg.waivers[0].item = "SOUP-001";
  CHECK(failing(release.check()) == std::set<std::string>{"soup-unapproved", "waiver-unused"});
  release.reg.waivers[0].item = "";
  CHECK(failing(release.check()).empty());
  release.reg.waivers[0].gate = "risk-missing";
  CHECK(failing(release.check()) == std::set<std::string>{"soup-unapproved", "waiver-unused"});
}

TEST_CASE("what a binary loads at run time may be declared for that binary") {
  Release release;
  release.trace.binaries[0].binary.run_time_loading = {"dlopen"};
  release.reg.policy.run_time_loading = {{"other", {}, "r"}};
  CHECK(failing(release.check()) == std::set<std::string>{"dlopen-undeclared"});
  release.reg.policy.run_time_loading = {{"pump", {"libplugin.so.1"}, "read from the configuration; reviewed"}};
  CHECK(failing(release.check()).empty());
}

TEST_CASE("the policy switches a gate off with a reason, and makes errors of warnings") {
  Release release;
  release.trace.files[2].owner.chosen.tier = Tier::resolver_metadata;
  release.reg.policy.gates = {{"weak-identity", "error", "we want more"}};
  CHECK(result_of(release.check(), "weak-identity").status == GateStatus::fail);
  release.reg.policy.gates = {{"weak-identity", "off", "prototype"}};
  const auto results = release.check();
  CHECK(result_of(results, "weak-identity").status == GateStatus::off);
  CHECK(result_of(results, "weak-identity").note == "prototype");
}

TEST_CASE("a vulnerability is settled by an assessment with reason, name and day that is bound to this binary, or to these files") {
  const auto fired = [](const Assessment& assessment) {
    Release release;
    release.find_cve();
    Assessment one = assessment;
    if (one.binds_to == "facts") one.binds_to = zlib(release).facts->digest;
    if (one.binds_to == "binary") one.binds_to = "sha256:" + std::string(64, '9');
    zlib(release).vulnerabilities = {one};
    return failing(release.check());
  };
  const std::set<std::string> none;
  const std::set<std::string> open{"vuln-unassessed"};
  CHECK(fired({"CVE-2022-37434", "", "not_affected", "code_not_reachable", "", "", "facts", "me", "2026-11-01"}) == none);
  CHECK(fired({"DSA-5218-1", "", "not_affected", "code_not_present", "", "", "binary", "me", "2026-11-01"}) == none);
  CHECK(fired({"CVE-2022-37434", "", "affected", "", "", "update in 2.2", "binary", "me", "2026-11-01"}) == none);
  CHECK(fired({"CVE-2022-37434", "", "affected", "", "", "", "binary", "me", "2026-11-01"}) == open);
  CHECK(fired({"CVE-2022-37434", "", "not_affected", "", "", "", "binary", "me", "2026-11-01"}) == open);
  CHECK(fired({"CVE-2022-37434", "", "not_affected", "code_not_present", "", "", "binary", "", "2026-11-01"}) == open);
  CHECK(fired({"CVE-2022-37434", "", "under_investigation", "", "", "", "binary", "me", "2026-11-01"}) == open);
}

TEST_CASE("of several assessments the newest holds, whatever their order in the register") {
  for (const bool newest_first : {true, false}) {
    Release release;
    release.find_cve();
    release.vulnerabilities.vulnerabilities[0].exploited = KnownExploited{"2026-01-01", "", "", false};
    const std::string binary = "sha256:" + std::string(64, '9');
    zlib(release).vulnerabilities = {{"CVE-2022-37434", "", "not_affected", "code_not_reachable", "", "", binary, "me", "2026-10-01"},
                                     {"CVE-2022-37434", "", "under_investigation", "", "", "", binary, "me", "2026-11-01"}};
    if (newest_first) std::swap(zlib(release).vulnerabilities[0], zlib(release).vulnerabilities[1]);
    CHECK(failing(release.check()) == std::set<std::string>{"vuln-kev", "vuln-unassessed"});
  }
}

TEST_CASE("an evaluation by a damaged database, or by one without the part that was needed, is no evaluation") {
  for (const bool incomplete : {true, false}) {
    Release release;
    release.vulnerabilities.findings = {{incomplete ? "osv-record-damaged" : "osv-not-covered", Severity::warning, "", "text", "remedy", incomplete}};
    CHECK(failing(release.check()) == std::set<std::string>{"vuln-db-stale"});
    release.vulnerabilities.findings[0] = {"osv-contradicts", Severity::note, "", "text", "remedy", false};
    CHECK(failing(release.check()).empty());
  }
}

TEST_CASE("an evaluation of another trace is stale, and none at all is not checked") {
  Release release;
  release.vulnerabilities.trace_sha256 = "u";
  CHECK(failing(release.check()) == std::set<std::string>{"vuln-db-stale"});
  const TraceIndex index(release.trace);
  const Reconciliation found = reconcile(index, release.reg);
  for (const char* gate : {"vuln-unassessed", "vuln-kev", "vuln-db-stale", "vex-orphan"})
    CHECK(result_of(check_gates({index, release.reg, found, release.today, release.evidence}), gate).status == GateStatus::skipped);
}

TEST_CASE("without the catalogue of what is exploited its gate is not checked, and says what is missing") {
  Release release;
  release.vulnerabilities.exploited.reset();
  const TraceIndex index(release.trace);
  const Reconciliation found = reconcile(index, release.reg);
  const GateResult result = result_of(check_gates({.index = index, .reg = release.reg, .reconciliation = found, .today = release.today,
                                                   .evidence = release.evidence, .vulnerabilities = &release.vulnerabilities}), "vuln-kev");
  CHECK(result.status == GateStatus::skipped);
  CHECK(result.note.find("--kev") != std::string::npos);
}

TEST_CASE("a list that is known to lack headers is not complete; that a compiler records none does not make one") {
  Release release;
  release.trace.findings = {finding("object-dependencies-unknown")};
  for (const Severity severity : {Severity::warning, Severity::error, Severity::note}) {
    release.trace.findings[0].severity = severity;
    release.trace.findings[0].incomplete = false;
    CHECK(failing(release.check()) == (severity == Severity::note ? std::set<std::string>{} : std::set<std::string>{"trace-complete"}));
  }
}

TEST_CASE("evidence that could not be read leaves a gap, and a closed directory of a run path, where a library may lie that is loaded first") {
  Release release;
  release.trace.findings = {finding("evidence-unreadable")};
  release.trace.findings[0].incomplete = false;
  CHECK(failing(release.check()) == std::set<std::string>{"trace-complete"});
  release.trace.findings[0].code = "run-path-unreadable";
  CHECK(failing(release.check()) == std::set<std::string>{"trace-complete"});
}
