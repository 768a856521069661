// SPDX-License-Identifier: Apache-2.0
#include "cli/package_roots.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/path.hpp"
#include "facts/project_file.hpp"
#include "formats/link_log.hpp"

namespace souptrace::cli {
namespace {

/// What the links of the trace's binaries read, by file name.
using Inputs = std::multimap<std::string, formats::LoggedFile>;

Inputs linked_inputs(Host& host, const Trace& trace, const verify::Roots& roots) {
  Inputs out;
  const auto build = roots.directories.find(Root::build);
  if (build == roots.directories.end()) return out;
  const std::string links = path::join(facts::state_directory(build->second.path), "links");
  for (const TraceBinary& binary : trace.binaries) {
    const std::string key = formats::link_log_key(roots.path_of(binary.path));
    const auto file = host.read(path::join(path::join(links, key), "record"));
    const auto log = file ? formats::parse_link_log((*file)->text()) : Result<formats::LinkLog>(Error{});
    if (!log) continue;
    for (const formats::LoggedFile& input : log->inputs) out.emplace(std::string(path::filename(input.path)), input);
  }
  return out;
}

/// How many bytes at the end of both are the same whole path components.
std::size_t common_end(std::string_view path, std::string_view place) {
  std::size_t same = 0;
  std::size_t whole = 0;
  while (same < path.size() && same < place.size() && path[path.size() - 1 - same] == place[place.size() - 1 - same]) {
    ++same;
    if (path[path.size() - same] == '/') whole = same;
  }
  return whole;
}

}  // namespace

void add_package_folders(Host& host, const Trace& trace, verify::Roots& roots) {
  const bool has_packages = std::any_of(trace.files.begin(), trace.files.end(), [](const TraceFile& file) { return file.path.root == Root::package; });
  if (!has_packages) return;
  const Inputs inputs = linked_inputs(host, trace, roots);
  std::map<std::string, std::set<std::string>> folders;  // by what the places begin with
  for (const TraceFile& file : trace.files) {
    if (file.path.root != Root::package) continue;
    const std::string& place = file.path.path;
    const auto [first, last] = inputs.equal_range(std::string(path::filename(place)));
    for (auto one = first; one != last; ++one) {
      const std::string& path = one->second.path;
      const std::size_t end = common_end(path, place);  // never all of a place: it would begin with '/'
      if (end == 0 || one->second.size != file.size) continue;
      folders[place.substr(0, place.size() - end)].insert(path.substr(0, path.size() - end));
    }
  }
  for (const auto& [name, all] : folders) {
    const auto stat = all.size() == 1 ? host.stat(*all.begin()) : Result<HostStat>(Error{});
    if (stat && stat->kind == FileKind::directory) roots.packages.try_emplace(name, verify::Roots::Directory{*all.begin(), false});
  }
}

}  // namespace souptrace::cli
