// SPDX-License-Identifier: Apache-2.0
#include "cli/gate_run.hpp"

#include <CLI/CLI.hpp>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "cli/register_files.hpp"
#include "cli/release_documents.hpp"
#include "cli/roots.hpp"
#include "write/vulnerabilities_json.hpp"

namespace souptrace::cli {
namespace {

/// The vulnerabilities.json at `path`. Nothing, with an error said.
std::optional<VulnerabilityReport> load_vulnerabilities(Context& context, const std::string& path) {
  const auto bytes = context.host.read(path);
  auto report = bytes ? write::read_vulnerabilities_json((*bytes)->text()) : Result<VulnerabilityReport>(bytes.error());
  if (report) return std::move(*report);
  fail(context, kIncomplete, bytes ? path : "", report.error(), "souptrace vulns --output writes it.");
  return std::nullopt;
}

std::map<std::string, std::string> binaries_on_disk(Host& host, const TraceDocument& trace) {
  std::map<std::string, std::string> out;
  const auto roots = find_roots(host, {}, trace.path);
  if (!roots) return out;
  for (const TraceBinary& binary : trace.trace.binaries) {
    const std::string path = roots->path_of(binary.path);
    if (path.empty()) continue;
    if (const auto bytes = host.read(path)) out[binary.name] = sha256_hex((*bytes)->bytes());
  }
  return out;
}

/// What belongs to a release beside its trace. False, with an error said.
bool load_rest(Context& context, const GateOptions& options, GateInputs& out) {
  if (!options.previous.empty() && !(out.previous = load_trace_document(context, options.previous))) return false;
  if (!options.vulnerabilities.empty() && !(out.vulnerabilities = load_vulnerabilities(context, options.vulnerabilities))) return false;
  if (!options.documents && options.keys.empty() && options.bundle.empty()) return true;
  out.documents = release_documents(context, out.trace.trace,
                                    {std::string(path::parent(out.trace.path)), out.reg ? out.reg->value.policy.sbom_profile : "", options.keys, options.bundle, out.trace.sha256});
  return out.documents.has_value();
}

/// The file that a message about `subject` is about.
std::string place_of(Host& host, const GateInputs& inputs, const std::string& subject) {
  const auto item = inputs.reg->item_paths.find(subject);
  if (item != inputs.reg->item_paths.end()) return item->second;
  if (subject == review::kEvaluationSubject) return inputs.vulnerabilities_path;
  const std::string document = path::join(path::parent(inputs.trace.path), subject);
  const bool is_document = inputs.documents && subject.find_first_of("/:") == std::string::npos && subject.ends_with(".json") && host.stat(document);
  return is_document ? document : path::join(inputs.reg->directory, "register.json");
}

}  // namespace

void add_gate_options(CLI::App& command, GateOptions& options) {
  command.add_option("trace", options.trace, "A trace.json or a build directory; may be left out in one");
  command.add_option("-r,--register", options.register_path, "The register.json; default: soup/register.json");
  command.add_option("--previous", options.previous, "The trace of the release before: then changes need their analysis");
  command.add_option("--vulnerabilities", options.vulnerabilities, "The vulnerabilities.json of souptrace vulns TRACE --output");
  command.add_flag("--documents", options.documents, "Look at the SBOMs beside the trace too");
  command.add_option("-k,--key", options.keys, "A public key (PEM): the documents beside the trace must be attested by it; may be repeated");
  command.add_option("--bundle", options.bundle, "The release's bundle, which must be whole and of this trace");
  command.add_option("--date", options.date, "Today, 2026-11-23; default: SOURCE_DATE_EPOCH, else the clock");
}

std::optional<GateInputs> load_gate_inputs(Context& context, const GateOptions& options, bool register_needed) {
  const auto today = date_today(context.host, options.date);
  if (!today) {
    fail(context, kUsage, "--date", today.error());
    return std::nullopt;
  }
  auto trace = load_trace_document(context, options.trace);
  if (!trace) return std::nullopt;
  GateInputs out{*today, std::move(*trace), options.vulnerabilities, {}, {}, {}, {}};
  if (register_needed || !options.register_path.empty() || context.host.stat(kDefaultRegister)) {
    out.reg = load_register(context, options.register_path);
    if (!out.reg || !is_register_of(context, *out.reg, out.trace.trace)) return std::nullopt;
  }
  if (!load_rest(context, options, out)) return std::nullopt;
  if (out.reg) out.binaries_on_disk = binaries_on_disk(context.host, out.trace);
  return out;
}

GateReport run_gates(Host& host, const TraceIndex& index, const review::Reconciliation& found, const GateInputs& inputs, const std::string& register_argument) {
  const review::RegisterFiles& files = *inputs.reg;
  std::optional<TraceIndex> former_index;
  std::optional<review::Reconciliation> former;
  if (inputs.previous) former = review::reconcile(former_index.emplace(inputs.previous->trace), files.value);
  const Product& product = index.trace().product;
  GateReport out{product.name, product.version, register_argument, inputs.today, {}};
  out.gates = review::check_gates({index, files.value, found, inputs.today, files.evidence, former ? &*former : nullptr,
                                   inputs.vulnerabilities ? &*inputs.vulnerabilities : nullptr, inputs.documents ? &*inputs.documents : nullptr,
                                   inputs.trace.sha256, inputs.binaries_on_disk});
  for (GateResult& result : out.gates)
    for (GateMessage& message : result.messages) message.file = place_of(host, inputs, message.subject);
  return out;
}

}  // namespace souptrace::cli
