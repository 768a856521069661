// SPDX-License-Identifier: Apache-2.0
#include "write/explain.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/command.hpp"

namespace souptrace::cli {
namespace {

struct ExplainOptions {
  std::vector<std::string> words;
  bool json = false;
};

void explain(Context& context, const ExplainOptions& options) {
  const bool names_trace = options.words.size() == 2;
  const auto trace = load_trace(context, names_trace ? options.words.front() : "");
  if (!trace) return;
  const std::string& query = options.words.back();
  const auto text = options.json ? write::explain_json(*trace, query)
                                 : write::explain(*trace, query, text_options(context.terminal));
  if (text) return deliver(context, "", *text);
  fail(context, kUsage, "", text.error(),
       text.error().code == "ambiguous" ? "Say more of the one that is meant."
                                        : "souptrace show lists what there is.");
}

}  // namespace

void add_explain_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* command =
      app.add_subcommand("explain", "Say why a file or component is in which binaries, and who says so");
  command
      ->add_option("words", options->words,
                   "[TRACE] WHAT: a trace.json or a build directory, which may be left out in one; then a "
                   "file, an archive member "
                   "(libz.a(inflate.o)), a component, a binary, a file made of one (bin/pump, valve.hex) or the start of a SHA-256")
      ->required()
      ->expected(1, 2);
  command->add_flag("--json", options->json, "Print JSON");
  command->footer(
      "Examples:\n  souptrace explain build libz.a\n  souptrace explain build 'libz.a(inflate.o)'\n  "
      "souptrace explain build zlib.h\n"
      "  souptrace explain build install:bin/pump\n  souptrace explain zlib1g-dev --json");
  command->callback([options, &context] { explain(context, *options); });
}

}  // namespace souptrace::cli
