// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>

#include "base/version.hpp"
#include "cli/command.hpp"
#include "cli/gate_run.hpp"
#include "review/gates.hpp"
#include "write/gate_report.hpp"

namespace souptrace::cli {
namespace {

struct CheckOptions {
  GateOptions gates;
  std::string sarif;
  std::string junit;
  std::string stamp;
  std::string depfile;
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
  // A result that is not written anew must not be taken for that of this trace.
  for (const std::string& former : {options.sarif, options.junit})
    if (!former.empty() && former != "-" && context.host.stat(former)) (void)context.host.remove(former);
  const auto inputs = load_gate_inputs(context, options.gates, true);
  if (!inputs) return;
  const TraceIndex index(inputs->trace.trace);
  const GateReport report = run_gates(context.host, index, review::reconcile(index, inputs->reg->value), *inputs, options.gates.register_path);
  write_copies(context, options, report);
  deliver(context, "", options.json ? write::gates_json(report) : write::gates_text(report, text_options(context.terminal)));
  const bool failed = std::any_of(report.gates.begin(), report.gates.end(), [&](const GateResult& result) { return fails(result, options.fail_on); });
  if (failed && context.exit_code == kGood) context.exit_code = kGateFailed;
  if (context.exit_code == kGood) write_for_build(context, options, *inputs->reg);
}

void list_gates(Context& context) {
  std::string out;
  for (const review::Gate& gate : review::all_gates())
    out += std::string(gate.id) + "  " + std::string(gate.title) + "  (" + std::string(gate.clause) + (gate.from == review::Rigor::a ? "; classes A, B, C" : gate.from == review::Rigor::b ? "; classes B, C" : "; class C") +
           (gate.severity == Severity::error ? ")\n" : "; a warning)\n");
  deliver(context, "", out);
}

}  // namespace

void add_check_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command = app.add_subcommand("check", "Compare what is linked with the SOUP register, and check the gates");
  add_gate_options(*command, options->gates);
  command->add_option("--fail-on", options->fail_on, "What makes the exit code 1: gates (those that are errors), warnings (these too), nothing, or names of gates")->delimiter(',');
  command->add_option("--sarif", options->sarif, "Write the result into this file as SARIF 2.1.0 too");
  command->add_option("--junit", options->junit, "Write the result into this file as JUnit XML too");
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
