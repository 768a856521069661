// SPDX-License-Identifier: Apache-2.0
#include "review/assessments.hpp"

#include <algorithm>

namespace souptrace::review {

std::vector<const TraceBinary*> binaries_of(const Assessment& assessment, const MatchedItem& item) {
  const bool by_facts = item.item->facts && assessment.binds_to == item.item->facts->digest && assessment.justification != "code_not_present" &&
                        unregistered_facts(item.facts, *item.item->facts).empty();
  std::vector<const TraceBinary*> out;
  for (const TraceBinary* binary : item.binaries)
    if (by_facts || (!binary->sha256.empty() && assessment.binds_to == "sha256:" + binary->sha256)) out.push_back(binary);
  return out;
}

const Assessment* assessment_of(const std::vector<Assessment>& assessments, const KnownVulnerability& vulnerability, const std::string& component,
                                const std::string& binary_sha256) {
  const auto is_called = [&](const std::string& name) {
    return name == vulnerability.id || std::find(vulnerability.aliases.begin(), vulnerability.aliases.end(), name) != vulnerability.aliases.end();
  };
  const Assessment* out = nullptr;
  for (const Assessment& one : assessments) {
    const bool holds = one.component == component && one.binds_to == binary_sha256 && is_called(one.vulnerability);
    if (holds && (out == nullptr || one.date >= out->date)) out = &one;
  }
  return out;
}

std::vector<Assessment> assessments_of(const Reconciliation& reconciliation) {
  std::vector<Assessment> out;
  for (const MatchedItem& item : reconciliation.items) {
    for (const Assessment& stated : item.item->vulnerabilities) {
      for (const TraceBinary* binary : binaries_of(stated, item)) {
        for (const Component* component : item.components) {
          Assessment one = stated;
          one.component = component->id;
          one.binds_to = binary->sha256;
          out.push_back(std::move(one));
        }
      }
    }
  }
  return out;
}

}  // namespace souptrace::review
