// SPDX-License-Identifier: Apache-2.0
#include "review/report_vulnerabilities.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "review/assessments.hpp"

namespace souptrace::review {
namespace {

void add_assessments(const ReportSources& from, const KnownVulnerability& known, ReportVulnerability& out) {
  const Component* component = from.index.component(out.component);
  const MatchedItem* matched = component == nullptr ? nullptr : from.found.item_of(*component);
  if (matched == nullptr) return;
  for (const Assessment& one : matched->item->vulnerabilities) {
    const bool same = one.vulnerability == known.id || std::find(known.aliases.begin(), known.aliases.end(), one.vulnerability) != known.aliases.end();
    if (!same) continue;
    ReportAssessment row{{}, one.status, one.justification, one.impact, one.by, one.date};
    for (const TraceBinary* binary : binaries_of(one, *matched)) row.binaries.push_back(binary->name);
    out.assessments.push_back(std::move(row));
  }
}

void add_known(const KnownVulnerability& known, ReportVulnerability& out) {
  out.aliases = known.aliases;
  out.summary = known.summary;
  for (const VulnerabilitySeverity& one : known.severity) add_word(out.severity, one.type + ' ' + one.score, "\n");
  if (known.exploited) out.exploited = "since " + known.exploited->added + ", due " + known.exploited->due;
}

void add_evidence(const LinkEvidence& evidence, ReportVulnerability& out) {
  for (const NamedCode& code : evidence.code) {
    const std::string state = code.state == "linked" ? "is linked" : code.state == "not-linked" ? "is not linked" : "may be linked";
    const std::string where = !code.places.empty() ? " (" + joined(code.places) + ')' : code.reason.empty() ? "" : ": " + code.reason;
    out.evidence.push_back(evidence.binary + ": " + code.name + ' ' + state + where);
  }
  if (!evidence.proposal.empty()) out.proposals.push_back(evidence.binary + ": " + evidence.proposal);
}

ReportVulnerability row_of(const ComponentResult& component, const ComponentVulnerability& found) {
  ReportVulnerability out;
  out.id = found.id;
  out.component = component.component;
  out.version = component.version;
  out.state = found.state;
  for (const RecordMatch& record : found.records) {
    out.reasons += (out.reasons.empty() ? "" : "\n") + record.record + ": " + record.reason;
    for (const std::string& version : record.fixed)
      if (std::find(out.fixed.begin(), out.fixed.end(), version) == out.fixed.end()) out.fixed.push_back(version);
  }
  for (const LinkEvidence& evidence : found.evidence) add_evidence(evidence, out);
  return out;
}

}  // namespace

ReportEvaluation report_evaluation(const ReportSources& sources, std::vector<ReportSubject>& subjects) {
  const VulnerabilityReport& from = *sources.vulnerabilities;
  ReportEvaluation out;
  out.database = from.database.name + ' ' + from.database.kind + ' ' + from.database.location;
  out.date = from.database.date;
  out.evaluated = from.evaluated;
  out.sha256 = from.database.sha256;
  out.same_trace = from.trace_sha256 == sources.trace_sha256;
  out.findings = from.findings;
  std::map<std::string_view, const KnownVulnerability*> known;
  for (const KnownVulnerability& one : from.vulnerabilities) known[one.id] = &one;
  std::map<std::string, std::size_t> subject_of;
  for (std::size_t i = 0; i < subjects.size(); ++i)
    for (const std::string& id : subjects[i].components) subject_of[id] = i;
  for (const ComponentResult& component : from.components) {
    if (!component.not_asked.empty()) out.not_asked.push_back(component.component + ": " + component.not_asked);
    const auto subject = subject_of.find(component.component);
    if (subject == subject_of.end()) continue;  // of another trace, which same_trace tells
    for (const ComponentVulnerability& found : component.vulnerabilities) {
      ReportVulnerability row = row_of(component, found);
      row.subject = subject->second;
      if (const auto at = known.find(found.id); at != known.end()) {
        add_known(*at->second, row);
        add_assessments(sources, *at->second, row);
      }
      auto& ids = subjects[subject->second].vulnerabilities;
      if (found.state == "affected" && std::find(ids.begin(), ids.end(), found.id) == ids.end()) ids.push_back(found.id);
      out.vulnerabilities.push_back(std::move(row));
    }
  }
  for (ReportSubject& subject : subjects) std::sort(subject.vulnerabilities.begin(), subject.vulnerabilities.end());
  return out;
}

}  // namespace souptrace::review
