// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "write/vex_statements.hpp"

namespace souptrace::write {

/// A CycloneDX 1.6 document with vulnerabilities and what they affect (VEX), apart from any SBOM, ends with a newline. It has the binaries, by
/// their digests, and in them the components that are affected; a vulnerability that nobody has judged is "in_triage". What is affected is
/// named by BOM-Link where the binary's SBOM is given, else as the component in this document. Deterministic.
[[nodiscard]] std::string cyclonedx_vex(const VulnerabilityReport& report, const std::vector<Assessment>& assessments, const VexOptions& options);

}  // namespace souptrace::write
