// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <new>
#include <ostream>

#include "base/path.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/former_outputs.hpp"
#include "cli/shipped_files.hpp"
#include "cli/source_date.hpp"
#include "cli/trace_build.hpp"
#include "cli/trace_outputs.hpp"
#include "cli/trace_progress.hpp"
#include "facts/project_file.hpp"
#include "model/names.hpp"
#include "write/text_style.hpp"
#include "write/trace_json.hpp"

namespace souptrace::cli {
namespace {

struct TraceOptions {
  std::string build;
  std::string configuration;
  std::string output;
  std::vector<std::string> cyclonedx{"1.7"};
  bool json = false;
};

constexpr std::size_t kMostErrors = 20;

/// One line for each error, as compilers do, and one that sums up.
void report_findings(Context& context, const Trace& trace, const std::string& written) {
  const auto count = [&](Severity severity) {
    return std::count_if(trace.findings.begin(), trace.findings.end(), [&](const Finding& f) { return f.severity == severity; });
  };
  std::size_t shown = 0;
  for (const Finding& finding : trace.findings) {
    if (finding.severity != Severity::error || ++shown > kMostErrors) continue;
    context.terminal.err << "souptrace: error: " << printable(finding.subject) << ": " << printable(finding.text) << " [" << finding.code
                         << "]\n  " << printable(finding.remedy) << '\n';
  }
  if (shown > kMostErrors) context.terminal.err << "souptrace: and " << shown - kMostErrors << " more errors\n";
  const auto errors = static_cast<std::uint64_t>(count(Severity::error));
  const auto warnings = static_cast<std::uint64_t>(count(Severity::warning));
  context.terminal.err << "souptrace: " << write::counted(trace.binaries.size(), "binary") << ", " << write::counted(trace.files.size(), "file")
                       << ", " << write::counted(trace.components.size(), "component") << ", " << write::counted(errors, "error") << ", "
                       << write::counted(warnings, "warning") << ": " << printable(written) << '\n';
  // Warnings are not printed one by one: most builds have the same ones each time.
  if (errors + warnings > 0) context.terminal.err << "souptrace: see the findings: souptrace show " << printable(written) << '\n';
}

/// Where the documents of this call go, and whether it is the build's own trace step: the user may want a second copy elsewhere.
struct Destination {
  OutputPlace place;
  bool is_own = false;
  bool is_traced = false;  ///< there is a build here
};

Destination destination(Context& context, const TraceOptions& options, const std::string& build) {
  const auto project = facts::read_project_file(context.host, facts::state_directory(build));
  const std::string given = options.output.empty() ? "" : path::absolute(options.output, context.host.current_directory());
  if (!project) return {{build, options.configuration, given.empty() ? path::join(build, "souptrace") : given}, false, false};
  const std::string own = facts::output_directory(*project, build, options.configuration);
  const bool is_own = given.empty() || given == own ||
                      given == facts::output_directory(*project, project->build_directory, options.configuration);
  return {{build, facts::has_configurations(project->generator) ? options.configuration : "", is_own ? own : given}, is_own, true};
}

/// False, with an error said, when documents of the former place can neither stay nor go.
bool leave_former(Context& context, const Destination& to) {
  if (!to.is_own) return true;
  const auto left = leave_former_outputs(context.host, to.place);
  if (!left) fail(context, kIncomplete, "", left.error(), "Remove the documents there, which are of an earlier build.");
  if (left && !left->empty())
    context.terminal.err << "souptrace: the documents go to " << printable(to.place.directory) << " now; those in " << printable(*left)
                         << " are of an earlier build\n";
  return left.ok();
}

constexpr const char* kNoMemory = "no-memory";

/// What `work` gives, or the error kNoMemory: former documents must not stay beside new binaries.
template <class Work>
auto or_no_memory(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return Error{kNoMemory, "there is not enough memory"};
  }
}

void trace(Context& context, const TraceOptions& options) {
  const auto build = context.host.real_path(options.build);
  if (!build) return fail(context, kIncomplete, "", build.error(), "Name the build directory: souptrace trace BUILD.");
  const Destination to = destination(context, options, *build);
  const std::string& output = to.place.directory;
  const auto timestamp = source_date(context.host);
  if (!timestamp) return fail(context, kUsage, "SOURCE_DATE_EPOCH", timestamp.error());

  Result<std::unique_ptr<FileLock>> lock = std::unique_ptr<FileLock>();
  if (to.is_traced) lock = lock_documents(context.host, facts::state_directory(*build), to.place.configuration);
  if (!lock) return fail(context, kIncomplete, "", lock.error(), "Build again when that is done.");

  TraceProgress progress(context.terminal);
  auto traced = or_no_memory([&] {
    return trace_build(context.host, *build, options.configuration,
                       [&](const std::string& stage, std::uint64_t done, std::uint64_t total) { progress.show(stage, done, total); });
  });
  progress.clear();
  if (!traced) {
    // The build went on and its trace did not: what is there tells of binaries that may be gone.
    const bool is_wrong_call = traced.error().code == "build-directory-not-traced" || traced.error().code == "configuration-unknown";
    if (!is_wrong_call) (void)leave_former(context, to);
    if (const auto removed = is_wrong_call ? Status(Done{}) : remove_outputs(context.host, output); !removed)
      fail(context, kIncomplete, "", removed.error());
    return fail(context, kIncomplete, "", traced.error());
  }
  if (!leave_former(context, to)) return;
  const auto written = or_no_memory([&] { return write_outputs(context.host, *traced, output, {options.cyclonedx, *timestamp}); });
  if (!written && written.error().code == kNoMemory) (void)remove_outputs(context.host, output);
  if (!written) return fail(context, kIncomplete, "", written.error(), "Free some space or make the directory writable, then build again.");
  if (options.json) deliver(context, "", [&](const TextSink& sink) { write::trace_json(*traced, sink); });
  report_findings(context, *traced, written->trace_path);
  if (!written->complete) context.exit_code = kIncomplete;
}

}  // namespace

void add_trace_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<TraceOptions>();
  CLI::App* command = app.add_subcommand("trace", "Trace what was linked in a build directory; the build runs this by itself");
  command->add_option("build", options->build, "The build directory, made with include(SoupTrace)")->required();
  command->add_option("-c,--config", options->configuration, "The configuration, where the build has several");
  command->add_option("-o,--output", options->output, "Where the documents go, when not where the build puts them");
  command->add_option("--cyclonedx", options->cyclonedx, "The CycloneDX version of the SBOMs: 1.7 or 1.6")
      ->check(CLI::IsMember({"1.7", "1.6"}))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print the trace on standard output as well");
  command->footer(
      "Writes trace.json and, for each binary, NAME.cdx.json and NAME.spdx.json. When the trace cannot be complete, it writes trace.incomplete.json instead,\n"
      "removes the documents of an earlier trace and ends with exit code 3.");
  command->callback([options, &context] { trace(context, *options); });
}

}  // namespace souptrace::cli
