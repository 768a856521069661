// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "base/path.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/shipped_files.hpp"
#include "cli/source_date.hpp"
#include "cli/trace_outputs.hpp"
#include "facts/project_file.hpp"
#include "trace/shipped.hpp"
#include "write/shipped_records.hpp"
#include "write/trace_json.hpp"

namespace souptrace::cli {
namespace {

struct InstalledOptions {
  std::string build;
  std::string configuration;
  std::string list;
  std::vector<std::string> cyclonedx{"1.7"};
};

/// "name=value" lines; the install hook writes them (CMakeModules/internal/InstallHook.cmake.in).
Installation read_list(std::string_view text) {
  Installation out;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t at = line.find('=');
    if (at == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, at);
    std::string value(line.substr(at + 1));
    if (name == "prefix") out.prefix = std::move(value);
    if (name == "destination") out.destination = std::move(value);
    if (name == "component") out.component = std::move(value);
    if (name == "cmake") out.cmake = std::move(value);
    if (name == "strip") out.strip = std::move(value);
    if (name == "file") out.files.push_back(std::move(value));
  }
  return out;
}

void report(Context& context, const Trace& trace, std::size_t count) {
  for (const Finding& finding : trace.findings)
    if (finding.code == "shipped-file-unexplained")
      context.terminal.err << "souptrace: error: " << printable(finding.subject) << ": " << printable(finding.text) << " ["
                           << finding.code << "]\n  " << printable(finding.remedy) << '\n';
  context.terminal.err << "souptrace: " << count << " installed files are made of the traced binaries\n";
}

void installed(Context& context, const InstalledOptions& options) {
  const auto build = context.host.real_path(options.build);
  if (!build) return fail(context, kIncomplete, "", build.error());
  const std::string state = facts::state_directory(*build);
  const auto project = facts::read_project_file(context.host, state);
  if (!project) return fail(context, kIncomplete, "", project.error());
  const std::string configuration = facts::has_configurations(*project) ? options.configuration : "";
  const std::string output = facts::output_directory(*project, *build, configuration);
  const auto list = context.host.read(options.list);
  if (!list) return fail(context, kIncomplete, "", list.error());
  const auto file = context.host.read(path::join(output, "trace.json"));
  const char* const remedy = "Build everything, so that the trace is complete, then install again.";
  if (!file) return fail(context, kIncomplete, "", {file.error().code, "what is installed is not tied to a trace: " + file.error().text}, remedy);
  auto trace = write::read_trace_json((*file)->text());
  if (!trace) return fail(context, kIncomplete, path::join(output, "trace.json"), trace.error(), remedy);
  auto records = installed_files(context.host, *trace, *build, read_list((*list)->text()));
  if (!records) return fail(context, kIncomplete, "", records.error(), remedy);
  const std::size_t count = records->size();
  if (count == 0) return;
  const std::string memory = installed_file(state, configuration);
  const auto all = merge_records(remembered_files(context.host, memory), std::move(*records));
  if (const Status kept = context.host.write_atomically(memory, write::shipped_records_json(all)); !kept)
    return fail(context, kIncomplete, "", kept.error());
  trace::set_shipped(*trace, all);
  const auto timestamp = source_date(context.host);
  if (!timestamp) return fail(context, kUsage, "SOURCE_DATE_EPOCH", timestamp.error());
  const auto written = write_outputs(context.host, *trace, output, {options.cyclonedx, *timestamp});
  if (!written) return fail(context, kIncomplete, "", written.error());
  report(context, *trace, count);
}

}  // namespace

void add_installed_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<InstalledOptions>();
  CLI::App* command = app.add_subcommand("installed", "Add what was installed to the trace; the installation runs this by itself");
  command->add_option("build", options->build, "The build directory")->required();
  command->add_option("-c,--config", options->configuration, "The configuration, where the build has several");
  command->add_option("--list", options->list, "What the install hook wrote")->required();
  command->add_option("--cyclonedx", options->cyclonedx, "The CycloneDX version of the SBOMs: 1.7 or 1.6");
  command->group("");  // not for people
  command->callback([options, &context] { installed(context, *options); });
}

}  // namespace souptrace::cli
