// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "base/path.hpp"
#include "facts/compile_records.hpp"
#include "facts/facts.hpp"
#include "facts/file_api.hpp"
#include "facts/module_edges.hpp"
#include "facts/objects.hpp"
#include "facts/path_table.hpp"
#include "facts/project_file.hpp"

namespace souptrace::facts {
namespace {

void resolve_all(PathTable& paths, std::vector<std::string>& list, const std::string& base) {
  for (std::string& path : list) path = paths.resolve(path, base);
}

void mark_traced(const std::vector<std::string>& names, Outcome<BuildFacts>& out) {
  for (Target& target : out.value.targets)
    target.traced = std::find(names.begin(), names.end(), target.name) != names.end();
  for (const std::string& name : names) {
    const auto has = [&](const Target& target) { return target.name == name; };
    if (std::any_of(out.value.targets.begin(), out.value.targets.end(), has)) continue;
    out.add({"target-unknown", Severity::error, name,
             "CMake's File API reply has no target of this name, which project.json lists as traced",
             "Run CMake again in the build directory, then build", true});
  }
}

/// CMake names a versioned library by its first symbolic link (libx.so); the linker wrote the file behind all
/// of them, and that is the binary.
void resolve_target(PathTable& paths, Target& target) {
  const std::optional<std::string> link =
      target.artifacts.empty() ? std::nullopt : std::optional(target.artifacts.front());
  resolve_all(paths, target.artifacts, target.build_directory);
  if (link) {
    const std::string named = path::join(paths.resolve(path::parent(*link), ""), path::filename(*link));
    if (named != target.artifacts.front()) target.artifacts.push_back(named);
  }
  for (Source& source : target.sources) source.path = paths.resolve(source.path, target.source_directory);
  target.source_directory = paths.resolve(target.source_directory, "/");
  target.build_directory = paths.resolve(target.build_directory, "/");
}

void take_post_link(PathTable& paths, std::vector<DeclaredPostLink> steps, BuildFacts& out) {
  out.post_link = std::move(steps);
  for (DeclaredPostLink& step : out.post_link)
    for (std::string* file : {&step.output, &step.from})
      if (!file->empty()) *file = paths.resolve(*file, out.build_directory);
}

void take_project(PathTable& paths, ProjectFile project, BuildFacts& out) {
  out.product = std::move(project.product);
  out.sysroot = project.sysroot.empty() ? "" : paths.resolve(project.sysroot, "/");
  if (out.sysroot == "/") out.sysroot.clear();
  out.fetch_content_base = project.fetch_content_base.empty()
                               ? ""
                               : paths.resolve(project.fetch_content_base, out.build_directory);
  out.declared = std::move(project.components);
  for (DeclaredComponent& component : out.declared)
    for (auto* list : {&component.paths, &component.sboms, &component.hash_lists})
      resolve_all(paths, *list, project.source_directory);
  take_post_link(paths, std::move(project.post_link), out);
}

void take_reply(PathTable& paths, FileApiReply reply, BuildFacts& out) {
  out.source_directory = paths.resolve(reply.source_directory, "/");
  out.build_directory = paths.resolve(reply.build_directory, "/");
  out.named_directories = {reply.source_directory == out.source_directory ? "" : reply.source_directory,
                           reply.build_directory == out.build_directory ? "" : reply.build_directory};
  out.state_directory = state_directory(out.build_directory);
  out.configuration = reply.configuration;
  out.generator = reply.generator;
  out.cmake_version = reply.cmake_version;
  out.toolchains = std::move(reply.toolchains);
  for (Toolchain& toolchain : out.toolchains) {
    resolve_all(paths, toolchain.include_directories, "/");
    resolve_all(paths, toolchain.link_directories, "/");
  }
  out.cache = std::move(reply.cache);
  out.configure_inputs = std::move(reply.configure_inputs);
  for (CodemodelTarget& item : reply.targets) {
    resolve_target(paths, item.target);
    out.targets.push_back(std::move(item.target));
  }
}

Outcome<CompileRecords> read_records(Host& host, PathTable& paths, const FileApiReply& reply) {
  if (reply.generator.starts_with("Ninja")) return read_ninja_records(host, paths, reply.build_directory);
  return read_dependency_files(host, paths, reply.targets);
}

}  // namespace

Result<Outcome<BuildFacts>> read_build(Host& host, const std::string& build_directory,
                                       const std::string& configuration) {
  auto project = read_project_file(host, state_directory(build_directory));
  if (!project) return project.error();
  auto read = read_file_api(host, build_directory, configuration);
  if (!read) return read.error();

  Outcome<BuildFacts> out;
  PathTable paths(host);
  FileApiReply reply = out.take(std::move(*read));
  const CompileRecords records = out.take(read_records(host, paths, reply));
  const ModuleEdges modules = out.take(read_module_edges(host, paths, reply));
  out.value.objects = out.take(compiled_objects(host, paths, {reply, records, modules}));
  take_reply(paths, std::move(reply), out.value);
  const std::vector<std::string> traced = project->targets;
  take_project(paths, std::move(*project), out.value);
  mark_traced(traced, out);
  return out;
}

}  // namespace souptrace::facts
