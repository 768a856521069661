// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace souptrace {

/// What somebody decided about one vulnerability of one component: what a VEX statement says. The register holds them; VEX documents are
/// written from them. Statuses: "not_affected", "affected", "fixed", "under_investigation". Justifications are CycloneDX's words:
/// "code_not_present", "code_not_reachable", "requires_configuration", "requires_dependency", "requires_environment",
/// "protected_by_compiler", "protected_at_runtime", "protected_at_perimeter", "protected_by_mitigating_control".
struct Assessment {
  std::string vulnerability;  ///< any of its names: "CVE-2022-37434", "DSA-5218-1"
  std::string component;      ///< Component::id; "" = every component that has it
  std::string status;
  std::string justification;  ///< for not_affected
  std::string impact;         ///< the impact statement
  std::string action;         ///< what to do; for affected
  /// In a VEX document's source the SHA-256 of the binary that was judged, hexadecimal: it holds for no other. In the register "sha256:" and
  /// that, or the digest of the item's facts, for every binary that has these files (review/assessments.hpp).
  std::string binds_to;
  std::string by;
  std::string date;  ///< "2026-11-23"
};

}  // namespace souptrace
