// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "write/vex_statements.hpp"

namespace souptrace::write {

/// An OpenVEX document (0.2.0), ends with a newline. Products are binaries, by their digests; a vulnerability that nobody has judged is
/// "under_investigation". Deterministic: its id is made of its content.
[[nodiscard]] std::string openvex(const VulnerabilityReport& report, const std::vector<Assessment>& assessments, const VexOptions& options);

}  // namespace souptrace::write
