// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "model/assessment.hpp"
#include "model/vulnerability.hpp"
#include "review/reconcile.hpp"

namespace souptrace::review {

/// The register's assessments as they hold for this trace: one for each binary and component that they are about, bound to the binary's
/// SHA-256, as VEX documents want them. One that is bound to the item's facts holds for every binary that has the item, while these files
/// are linked; "code_not_present" does not, as it is about what one binary has: it must be bound to that.
[[nodiscard]] std::vector<Assessment> assessments_of(const Reconciliation& reconciliation);

/// The binaries of the trace for which an assessment of an item holds.
[[nodiscard]] std::vector<const TraceBinary*> binaries_of(const Assessment& assessment, const MatchedItem& item);

/// Of those that are about one vulnerability of one component in one binary the one that holds: the newest, and of one day the later in the
/// list, as in VEX documents. Null when there is none.
[[nodiscard]] const Assessment* assessment_of(const std::vector<Assessment>& assessments, const KnownVulnerability& vulnerability,
                                              const std::string& component, const std::string& binary_sha256);

}  // namespace souptrace::review
