// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/command.hpp"
#include "cli/register_files.hpp"
#include "cli/trace_diff.hpp"
#include "write/release_diff.hpp"

namespace souptrace::cli {
namespace {

struct DiffOptions {
  std::string before;
  std::string after;
  std::string register_path;
  std::string format = "text";
  std::string output;
  bool json = false;
};

std::string document(Context& context, const DiffOptions& options, const ReleaseDiff& diff) {
  if (options.json || options.format == "json") return write::release_diff_json(diff);
  if (options.format == "markdown") return write::release_diff_markdown(diff);
  const bool is_file = !options.output.empty() && options.output != "-";
  return write::release_diff_text(diff, is_file ? write::TextOptions{} : text_options(context.terminal));
}

void diff(Context& context, const DiffOptions& options) {
  if (options.json && options.format == "markdown") return fail(context, kUsage, "--json", {"usage", "excludes --format markdown"});
  const auto before = load_trace_document(context, options.before);
  if (!before) return;
  const auto after = load_trace_document(context, options.after);
  if (!after) return;
  std::optional<review::RegisterFiles> files;
  if (!options.register_path.empty()) {
    files = load_register(context, options.register_path);
    if (!files) return;
  }
  const TraceIndex old(before->trace);
  const TraceIndex now(after->trace);
  const ReleaseDiff out = diff_traces({*before, old}, {*after, now}, files ? &files->value : nullptr);
  deliver(context, options.output, document(context, options, out));
}

}  // namespace

void add_diff_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* command = app.add_subcommand("diff", "Compare two releases: what changed, what must be reviewed, what is proved to be the same");
  command->add_option("old", options->before, "The trace.json of the release before, or a directory with it")->required();
  command->add_option("new", options->after, "The trace.json of this release, or a build directory")->required();
  command->add_option("-r,--register", options->register_path, "The register.json: then by SOUP item with its safety class");
  command->add_option("--format", options->format, "text, json, or markdown for a change request")->capture_default_str()->check(CLI::IsMember({"text", "json", "markdown"}));
  command->add_flag("--json", options->json, "The same as --format json");
  command->add_option("-o,--output", options->output, "Write it into this file");
  command->footer("The exit code is 0 when the two could be compared: a difference is no failure.\n"
                  "Examples:\n  souptrace diff releases/2.0.0/trace.json build --register soup/register.json\n"
                  "  souptrace diff releases/2.0.0/trace.json build --format markdown --output CR-77.md");
  command->callback([options, &context] { diff(context, *options); });
}

}  // namespace souptrace::cli
