// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "model/gate_report.hpp"
#include "model/release_documents.hpp"
#include "model/vulnerability.hpp"
#include "review/gates.hpp"
#include "review/register_read.hpp"

// What every command has that runs the gates.
namespace souptrace::cli {

/// What the user names for the gates to look at; "" = not named.
struct GateOptions {
  std::string trace;
  std::string register_path;
  std::string previous;
  std::string vulnerabilities;
  bool documents = false;
  std::vector<std::string> keys;
  std::string bundle;
  std::string date;
};
void add_gate_options(CLI::App& command, GateOptions& options);

/// All of it, read.
struct GateInputs {
  std::string today;
  TraceDocument trace;
  std::string vulnerabilities_path;  ///< "" = none
  std::optional<review::RegisterFiles> reg;
  std::optional<TraceDocument> previous;
  std::optional<VulnerabilityReport> vulnerabilities;
  std::optional<ReleaseDocuments> documents;
  std::map<std::string, std::string> binaries_on_disk = {};  ///< SHA-256 of the build's binaries as they are now; none for a trace that lies elsewhere
};

/// Reads what the options name. `register_needed`: a register that is not named is kDefaultRegister; otherwise that one only when it is
/// there. Nothing when something cannot be read, which the user then knows.
[[nodiscard]] std::optional<GateInputs> load_gate_inputs(Context& context, const GateOptions& options, bool register_needed);

/// Checks every gate and names in each message the file where to act: the item's, the document's, else register.json. `register_argument`:
/// the register as the user named it. There is a register.
[[nodiscard]] GateReport run_gates(Host& host, const TraceIndex& index, const review::Reconciliation& found, const GateInputs& inputs, const std::string& register_argument);

}  // namespace souptrace::cli
