// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/gate_report.hpp"
#include "write/text_style.hpp"

// What the gates said, for people and for machines.
namespace souptrace::write {

/// As compilers write: "FILE: error: SUBJECT: what is wrong [gate]", what to do below it; the first messages of each gate, then how many
/// more; one line that sums up at the end.
[[nodiscard]] std::string gates_text(const GateReport& report, const TextOptions& options);

/// Every gate with its status and messages.
[[nodiscard]] std::string gates_json(const GateReport& report);

/// SARIF 2.1.0 (OASIS), one rule for each gate, one result for each message; waived ones are suppressed.
[[nodiscard]] std::string gates_sarif(const GateReport& report, const std::string& tool_version);

/// The XML that JUnit's Ant task writes and CI servers read: one test case for each gate. A failing gate is a failure, one that was not
/// checked or is switched off is skipped; a warning is in the case's output.
[[nodiscard]] std::string gates_junit(const GateReport& report);

}  // namespace souptrace::write
