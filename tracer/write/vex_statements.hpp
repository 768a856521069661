// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "model/assessment.hpp"
#include "model/vulnerability.hpp"
#include "write/bom_link.hpp"

// What VEX documents say, whatever their format: one statement for each vulnerability of each component in each binary.
namespace souptrace::write {

struct VexOptions {
  std::string author;  ///< who answers for the document
  std::map<std::string, BomLink> boms = {};  ///< by binary: its CycloneDX SBOM, for a CycloneDX VEX document to refer to
};

struct VexStatement {
  const KnownVulnerability* vulnerability = nullptr;
  const ComponentResult* component = nullptr;
  const EvaluatedBinary* binary = nullptr;
  const Assessment* assessment = nullptr;  ///< null: nobody has judged it yet
  std::string note;  ///< what is known without a judgement: why it is thought to be affected, what the link proves
};

/// In the order of vulnerability, component, binary. An assessment counts for the binary with the digest that it is bound to, and no other.
[[nodiscard]] std::vector<VexStatement> vex_statements(const VulnerabilityReport& report, const std::vector<Assessment>& assessments);

}  // namespace souptrace::write
