// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/vulnerability.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {

/// The report for people: by component the vulnerabilities with what fixes them and what the link proves, then what was not asked and the
/// findings.
[[nodiscard]] std::string vulnerabilities_text(const VulnerabilityReport& report, const TextOptions& options);

}  // namespace souptrace::write
