// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "base/path.hpp"
#include "cli/command.hpp"

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

/// The traces that a build tree or its output directory has: one, or one for each configuration.
void add_traces_of(Host& host, const std::string& directory, std::vector<std::string>& found) {
  const std::string output = path::join(directory, "souptrace");
  add_trace_in(host, directory, found);
  add_trace_in(host, output, found);
  for (const std::string& configuration : directories_in(host, output))
    add_trace_in(host, configuration, found);
}

Error ambiguous(const std::vector<std::string>& found) {
  std::string text = "there are several traces:";
  for (const std::string& path : found) text += ' ' + path;
  return {"trace-ambiguous", text};
}

Result<std::string> only_one(const std::vector<std::string>& found, const std::string& none) {
  if (found.size() > 1) return ambiguous(found);
  if (found.empty()) return Error{"trace-not-found", none};
  return found.front();
}

}  // namespace

Result<std::string> find_trace(Host& host, const std::string& argument) {
  std::vector<std::string> found;
  if (!argument.empty()) {
    const auto stat = host.stat(argument);
    if (!stat) return stat.error();
    if (stat->kind != FileKind::directory) return argument;
    add_traces_of(host, argument, found);
    return only_one(
        found,
        argument + " has no trace.json, neither in its souptrace/ nor in a configuration's directory there");
  }
  const std::string here = host.current_directory();
  add_traces_of(host, here, found);
  if (!found.empty()) return only_one(found, "");
  for (const std::string& child : directories_in(host, here)) {
    add_traces_of(host, child, found);
    if (path::filename(child) == "build" || path::filename(child) == "out")  // build/<preset>
      for (const std::string& preset : directories_in(host, child))
        if (path::filename(preset) != "souptrace") add_traces_of(host, preset, found);
  }
  return only_one(found, "no trace is named, and neither this directory nor a build directory in it has one");
}

}  // namespace souptrace::cli
