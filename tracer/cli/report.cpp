// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "base/path.hpp"
#include "base/version.hpp"
#include "cli/command.hpp"
#include "cli/gate_run.hpp"
#include "cli/register_files.hpp"
#include "cli/trace_diff.hpp"
#include "review/report_rows.hpp"
#include "write/report_csv.hpp"
#include "write/report_html.hpp"
#include "write/report_markdown.hpp"

namespace souptrace::cli {
namespace {

struct ReportOptions {
  GateOptions gates;
  std::string output;
  std::string csv;
  std::string markdown;
};

Report make_report(Host& host, const TraceIndex& index, const GateInputs& inputs, const std::string& register_argument) {
  static const SoupRegister kNoRegister;
  const review::Reconciliation found = review::reconcile(index, inputs.reg ? inputs.reg->value : kNoRegister);
  std::optional<GateReport> gates;
  if (inputs.reg) gates = run_gates(host, index, found, inputs, register_argument);
  Report out = review::report_rows({index, found, inputs.reg ? &inputs.reg->value : nullptr, gates ? &*gates : nullptr,
                                    inputs.vulnerabilities ? &*inputs.vulnerabilities : nullptr, inputs.trace.sha256});
  out.date = inputs.today;
  out.tool_version = kVersion;
  if (inputs.reg) out.register_path = register_argument;
  if (inputs.previous) {
    const TraceIndex before(inputs.previous->trace);
    out.diff = diff_traces({*inputs.previous, before}, {inputs.trace, index}, inputs.reg ? &inputs.reg->value : nullptr);
  }
  return out;
}

/// Writes one document and says where.
void write_document(Context& context, const std::string& path, const std::string& text) {
  const int before = std::exchange(context.exit_code, kGood);
  deliver(context, path, text);
  if (path != "-" && context.exit_code == kGood) deliver(context, "", path + '\n');
  if (context.exit_code == kGood) context.exit_code = before;
}

void report(Context& context, const ReportOptions& options) {
  const auto inputs = load_gate_inputs(context, options.gates, false);
  if (!inputs) return;
  const TraceIndex index(inputs->trace.trace);
  const Report made = make_report(context.host, index, *inputs, options.gates.register_path.empty() ? kDefaultRegister : options.gates.register_path);
  const bool none_named = options.output.empty() && options.csv.empty() && options.markdown.empty();
  const std::string directory(path::parent(inputs->trace.path));
  const std::string html = none_named ? path::join(directory, "report.html") : options.output;
  const std::string csv = none_named ? path::join(directory, "soup-list.csv") : options.csv;
  if (!html.empty()) write_document(context, html, write::report_html(index, made));
  if (!csv.empty()) write_document(context, csv, write::soup_list_csv(index, made));
  if (!options.markdown.empty()) write_document(context, options.markdown, write::report_markdown(index, made));
}

}  // namespace

void add_report_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command = app.add_subcommand("report", "Write the report for QA: what is in each binary, the gates, the vulnerabilities");
  add_gate_options(*command, options->gates);
  command->add_option("-o,--output", options->output, "Write the HTML page into this file");
  command->add_option("--csv", options->csv, "Write the SOUP list into this file as CSV");
  command->add_option("--markdown", options->markdown, "Write the report into this file as Markdown");
  command->footer(
      "Without --output, --csv and --markdown it writes report.html and soup-list.csv beside the trace. The page is one file and needs no network.\n"
      "The report says which gates fail; the exit code does not: souptrace check is for that.\n"
      "Example:\n  souptrace report build --register soup/register.json --vulnerabilities vulnerabilities.json");
  command->callback([options, &context] { report(context, *options); });
}

}  // namespace souptrace::cli
