// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/path.hpp"
#include "cli/command.hpp"
#include "cli/source_date.hpp"
#include "cli/written_sbom.hpp"
#include "write/sbom.hpp"
#include "write/sbom_profile.hpp"
#include "write/show_selection.hpp"

namespace souptrace::cli {
namespace {

struct SbomOptions {
  std::string trace;
  std::string binary;
  std::string format = "cyclonedx-1.7";
  std::string profile;
  std::string output;
  bool json = false;
};

/// What is the same for a document and for its check.
struct Subject {
  Trace trace;
  std::vector<std::string> binaries;  ///< their names
  std::string timestamp;
  write::SbomFormat format = write::SbomFormat::cyclonedx_1_7;
};

/// Nothing, with an error said, when no SBOM could be written.
std::optional<Subject> subject_of(Context& context, const SbomOptions& options) {
  auto trace = load_trace(context, options.trace);
  if (!trace) return std::nullopt;
  const auto binaries = write::select_binaries(*trace, options.binary);
  if (!binaries) {
    fail(context, kUsage, "", binaries.error());
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const TraceBinary* binary : *binaries) names.push_back(binary->name);
  if (std::any_of(trace->findings.begin(), trace->findings.end(),
                  [](const Finding& finding) { return finding.incomplete; })) {
    const Error error{"trace-incomplete", "the trace is incomplete, so no SBOM of it could be relied on"};
    fail(context, kIncomplete, "", error, "See what is missing: souptrace show.");
    return std::nullopt;
  }
  const auto timestamp = source_date(context.host);
  if (!timestamp) {
    fail(context, kUsage, "SOURCE_DATE_EPOCH", timestamp.error());
    return std::nullopt;
  }
  const auto format = write::sbom_format_named(options.format);
  return Subject{std::move(*trace), std::move(names), *timestamp,
                 format.value_or(write::SbomFormat::cyclonedx_1_7)};
}

const TraceBinary& binary_named(const Trace& trace, const std::string& name) {
  return *std::find_if(trace.binaries.begin(), trace.binaries.end(),
                       [&](const TraceBinary& binary) { return binary.name == name; });
}

write::ProfileReport check_one(Host& host, const std::string& directory, const Subject& subject, const std::string& name,
                               write::SbomProfile profile) {
  const TraceBinary& binary = binary_named(subject.trace, name);
  const WrittenSbom written = written_sbom(host, directory, subject.trace, binary, subject.format);
  auto report = write::check_profile(subject.trace, binary, profile, subject.format,
                                     written.name.empty() ? subject.timestamp : written.timestamp);
  report.document = written.name;
  return report;
}

void check(Context& context, const SbomOptions& options, const Subject& subject, write::SbomProfile profile) {
  std::vector<write::ProfileReport> reports;
  const auto trace = find_trace(context.host, options.trace);  // it was found before
  const std::string directory(trace ? path::parent(*trace) : "");
  for (const std::string& name : subject.binaries) reports.push_back(check_one(context.host, directory, subject, name, profile));
  deliver(context, options.output,
          options.json ? write::profile_json(reports)
                       : write::profile_text(reports, text_options(context.terminal)));
  const bool good =
      std::all_of(reports.begin(), reports.end(), [](const auto& report) { return report.fulfilled(); });
  if (context.exit_code == kGood && !good) context.exit_code = kGateFailed;
}

void sbom(Context& context, const SbomOptions& options) {
  const auto profile = write::sbom_profile_named(options.profile);
  if (options.json && !profile)
    return fail(context, kUsage, "--json", {"usage", "an SBOM is JSON; --json is for --profile"});
  const auto subject = subject_of(context, options);
  if (!subject) return;
  if (profile) return check(context, options, *subject, *profile);
  if (subject->binaries.size() != 1) {
    const Error error{"binary-missing", "the trace has " + std::to_string(subject->binaries.size()) +
                                            " binaries and an SBOM is about one"};
    return fail(context, kUsage, "", error, "Name it with --binary; souptrace show lists them.");
  }
  deliver(context, options.output,
          write::sbom(subject->trace, binary_named(subject->trace, subject->binaries.front()),
                      subject->format, subject->timestamp));
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  names.reserve(write::kSbomFormats.size());
  for (const write::SbomFormatName& format : write::kSbomFormats) names.emplace_back(format.name);
  return names;
}

}  // namespace

void add_sbom_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<SbomOptions>();
  CLI::App* command = app.add_subcommand("sbom", "Write the SBOM of one binary, or check what SBOMs lack");
  command->add_option("trace", options->trace, "A trace.json or a build directory; may be left out in one");
  command->add_option("-b,--binary", options->binary,
                      "The binary: its name, path or file name; may be left out when there is one");
  command->add_option("-f,--format", options->format, "cyclonedx-1.7, cyclonedx-1.6, spdx-3.0.1 or spdx-2.3")
      ->capture_default_str()
      ->check(CLI::IsMember(format_names()));
  command
      ->add_option("-p,--profile", options->profile,
                   "Write no SBOM: check what it lacks of ntia, cisa-2026, bsi-2.1 or fda, of all binaries")
      ->check(CLI::IsMember({"ntia", "cisa-2026", "bsi-2.1", "fda"}));
  command->add_flag("--json", options->json, "With --profile: print the result as JSON");
  command->add_option("-o,--output", options->output, "Write into this file instead of standard output");
  command->footer(
      "Examples:\n  souptrace sbom build --binary pump --output pump.cdx.json\n"
      "  souptrace sbom build --profile bsi-2.1\n\n"
      "With --profile the document beside the trace is judged, in the format of --format; where there is none, what would be\n"
      "written now. The exit code is 1 when something is missing that must be there.");
  command->callback([options, &context] { sbom(context, *options); });
}

}  // namespace souptrace::cli
