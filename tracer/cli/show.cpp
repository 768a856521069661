// SPDX-License-Identifier: Apache-2.0
#include "write/show.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/command.hpp"

namespace souptrace::cli {
namespace {

struct ShowOptions {
  std::string trace;
  std::string binary;
  bool json = false;
};

void show(Context& context, ShowOptions options) {
  // `souptrace show pump` in a build directory: the only argument is the binary when it is no file.
  if (options.binary.empty() && !options.trace.empty() && !context.host.stat(options.trace)) {
    if (find_trace(context.host, "")) std::swap(options.trace, options.binary);
  }
  const auto trace = load_trace(context, options.trace);
  if (!trace) return;
  const auto text = options.json ? write::show_json(*trace, options.binary)
                                 : write::show(*trace, options.binary, text_options(context.terminal));
  if (!text) return fail(context, kUsage, "", text.error());
  deliver(context, "", *text);
}

}  // namespace

void add_show_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* command = app.add_subcommand("show", "Show what is in each binary, as a tree");
  command->add_option("trace", options->trace, "A trace.json or a build directory; may be left out in one");
  command->add_option("binary", options->binary, "Only this binary: its name, path or file name");
  command->add_flag("--json", options->json, "Print JSON");
  command->footer(
      "Examples:\n  souptrace show build\n  souptrace show build pump\n  souptrace show build --json");
  command->callback([options, &context] { show(context, *options); });
}

}  // namespace souptrace::cli
