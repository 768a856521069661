// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "model/gate_report.hpp"
#include "model/vulnerability.hpp"
#include "review/gates.hpp"
#include "review/register_read.hpp"

// What every command has that runs the gates.
namespace souptrace::cli {

/// Checks every gate and names in each message the file where to act: the item's, else register.json. `register_argument`: the register as
/// the user named it.
[[nodiscard]] GateReport run_gates(const review::GateContext& context, const review::RegisterFiles& files, const std::string& register_argument);

/// Reads the vulnerabilities.json at `path` ("" = none is named). False when that failed, which the user then knows.
[[nodiscard]] bool load_vulnerabilities(Context& context, const std::string& path, std::optional<VulnerabilityReport>& out);

}  // namespace souptrace::cli
