// SPDX-License-Identifier: Apache-2.0
#include "cli/roots.hpp"

#include <optional>

#include "base/path.hpp"
#include "facts/project_file.hpp"
#include "model/names.hpp"

namespace souptrace::cli {
namespace {

/// The traced build directory at or above the documents' directory: <build>/souptrace/[<configuration>/]trace.json.
std::optional<std::string> build_directory_of(Host& host, const std::string& trace_path) {
  if (trace_path.empty()) return std::nullopt;
  std::string directory(path::parent(path::absolute(trace_path, host.current_directory())));
  for (int level = 0; level < 3; ++level, directory = path::parent(directory))
    if (host.stat(path::join(facts::state_directory(directory), "project.json"))) return directory;
  return std::nullopt;
}

void add_known(Host& host, const std::string& build, verify::Roots& roots) {
  const auto project = facts::read_project_file(host, facts::state_directory(build));
  if (!project) return;
  roots.directories[Root::build] = {build};
  roots.directories[Root::source] = {project->source_directory};
  roots.directories[Root::system] = {project->sysroot.empty() ? "/" : project->sysroot};
  roots.directories[Root::host] = {"/"};
}

}  // namespace

Result<verify::Roots> find_roots(Host& host, const std::vector<std::string>& given, const std::string& trace_path) {
  verify::Roots roots;
  if (const auto build = build_directory_of(host, trace_path)) add_known(host, *build, roots);
  for (const std::string& one : given) {
    const std::size_t equals = one.find('=');
    const std::string name = equals == std::string::npos ? "build" : one.substr(0, equals);
    const auto root = root_named(name);
    if (!root || *root == Root::outside)
      return Error{"usage", "--root " + one + ": \"" + name + "\" is no root; there are source, build, system, host and install"};
    verify::Roots::Directory& directory = roots.directories[*root];
    if (directory.given) return Error{"usage", "--root " + one + ": this root is given twice"};
    const std::string path = equals == std::string::npos ? one : one.substr(equals + 1);
    directory = {path::absolute(path, host.current_directory()), true};
  }
  return roots;
}

}  // namespace souptrace::cli
