// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/source_date.hpp"
#include "write/cyclonedx.hpp"
#include "write/show_selection.hpp"

namespace souptrace::cli {
namespace {

struct SbomOptions {
  std::string trace;
  std::string binary;
  std::string format = "cyclonedx-1.7";
  std::string output;
};

void sbom(Context& context, const SbomOptions& options) {
  const auto trace = load_trace(context, options.trace);
  if (!trace) return;
  const auto binaries = write::select_binaries(*trace, options.binary);
  if (!binaries) return fail(context, kUsage, "", binaries.error());
  if (binaries->size() != 1) {
    const Error error{"binary-missing", "the trace has " + std::to_string(binaries->size()) +
                                            " binaries and an SBOM is about one"};
    return fail(context, kUsage, "", error, "Name it with --binary; souptrace show lists them.");
  }
  if (std::any_of(trace->findings.begin(), trace->findings.end(),
                  [](const Finding& finding) { return finding.incomplete; })) {
    const Error error{"trace-incomplete", "the trace is incomplete, so no SBOM of it could be relied on"};
    return fail(context, kIncomplete, "", error, "See what is missing: souptrace show.");
  }
  const auto timestamp = source_date(context.host);
  if (!timestamp) return fail(context, kUsage, "SOURCE_DATE_EPOCH", timestamp.error());
  const auto version =
      options.format == "cyclonedx-1.6" ? write::CycloneDxVersion::v1_6 : write::CycloneDxVersion::v1_7;
  deliver(context, options.output, write::cyclonedx(*trace, *binaries->front(), {version, *timestamp}));
}

}  // namespace

void add_sbom_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<SbomOptions>();
  CLI::App* command = app.add_subcommand("sbom", "Write the SBOM of one binary");
  command->add_option("trace", options->trace, "A trace.json or a build directory; may be left out in one");
  command->add_option("-b,--binary", options->binary,
                      "The binary: its name, path or file name; may be left out when there is one");
  command->add_option("-f,--format", options->format, "cyclonedx-1.7 or cyclonedx-1.6")
      ->capture_default_str()
      ->check(CLI::IsMember({"cyclonedx-1.7", "cyclonedx-1.6"}));
  command->add_option("-o,--output", options->output, "Write into this file instead of standard output");
  command->footer("Example:\n  souptrace sbom build --binary pump --output pump.cdx.json");
  command->callback([options, &context] { sbom(context, *options); });
}

}  // namespace souptrace::cli
