// SPDX-License-Identifier: Apache-2.0
#include "base/path.hpp"
#include "facts/broken_paths.hpp"
#include "facts/compile_records.hpp"
#include "formats/ninja_deps.hpp"

namespace souptrace::facts {
namespace {

constexpr std::string_view kRemedy =
    "Build again; if that does not help, delete .ninja_deps, which makes ninja compile everything anew";

Finding log_finding(std::string code, Severity severity, const std::string& file, const std::string& text) {
  return {std::move(code), severity, file, text, std::string(kRemedy), severity == Severity::error};
}

void read_left_file(Host& host, PathTable& paths, const std::string& build_directory, std::string_view output,
                    CompileRecord& record) {
  const std::string file = path::join(build_directory, std::string(output) + ".d");
  auto inputs = read_dependency_file(host, paths, file, build_directory);
  if (!inputs) return;  // the object without inputs is a finding already
  record.inputs = std::move(*inputs);
  record.witness = "depfile";
}

}  // namespace

bool is_object_file(std::string_view path) {
  return path.ends_with(".o") || path.ends_with(".obj");
}

bool is_compiler_output(std::string_view path) {
  if (is_object_file(path)) return true;
  for (const std::string_view ending : {".gch", ".pch", ".pcm", ".gcm"})
    if (path.ends_with(ending)) return true;
  return false;
}

Outcome<CompileRecords> read_ninja_records(Host& host, PathTable& paths, const std::string& build_directory) {
  Outcome<CompileRecords> out;
  out.value.witness = "ninja-deps";
  const std::string file = path::join(build_directory, ".ninja_deps");
  const auto bytes = host.read(file);
  if (!bytes) {
    out.value.log_missing = true;
    out.add(log_finding(
        "deps-log-missing", Severity::error, file,
        "ninja's record of what each object was compiled from cannot be read: " + bytes.error().text));
    return out;
  }
  const auto log = formats::parse_ninja_deps((*bytes)->bytes());
  if (!log) {
    out.value.log_missing = true;
    out.add(log_finding("deps-log-malformed", Severity::error, file, log.error().describe()));
    return out;
  }
  if (log->truncated_at)
    out.add(log_finding("deps-log-truncated", Severity::warning, file,
                        "the log ends in the middle of a record at byte " +
                            std::to_string(*log->truncated_at) + "; the records before it are used"));
  BrokenPaths broken(host, paths, build_directory);
  for (const formats::NinjaDeps& output : log->outputs) {
    if (!is_compiler_output(output.output)) continue;
    CompileRecord& record = out.value.records.emplace_back();
    record.output = paths.id(output.output, build_directory);
    record.inputs = broken.whole(output.inputs);
    record.recorded_ns = output.modified_ns;
    if (record.inputs.empty()) read_left_file(host, paths, build_directory, output.output, record);
  }
  return out;
}

}  // namespace souptrace::facts
