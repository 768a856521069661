// SPDX-License-Identifier: Apache-2.0
#include "review/assessments.hpp"

namespace souptrace::review {

std::vector<const TraceBinary*> binaries_of(const Assessment& assessment, const MatchedItem& item) {
  const bool by_facts = item.item->facts && assessment.binds_to == item.item->facts->digest && assessment.justification != "code_not_present" &&
                        unregistered_facts(item.facts, *item.item->facts).empty();
  std::vector<const TraceBinary*> out;
  for (const TraceBinary* binary : item.binaries)
    if (by_facts || assessment.binds_to == "sha256:" + binary->sha256) out.push_back(binary);
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
