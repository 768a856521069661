// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>
#include <set>

#include "base/path.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/installed_files.hpp"
#include "cli/shipped_files.hpp"
#include "cli/source_date.hpp"
#include "cli/trace_outputs.hpp"
#include "facts/project_file.hpp"
#include "trace/shipped.hpp"
#include "write/shipped_records.hpp"
#include "write/text_style.hpp"
#include "write/trace_json.hpp"

namespace souptrace::cli {
namespace {

struct InstalledOptions {
  std::string build;
  std::string configuration;
  std::string list;
  std::vector<std::string> cyclonedx{"1.7"};
};

/// "name=value" lines; the install hook writes them (CMakeModules/internal/InstallHook.cmake).
Installation read_list(std::string_view text) {
  Installation out;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t at = line.find('=');
    if (at == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, at);
    std::string value(line.substr(at + 1));
    if (name == "prefix") out.prefix = std::move(value);
    else if (name == "destination") out.destination = std::move(value);
    else if (name == "component") out.component = std::move(value);
    else if (name == "cmake") out.cmake = std::move(value);
    else if (name == "strip") out.strip = std::move(value);
    else if (name == "file") out.files.push_back(std::move(value));
  }
  return out;
}

void report(Context& context, const Trace& trace, std::size_t count, const std::string& directory) {
  bool has_findings = false;
  for (const Finding& finding : trace.findings) {
    const bool is_error = finding.code == "shipped-file-unexplained";
    if (!is_error && finding.code != "shipped-file-foreign") continue;
    has_findings = true;
    context.terminal.err << "souptrace: " << (is_error ? "error: " : "warning: ") << printable(finding.subject) << ": " << printable(finding.text)
                         << " [" << finding.code << "]\n  " << printable(finding.remedy) << '\n';
  }
  context.terminal.err << "souptrace: " << write::counted(count, "installed file") << (count == 1 ? " is" : " are") << " made of the traced binaries";
  if (has_findings) context.terminal.err << "; see the findings: souptrace show " << printable(directory);
  context.terminal.err << '\n';
}

/// The build as the install hook named it.
struct Build {
  std::string directory;
  std::string configuration;
  facts::ProjectFile project;
};

Result<Build> open_build(Host& host, const InstalledOptions& options) {
  auto directory = host.real_path(options.build);
  if (!directory) return directory.error();
  auto project = facts::read_project_file(host, facts::state_directory(*directory));
  if (!project) return project.error();
  const std::string configuration = facts::has_configurations(project->generator) ? options.configuration : "";
  return Build{std::move(*directory), configuration, std::move(*project)};
}

Result<Trace> read_trace(Host& host, const std::string& directory) {
  const auto file = host.read(path::join(directory, "trace.json"));
  if (!file) return Error{file.error().code, "what is installed is not tied to a trace: " + file.error().text};
  auto trace = write::read_trace_json((*file)->text());
  if (!trace) return Error{trace.error().code, path::join(directory, "trace.json") + ": " + trace.error().describe()};
  return trace;
}

/// What was remembered of the places that this installation did not write. Whatever lay where it wrote is gone.
std::vector<ShippedRecord> elsewhere(std::vector<ShippedRecord> remembered, const Installation& installation) {
  std::set<std::string> written;
  for (const std::string& file : installation.files) written.insert(installation.destination + file);
  std::erase_if(remembered, [&](const ShippedRecord& record) { return !record.declared && written.contains(record.place); });
  return remembered;
}

bool is_same(const ShippedFile& one, const ShippedFile& other) {
  const auto is_same_step = [](const PostLinkStep& a, const PostLinkStep& b) {
    return a.action == b.action && a.tool == b.tool && a.sha256_after == b.sha256_after;
  };
  return one.path == other.path && one.package == other.package && one.sha256 == other.sha256 &&
         std::equal(one.steps.begin(), one.steps.end(), other.steps.begin(), other.steps.end(), is_same_step);
}

/// The binaries of which nothing changed from one trace to the other, which differ in what was installed. Each subdirectory of a parallel
/// installation comes here by itself: were all documents written each time, their number would count twice.
std::set<std::string> unchanged_binaries(const Trace& before, const Trace& now) {
  std::set<std::string> out;
  if (before.findings != now.findings || before.binaries.size() != now.binaries.size()) return out;  // documents name findings
  for (std::size_t i = 0; i < now.binaries.size(); ++i) {
    const auto& one = before.binaries[i].shipped;
    const auto& other = now.binaries[i].shipped;
    if (std::equal(one.begin(), one.end(), other.begin(), other.end(), is_same)) out.insert(now.binaries[i].name);
  }
  return out;
}

InstalledBuild installed_build(Host& host, const Build& build, const std::string& configuration) {
  const auto source = host.real_path(build.project.source_directory);
  auto rules = facts::read_install_rules(host, build.directory, configuration);
  return {build.directory, source ? *source : build.project.source_directory,
          rules ? std::move(*rules) : std::vector<facts::InstallRule>{}};
}

void record(Context& context, const InstalledOptions& options, const Build& build) {
  const char* const remedy = "Build everything, so that the trace is complete, then install again.";
  const std::string state = facts::state_directory(build.directory);
  const std::string output = facts::output_directory(build.project, build.directory, build.configuration);
  const auto list = context.host.read(options.list);
  if (!list) return fail(context, kIncomplete, "", list.error());
  const Installation installation = read_list((*list)->text());
  const auto timestamp = source_date(context.host);
  if (!timestamp) return fail(context, kUsage, "SOURCE_DATE_EPOCH", timestamp.error());
  // From here to the end: another installation, or a trace, reads and writes the same files.
  const auto lock = lock_documents(context.host, state, build.configuration);
  const char* const again = "Install again when that is done: what this installation put where is not recorded.";
  if (!lock) return fail(context, kIncomplete, "", lock.error(), again);
  auto trace = read_trace(context.host, output);
  if (!trace) return fail(context, kIncomplete, "", trace.error(), remedy);
  auto records = installed_files(context.host, *trace, installed_build(context.host, build, trace->configuration), installation);
  if (!records) return fail(context, kIncomplete, "", records.error(), remedy);
  const std::size_t count = records->size();
  const std::string memory = installed_file(state, build.configuration);
  auto before = remembered_files(context.host, memory);
  const std::size_t known = before.size();
  before = elsewhere(std::move(before), installation);
  if (count == 0 && before.size() == known) return;
  const auto all = merge_records(std::move(before), std::move(*records));
  if (const Status kept = context.host.write_atomically(memory, write::shipped_records_json(all)); !kept)
    return fail(context, kIncomplete, "", kept.error());
  const Trace former = *trace;
  trace::set_shipped(*trace, all);
  const OutputOptions how{options.cyclonedx, *timestamp, unchanged_binaries(former, *trace)};
  const auto written = write_outputs(context.host, *trace, output, how);
  if (!written) return fail(context, kIncomplete, "", written.error());
  report(context, *trace, count, output);
}

void installed(Context& context, const InstalledOptions& options) {
  const auto build = open_build(context.host, options);
  if (!build) return fail(context, kIncomplete, "", build.error());
  record(context, options, *build);
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
