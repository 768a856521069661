// SPDX-License-Identifier: Apache-2.0
#include "cli/gate_run.hpp"

#include "base/path.hpp"
#include "write/vulnerabilities_json.hpp"

namespace souptrace::cli {

GateReport run_gates(const review::GateContext& context, const review::RegisterFiles& files, const std::string& register_argument) {
  const Product& product = context.index.trace().product;
  GateReport out{product.name, product.version, register_argument, context.today, {}};
  out.gates = review::check_gates(context);
  const std::string register_path = path::join(files.directory, "register.json");
  for (GateResult& result : out.gates) {
    for (GateMessage& message : result.messages) {
      const auto at = files.item_paths.find(message.subject);
      message.file = at == files.item_paths.end() ? register_path : at->second;
    }
  }
  return out;
}

bool load_vulnerabilities(Context& context, const std::string& path, std::optional<VulnerabilityReport>& out) {
  if (path.empty()) return true;
  const auto bytes = context.host.read(path);
  auto report = bytes ? write::read_vulnerabilities_json((*bytes)->text()) : Result<VulnerabilityReport>(bytes.error());
  if (!report) {
    fail(context, kIncomplete, bytes ? path : "", report.error(), "souptrace vulns --output writes it.");
    return false;
  }
  out = std::move(*report);
  return true;
}

}  // namespace souptrace::cli
