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

/// The entry of a root that the user names; null for what is no root's name.
verify::Roots::Directory* root_for(const std::string& name, verify::Roots& roots) {
  constexpr std::string_view kPackage = "package:";
  if (name.starts_with(kPackage) && name.size() > kPackage.size()) return &roots.packages[name.substr(kPackage.size())];
  const auto root = root_named(name);
  return !root || *root == Root::outside || *root == Root::package ? nullptr : &roots.directories[*root];
}

Status add_given(Host& host, const std::string& one, verify::Roots& roots) {
  const std::size_t equals = one.find('=');
  const std::string name = equals == std::string::npos ? "build" : one.substr(0, equals);
  verify::Roots::Directory* directory = root_for(name, roots);
  if (directory == nullptr)
    return Error{"usage", "--root " + one + ": \"" + name + "\" is no root; there are source, build, system, host, install, and package:NAME as in the trace"};
  if (directory->given) return Error{"usage", "--root " + one + ": this root is given twice"};
  const std::string path = path::absolute(equals == std::string::npos ? one : one.substr(equals + 1), host.current_directory());
  const auto stat = host.stat(path);
  if (!stat || stat->kind != FileKind::directory) return Error{"usage", "--root " + one + ": there is no directory " + path};
  *directory = {path, true};
  return Done{};
}

}  // namespace

Result<verify::Roots> find_roots(Host& host, const std::vector<std::string>& given, const std::string& trace_path) {
  verify::Roots roots;
  if (const auto build = build_directory_of(host, trace_path)) add_known(host, *build, roots);
  for (const std::string& one : given)
    if (const auto added = add_given(host, one, roots); !added) return added.error();
  return roots;
}

}  // namespace souptrace::cli
