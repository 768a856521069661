// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/version.hpp"
#include "cli/command.hpp"
#include "cli/gate_run.hpp"
#include "cli/register_files.hpp"
#include "cli/release_documents.hpp"
#include "review/gates.hpp"
#include "write/gate_report.hpp"

namespace souptrace::cli {
namespace {

struct CheckOptions {
  std::string trace;
  std::string register_path;
  std::string previous;
  std::string vulnerabilities;
  bool documents = false;
  std::vector<std::string> keys;
  std::string bundle;
  std::string sarif;
  std::string junit;
  std::string stamp;
  std::string depfile;
  std::string date;
  std::vector<std::string> fail_on{"gates"};
  bool json = false;
};

/// "gates", "warnings", "nothing", or names of gates.
bool is_fail_on(const std::string& word) {
  const auto gates = review::all_gates();
  return word == "gates" || word == "warnings" || word == "nothing" ||
         std::any_of(gates.begin(), gates.end(), [&](const review::Gate& gate) { return gate.id == word; });
}

bool fails(const GateResult& result, const std::vector<std::string>& fail_on) {
  const bool failed = result.status == GateStatus::fail;
  return std::any_of(fail_on.begin(), fail_on.end(), [&](const std::string& word) {
    if (word == "gates") return failed;
    if (word == "warnings") return failed || result.status == GateStatus::warn;
    return word == result.gate && (failed || result.status == GateStatus::warn);
  });
}

std::string digest_of(Host& host, const std::string& path) {
  const auto bytes = host.read(path);
  return bytes ? sha256_hex((*bytes)->bytes()) : "";
}

/// A path as a dependency file has it: Make's escapes, as Ninja and CMake read them.
std::string escaped(const std::string& path) {
  std::string out;
  for (const char c : path) {
    if (c == ' ' || c == '#' || c == '\\') out += '\\';
    if (c == '$') out += '$';
    out += c;
  }
  return out;
}

/// For the build: the empty file that stands for a success, and what has to be compared again when it changes.
void write_for_build(Context& context, const CheckOptions& options, const review::RegisterFiles& files) {
  if (options.stamp.empty()) return;
  if (!options.depfile.empty()) {
    std::string text = escaped(options.stamp) + ':';
    for (const std::string& file : files.read) text += " \\\n " + escaped(file);
    deliver(context, options.depfile, text + '\n');
  }
  deliver(context, options.stamp, "");
}

void write_copies(Context& context, const CheckOptions& options, const GateReport& report) {
  if (!options.sarif.empty()) deliver(context, options.sarif, write::gates_sarif(report, std::string(kVersion)));
  if (!options.junit.empty()) deliver(context, options.junit, write::gates_junit(report));
}

void check(Context& context, const CheckOptions& options) {
  for (const std::string& word : options.fail_on)
    if (!is_fail_on(word))
      return fail(context, kUsage, "--fail-on", {"usage", '"' + word + "\" is neither gates, warnings nor nothing, and no gate"}, "souptrace check --list names the gates.");
  const auto today = date_today(context.host, options.date);
  if (!today) return fail(context, kUsage, "--date", today.error());
  const auto trace = load_trace(context, options.trace);
  if (!trace) return;
  const auto files = load_register(context, options.register_path);
  if (!files) return;
  std::optional<Trace> previous;
  if (!options.previous.empty()) {
    previous = load_trace(context, options.previous);
    if (!previous) return;
  }
  std::optional<VulnerabilityReport> vulnerabilities;
  if (!load_vulnerabilities(context, options.vulnerabilities, vulnerabilities)) return;
  std::optional<ReleaseDocuments> documents;
  const std::string trace_path = *find_trace(context.host, options.trace);  // it was found before
  const std::string trace_sha256 = digest_of(context.host, trace_path);
  if (options.documents || !options.keys.empty() || !options.bundle.empty()) {
    documents = release_documents(context, *trace, {std::string(path::parent(trace_path)), files->value.policy.sbom_profile, options.keys, options.bundle, trace_sha256});
    if (!documents) return;
  }
  const TraceIndex index(*trace);
  const review::Reconciliation found = review::reconcile(index, files->value);
  std::optional<TraceIndex> former_index;
  std::optional<review::Reconciliation> former;
  if (previous) former = review::reconcile(former_index.emplace(*previous), files->value);
  const GateReport report = run_gates({index, files->value, found, *today, files->evidence, former ? &*former : nullptr,
                                       vulnerabilities ? &*vulnerabilities : nullptr, documents ? &*documents : nullptr, trace_sha256},
                                      *files, options.register_path);
  write_copies(context, options, report);
  deliver(context, "", options.json ? write::gates_json(report) : write::gates_text(report, text_options(context.terminal)));
  const bool failed = std::any_of(report.gates.begin(), report.gates.end(), [&](const GateResult& result) { return fails(result, options.fail_on); });
  if (failed && context.exit_code == kGood) context.exit_code = kGateFailed;
  if (context.exit_code == kGood) write_for_build(context, options, *files);
}

void list_gates(Context& context) {
  std::string out;
  for (const review::Gate& gate : review::all_gates())
    out += std::string(gate.id) + "  " + std::string(gate.title) + "  (" + std::string(gate.clause) + (gate.from == review::Rigor::a ? "; classes A, B, C" : gate.from == review::Rigor::b ? "; classes B, C" : "; class C") + ")\n";
  deliver(context, "", out);
}

}  // namespace

void add_check_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = app.add_subcommand("check", "Compare what is linked with the SOUP register, and check the gates");
  command->add_option("trace", options->trace, "A trace.json or a build directory; may be left out in one");
  command->add_option("-r,--register", options->register_path, "The register.json; default: soup/register.json");
  command->add_option("--previous", options->previous, "The trace of the release before: then changes need their analysis");
  command->add_option("--vulnerabilities", options->vulnerabilities, "The vulnerabilities.json that souptrace vulns wrote");
  command->add_flag("--documents", options->documents, "Look at the SBOMs beside the trace too");
  command->add_option("-k,--key", options->keys, "A public key (PEM): the documents beside the trace must be attested by it; may be repeated");
  command->add_option("--bundle", options->bundle, "The release's bundle, which must be whole and of this trace");
  command->add_option("--fail-on", options->fail_on, "What makes the exit code 1: gates (those that are errors), warnings (these too), nothing, or names of gates")->delimiter(',');
  command->add_option("--sarif", options->sarif, "Write the result into this file as SARIF 2.1.0 too");
  command->add_option("--junit", options->junit, "Write the result into this file as JUnit XML too");
  command->add_option("--date", options->date, "Today, 2026-11-23; default: SOURCE_DATE_EPOCH, else the clock");
  command->add_flag("--json", options->json, "Print JSON");
  // The build's own: nothing that a person needs.
  command->add_option("--stamp", options->stamp, "")->group("");
  command->add_option("--depfile", options->depfile, "")->group("");
  auto list = std::make_shared<bool>(false);
  command->add_flag("--list", *list, "List the gates with their clauses, and check nothing");
  command->footer("Examples:\n  souptrace check build --register soup/register.json\n  souptrace check build --sarif gates.sarif --junit gates.xml");
  command->callback([options, list, &context] { *list ? list_gates(context) : check(context, *options); });
}

}  // namespace souptrace::cli
