// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"

#include <ostream>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "verify/documents.hpp"
#include "write/trace_json.hpp"

namespace souptrace::cli {
namespace {

constexpr std::string_view kMake =
    "Build the product: with include(SoupTrace) every build writes <build>/souptrace/trace.json. Then name "
    "that file or the build directory.";

std::string remedy_of(const Error& error) {
  if (error.code == "trace-version") return "Use the souptrace that wrote it, or a newer one.";
  if (error.code == "not-a-trace") return "Name a trace.json, or the build directory that has one.";
  if (error.code == "trace-malformed") return "Build the product again: that writes the trace anew.";
  return "";
}

/// What helps against an error of the system, whatever was being done.
std::string_view usual_remedy(const Error& error) {
  if (error.code == "not-found") return "Name one that is there, or make it first.";
  if (error.code == "not-permitted") return "Let this user use it, or call the command as a user who may.";
  if (error.code == "no-space") return "Free some space there, then call the command again.";
  if (error.code == "is-directory") return "Name a file.";
  if (error.code == "io") return "Mend that, then call the command again.";
  return "";
}

/// Of what was never a trace it helps nobody to hear which member it lacks.
Error what_it_is(std::string_view text, const Error& error) {
  if (error.code != "trace-malformed") return error;
  const bool is_object = trim(text.substr(0, 1000)).starts_with('{');  // what begins so and goes wrong later may be a trace that was damaged
  const auto kind = verify::kind_of(text);
  if (!kind && kind.error().code != "document-unknown") return is_object ? error : Error{"not-a-trace", "is no trace, which would be JSON"};
  if (!kind) return {"not-a-trace", "is JSON, and no trace"};
  if (*kind == verify::DocumentKind::trace) return error;
  return {"not-a-trace", "is a document of the kind " + std::string(verify::name_of(*kind)) + ", not a trace"};
}

}  // namespace

void fail(Context& context, Exit code, std::string_view subject, const Error& error,
          std::string_view remedy) {
  std::ostream& err = context.terminal.err;
  err << "souptrace: error: ";
  if (!subject.empty()) err << write::clean(subject) << ": ";
  const std::string text = error.describe();
  for (const std::string_view line : split(text, '\n')) err << write::clean(line) << '\n';
  if (remedy.empty()) remedy = usual_remedy(error);
  if (!remedy.empty()) err << "  " << write::clean(remedy) << '\n';
  context.exit_code = code;
}

void deliver(Context& context, const std::string& output, std::string_view text) {
  deliver(context, output, [&](const TextSink& sink) { sink(text); });
}

void deliver(Context& context, const std::string& output, const TextSource& text) {
  if (!output.empty() && output != "-") {
    if (const auto done = context.host.write_atomically(output, text); !done)
      fail(context, kIncomplete, output, done.error());
    return;
  }
  text([&](std::string_view piece) { context.terminal.out << piece; });
  context.terminal.out << std::flush;
  if (!context.terminal.out)
    fail(context, kIncomplete, "standard output", {"io", "not everything could be written"});
}

write::TextOptions text_options(const Terminal& terminal) {
  return {terminal.colours, terminal.unicode, terminal.width};
}

namespace {

std::optional<TraceDocument> load_without_digest(Context& context, const std::string& argument) {
  const auto path = find_trace(context.host, argument);
  if (!path) {
    fail(context, argument.empty() ? kUsage : kIncomplete, "", path.error(),
         path.error().code == "trace-ambiguous" ? "Name the one that is meant." : kMake);
    return std::nullopt;
  }
  auto file = context.host.read(*path);
  if (!file) {
    fail(context, kIncomplete, "", file.error());
    return std::nullopt;
  }
  auto trace = write::read_trace_json((*file)->text());
  if (!trace) {
    const Error error = what_it_is((*file)->text(), trace.error());
    fail(context, kIncomplete, *path, error, remedy_of(error));
    return std::nullopt;
  }
  return TraceDocument{std::move(*trace), *path, std::move(*file), ""};
}

}  // namespace

std::optional<TraceDocument> load_trace_document(Context& context, const std::string& argument) {
  auto document = load_without_digest(context, argument);
  if (document) document->sha256 = sha256_hex(document->bytes->bytes());
  return document;
}

std::optional<Trace> load_trace(Context& context, const std::string& argument) {
  auto document = load_without_digest(context, argument);
  if (!document) return std::nullopt;
  return std::move(document->trace);
}

}  // namespace souptrace::cli
