// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/text_sink.hpp"
#include "cli/cli.hpp"
#include "host/host.hpp"
#include "model/trace.hpp"
#include "write/text_style.hpp"

namespace CLI {
class App;
}

// What every command has: where it prints, how it fails, how it reads a trace. A command is one file with one
// add_…_command(): it declares its options and, when it is chosen, sets Context::exit_code.
namespace souptrace::cli {

struct Context {
  Host& host;
  const Terminal& terminal;
  int exit_code = kGood;
};

void add_trace_command(CLI::App& app, Context& context);
void add_show_command(CLI::App& app, Context& context);
void add_explain_command(CLI::App& app, Context& context);
void add_sbom_command(CLI::App& app, Context& context);
void add_installed_command(CLI::App& app, Context& context);
void add_attest_command(CLI::App& app, Context& context);
void add_verify_command(CLI::App& app, Context& context);
void add_bundle_command(CLI::App& app, Context& context);
void add_register_command(CLI::App& app, Context& context);
void add_check_command(CLI::App& app, Context& context);
void add_vulns_command(CLI::App& app, Context& context);
void add_diff_command(CLI::App& app, Context& context);
void add_report_command(CLI::App& app, Context& context);

/// Prints "souptrace: error: SUBJECT: what (at byte N)" and the remedy below it, and makes `code` the exit
/// code. An empty subject is left out: the texts of Host's errors name their path themselves. Where no remedy is given, an error of Host has
/// its usual one.
void fail(Context& context, Exit code, std::string_view subject, const Error& error,
          std::string_view remedy = "");

/// Prints a document or a text to standard output, or into the file `output` ("" or "-": standard output),
/// whole or not at all.
void deliver(Context& context, const std::string& output, const TextSource& text);
void deliver(Context& context, const std::string& output, std::string_view text);

/// How texts for people may look on the terminal.
[[nodiscard]] write::TextOptions text_options(const Terminal& terminal);

/// Where the trace is that `argument` means: a trace.json, or a directory that has one as trace.json,
/// souptrace/trace.json or souptrace/<configuration>/trace.json (a build directory). With "": the only one
/// below the current directory, looked for in it and in its build directories. Errors: "trace-not-found",
/// "trace-ambiguous".
[[nodiscard]] Result<std::string> find_trace(Host& host, const std::string& argument);

/// A trace with the file that it is from.
struct TraceDocument {
  Trace trace;
  std::string path;
  std::shared_ptr<FileBytes> bytes;
  std::string sha256;  ///< of the bytes
};

/// Finds and reads a trace. On failure it has told the user and set the exit code.
[[nodiscard]] std::optional<TraceDocument> load_trace_document(Context& context, const std::string& argument);

/// The same, for those who need not know the file.
[[nodiscard]] std::optional<Trace> load_trace(Context& context, const std::string& argument);

}  // namespace souptrace::cli
