// SPDX-License-Identifier: Apache-2.0
#include "base/path.hpp"
#include "facts/compile_records.hpp"
#include "facts/object_names.hpp"
#include "formats/dependency_file.hpp"

namespace souptrace::facts {
namespace {

/// Directories nested deeper than this below CMakeFiles/<target>.dir are not a build's.
constexpr int kMaximumDepth = 64;

void find_dependency_files(Host& host, const std::string& directory, int depth,
                           std::vector<std::string>& out) {
  const auto names = host.list(directory);
  if (!names || depth > kMaximumDepth) return;
  for (const std::string& name : *names) {
    const std::string path = path::join(directory, name);
    if (name.ends_with(".d") && is_compiler_output(std::string_view(name).substr(0, name.size() - 2))) {
      out.push_back(path);
      continue;
    }
    if (is_compiler_output(name)) continue;
    const auto stat = host.lstat(path);
    if (stat && stat->kind == FileKind::directory) find_dependency_files(host, path, depth + 1, out);
  }
}

Finding unreadable(const std::string& file, const std::string& text) {
  return {"dependency-file-unreadable",
          Severity::error,
          file,
          "what this object was compiled from is not known: " + text,
          "Delete the object beside the file and build again",
          true};
}

void read_one(Host& host, PathTable& paths, const std::string& file, const std::string& directory,
              Outcome<CompileRecords>& out) {
  auto inputs = read_dependency_file(host, paths, file, directory);
  if (!inputs) return out.add(unreadable(file, inputs.error().describe()));
  CompileRecord& record = out.value.records.emplace_back();
  record.output = paths.id(file.substr(0, file.size() - 2), directory);
  record.inputs = std::move(*inputs);
}

}  // namespace

Result<std::vector<PathTable::Id>> read_dependency_file(Host& host, PathTable& paths, const std::string& file,
                                                        const std::string& directory) {
  const auto content = host.read(file);
  if (!content) return content.error();
  const auto rules = formats::parse_compiler_dependency_file((*content)->text());
  if (!rules) return rules.error();
  std::vector<PathTable::Id> inputs;
  // Only the first rule with prerequisites tells of the object; those that -MP adds have none.
  for (const formats::DependencyRule& rule : *rules)
    for (const std::string& input : rule.prerequisites) inputs.push_back(paths.id(input, directory));
  return inputs;
}

Outcome<CompileRecords> read_dependency_files(Host& host, PathTable& paths,
                                              const std::vector<CodemodelTarget>& targets) {
  Outcome<CompileRecords> out;
  out.value.witness = "depfile";
  for (const CodemodelTarget& item : targets) {
    std::vector<std::string> files;
    find_dependency_files(host, object_directory(item.target, ""), 0, files);
    for (const std::string& file : files) read_one(host, paths, file, item.target.build_directory, out);
  }
  return out;
}

}  // namespace souptrace::facts
