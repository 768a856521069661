// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/version.hpp"
#include "cli/command.hpp"
#include "cli/gate_run.hpp"
#include "cli/register_files.hpp"
#include "review/report_rows.hpp"
#include "write/report_contents.hpp"
#include "write/report_csv.hpp"
#include "write/report_html.hpp"
#include "write/report_markdown.hpp"

namespace souptrace::cli {
namespace {

struct ReportOptions {
  std::string trace;
  std::string register_path;
  std::string vulnerabilities;
  std::string output;
  std::string csv;
  std::string markdown;
  std::string date;
};

/// The register, when one is named or stands where one is looked for; false when it cannot be read, which the user then knows.
bool read_register(Context& context, const ReportOptions& options, std::optional<review::RegisterFiles>& out) {
  if (options.register_path.empty() && !context.host.stat(kDefaultRegister)) return true;
  out = load_register(context, options.register_path);
  return out.has_value();
}

struct Inputs {
  Trace trace;
  std::string trace_path;
  std::string trace_sha256;
  std::string today;
  std::optional<review::RegisterFiles> reg;
  std::optional<VulnerabilityReport> vulnerabilities;
};

/// Nothing when something cannot be read, which the user then knows.
std::optional<Inputs> read_inputs(Context& context, const ReportOptions& options) {
  Inputs out;
  const auto today = date_today(context.host, options.date);
  if (!today) {
    fail(context, kUsage, "--date", today.error());
    return std::nullopt;
  }
  out.today = *today;
  auto trace = load_trace(context, options.trace);
  if (!trace) return std::nullopt;
  out.trace = std::move(*trace);
  out.trace_path = *find_trace(context.host, options.trace);
  const auto bytes = context.host.read(out.trace_path);
  if (!bytes) {
    fail(context, kIncomplete, "", bytes.error());
    return std::nullopt;
  }
  out.trace_sha256 = sha256_hex((*bytes)->bytes());
  if (!read_register(context, options, out.reg) || !load_vulnerabilities(context, options.vulnerabilities, out.vulnerabilities)) return std::nullopt;
  return out;
}

Report make_report(const TraceIndex& index, const Inputs& inputs, const std::string& register_argument) {
  static const SoupRegister kNoRegister;
  const SoupRegister& reg = inputs.reg ? inputs.reg->value : kNoRegister;
  const review::Reconciliation found = review::reconcile(index, reg);
  std::optional<GateReport> gates;
  const VulnerabilityReport* vulnerabilities = inputs.vulnerabilities ? &*inputs.vulnerabilities : nullptr;
  if (inputs.reg)
    gates = run_gates({.index = index, .reg = reg, .reconciliation = found, .today = inputs.today, .evidence = inputs.reg->evidence, .former = nullptr,
                       .vulnerabilities = vulnerabilities, .trace_sha256 = inputs.trace_sha256}, *inputs.reg, register_argument);
  Report out = review::report_rows({index, found, inputs.reg ? &reg : nullptr, gates ? &*gates : nullptr, vulnerabilities, inputs.trace_sha256});
  out.date = inputs.today;
  out.tool_version = kVersion;
  if (inputs.reg) out.register_path = register_argument;
  return out;
}

/// Writes one document and says where.
void write_document(Context& context, const std::string& path, const std::string& text) {
  const int before = context.exit_code;
  deliver(context, path, text);
  if (path != "-" && context.exit_code == before) deliver(context, "", path + '\n');
}

void report(Context& context, const ReportOptions& options) {
  const auto inputs = read_inputs(context, options);
  if (!inputs) return;
  const TraceIndex index(inputs->trace);
  const Report made = make_report(index, *inputs, options.register_path.empty() ? kDefaultRegister : options.register_path);
  const bool none_named = options.output.empty() && options.csv.empty() && options.markdown.empty();
  const std::string directory = std::string(path::parent(inputs->trace_path));
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
  command->add_option("trace", options->trace, "A trace.json or a build directory; may be left out in one");
  command->add_option("-r,--register", options->register_path, "The register.json; default: soup/register.json, when it is there");
  command->add_option("--vulnerabilities", options->vulnerabilities, "The vulnerabilities.json of souptrace vulns TRACE --output");
  command->add_option("-o,--output", options->output, "Write the HTML page into this file");
  command->add_option("--csv", options->csv, "Write the SOUP list into this file as CSV");
  command->add_option("--markdown", options->markdown, "Write the report into this file as Markdown");
  command->add_option("--date", options->date, "The report's date, 2026-11-23; default: SOURCE_DATE_EPOCH, else the clock");
  command->footer(
      "Without --output, --csv and --markdown it writes report.html and soup-list.csv beside the trace. The page is one file and needs no network.\n"
      "The report says which gates fail; the exit code does not: souptrace check is for that.\n"
      "Example:\n  souptrace report build --register soup/register.json --vulnerabilities vulnerabilities.json");
  command->callback([options, &context] { report(context, *options); });
}

}  // namespace souptrace::cli
