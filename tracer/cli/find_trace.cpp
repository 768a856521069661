// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "base/path.hpp"
#include "cli/command.hpp"
#include "facts/project_file.hpp"

namespace souptrace::cli {
namespace {

constexpr std::size_t kMostDirectories =
    1000;  // of which to look at; a directory with more is no place to work in

bool is_kind(Host& host, const std::string& path, FileKind kind) {
  const auto stat = host.stat(path);
  return stat && stat->kind == kind;
}

std::vector<std::string> directories_in(Host& host, const std::string& directory) {
  std::vector<std::string> out;
  const auto names = host.list(directory);
  if (!names) return out;
  for (const std::string& name : *names) {
    if (out.size() == kMostDirectories) break;
    const std::string path = path::join(directory, name);
    if (!name.starts_with('.') && is_kind(host, path, FileKind::directory)) out.push_back(path);
  }
  return out;
}

/// A trace step leaves one of the two.
void add_trace_in(Host& host, const std::string& directory, std::vector<std::string>& found) {
  for (const char* name : {"trace.json", "trace.incomplete.json"}) {
    std::string path = path::join(directory, name);
    if (!is_kind(host, path, FileKind::regular)) continue;
    found.push_back(std::move(path));
    return;
  }
}

/// The traces of the build in `directory`: one, or one for each configuration. project.json says where they go; what
/// else lies in the directory is of an earlier build. Gives the place.
std::string add_traces_of_build(Host& host, const facts::ProjectFile& project, const std::string& directory,
                                std::vector<std::string>& found) {
  std::string output = facts::output_directory(project, directory, "");
  if (!facts::has_configurations(project.generator)) add_trace_in(host, output, found);
  if (facts::has_configurations(project.generator))
    for (const std::string& configuration : directories_in(host, output))
      add_trace_in(host, configuration, found);
  return output;
}

/// Adds the traces that a build tree, a copy of one's documents or an output directory has. Gives the place where the
/// build puts them, "" when `directory` is not that of a build.
Result<std::string> add_traces_of(Host& host, const std::string& directory, std::vector<std::string>& found) {
  const std::string state = facts::state_directory(directory);
  const auto project_file = host.stat(path::join(state, "project.json"));
  if (project_file) {
    const auto project = facts::read_project_file(host, state);
    if (!project) return project.error();
    return add_traces_of_build(host, *project, directory, found);
  }
  if (project_file.error().code != "not-found") return project_file.error();
  const std::string output = path::join(directory, "souptrace");
  add_trace_in(host, directory, found);
  add_trace_in(host, output, found);
  for (const std::string& configuration : directories_in(host, output))
    add_trace_in(host, configuration, found);
  return std::string();
}

Error ambiguous(const std::vector<std::string>& found) {
  std::string text = "there are several traces:";
  for (const std::string& path : found) text += ' ' + path;
  return {"trace-ambiguous", text};
}

Result<std::string> only_one(std::vector<std::string> found, const std::string& none) {
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.size() > 1) return ambiguous(found);
  if (found.empty()) return Error{"trace-not-found", none};
  return found.front();
}

std::string none_in(const std::string& directory, const std::string& output) {
  if (!output.empty()) return directory + " has no trace yet: its build writes " + output + "/trace.json";
  return directory + " has no trace.json, neither in its souptrace/ nor in a configuration's directory there";
}

Result<std::string> in_directory(Host& host, const std::string& directory) {
  std::vector<std::string> found;
  const auto output = add_traces_of(host, directory, found);
  if (!output) return output.error();
  return only_one(std::move(found), none_in(directory, *output));
}

/// In the directories where a user keeps builds: ./<any>, ./build/<preset>, ./out/<preset>.
Result<std::string> in_children(Host& host, const std::string& here) {
  std::vector<std::string> found;
  const auto look = [&](const std::string& directory) { return add_traces_of(host, directory, found); };
  for (const std::string& child : directories_in(host, here)) {
    if (const auto looked = look(child); !looked) return looked.error();
    if (path::filename(child) != "build" && path::filename(child) != "out") continue;
    for (const std::string& preset : directories_in(host, child))
      if (path::filename(preset) != "souptrace")
        if (const auto looked = look(preset); !looked) return looked.error();
  }
  return only_one(std::move(found), "no trace is named, and neither this directory nor a build directory in it has one");
}

}  // namespace

Result<std::string> find_trace(Host& host, const std::string& argument) {
  if (!argument.empty()) {
    const auto stat = host.stat(argument);
    if (!stat) return stat.error();
    if (stat->kind != FileKind::directory) return argument;
    return in_directory(host, argument);
  }
  const std::string here = host.current_directory();
  std::vector<std::string> found;
  const auto output = add_traces_of(host, here, found);
  if (!output) return output.error();
  if (!found.empty() || !output->empty()) return only_one(std::move(found), none_in(here, *output));
  return in_children(host, here);
}

}  // namespace souptrace::cli
