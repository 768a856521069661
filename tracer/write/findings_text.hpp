// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "model/finding.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {

/// Findings for people: a count by severity, then those of one code together, the first ones whole and the
/// rest as a number. "no findings" when there are none.
[[nodiscard]] std::string findings_text(const std::vector<const Finding*>& findings, const TextStyle& style);

}  // namespace souptrace::write
