// SPDX-License-Identifier: Apache-2.0
#include "write/vex_statements.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace souptrace::write {
namespace {

bool is_named(const KnownVulnerability& vulnerability, const std::string& name) {
  return vulnerability.id == name ||
         std::find(vulnerability.aliases.begin(), vulnerability.aliases.end(), name) != vulnerability.aliases.end();
}

/// The newest assessment that holds for the statement; of two of one day the later in the list.
const Assessment* assessment_of(const VexStatement& statement, const std::vector<Assessment>& assessments) {
  const Assessment* out = nullptr;
  for (const Assessment& one : assessments) {
    const bool holds = is_named(*statement.vulnerability, one.vulnerability) && !one.binds_to.empty() && one.binds_to == statement.binary->sha256 &&
                       (one.component.empty() || one.component == statement.component->component);
    if (holds && (out == nullptr || one.date >= out->date)) out = &one;
  }
  return out;
}

std::string note_of(const ComponentVulnerability& found, const std::string& binary) {
  std::string out;
  for (const RecordMatch& record : found.records)
    out += (out.empty() ? "" : "; ") + record.record + (record.state == "affected" ? ": " : " (not told): ") + record.reason;
  for (const LinkEvidence& evidence : found.evidence) {
    if (evidence.binary != binary) continue;
    for (const NamedCode& code : evidence.code)
      out += "; " + code.name + ' ' + (code.state == "linked" ? "is linked" : code.state == "not-linked" ? "is not linked" : "may be linked");
    if (!evidence.proposal.empty()) out += "; proposed: not affected, " + evidence.proposal;
  }
  return out;
}

}  // namespace

std::vector<VexStatement> vex_statements(const VulnerabilityReport& report, const std::vector<Assessment>& assessments) {
  std::map<std::string, const KnownVulnerability*> vulnerabilities;
  for (const KnownVulnerability& one : report.vulnerabilities) vulnerabilities[one.id] = &one;
  std::map<std::string, const EvaluatedBinary*> binaries;
  for (const EvaluatedBinary& one : report.binaries) binaries[one.name] = &one;
  std::vector<VexStatement> out;
  for (const ComponentResult& component : report.components)
    for (const ComponentVulnerability& found : component.vulnerabilities)
      for (const ComponentUse& use : component.uses) {
        const auto vulnerability = vulnerabilities.find(found.id);
        const auto binary = binaries.find(use.binary);
        if (vulnerability == vulnerabilities.end() || binary == binaries.end()) continue;
        VexStatement statement{vulnerability->second, &component, binary->second, nullptr, note_of(found, use.binary)};
        statement.assessment = assessment_of(statement, assessments);
        out.push_back(std::move(statement));
      }
  std::stable_sort(out.begin(), out.end(), [](const VexStatement& a, const VexStatement& b) {
    return std::tie(a.vulnerability->id, a.component->component, a.binary->name) <
           std::tie(b.vulnerability->id, b.component->component, b.binary->name);
  });
  return out;
}

}  // namespace souptrace::write
