// SPDX-License-Identifier: Apache-2.0
#include "facts/object_names.hpp"

#include <algorithm>

#include "base/path.hpp"

namespace souptrace::facts {
namespace {

/// CreateSafeObjectFileName.
std::string safe_name(std::string name) {
  name.erase(0, std::min(name.find_first_not_of('/'), name.size()));
  std::replace(name.begin(), name.end(), ':', '_');
  for (auto at = name.find("../"); at != std::string::npos; at = name.find("../", at))
    name.replace(at, 3, "__/");
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

/// The names without ending that the source can have, the most usual first.
std::vector<std::string> stems(const Target& target, const std::string& source, const TreeRoots& roots) {
  std::vector<std::string> out;
  const bool in_build = path::is_below(source, roots.build);
  // FetchContent puts whole source directories into the build tree.
  const bool in_source = path::is_below(source, roots.source) || (in_build && path::is_below(target.source_directory, roots.build));
  std::string from_source = in_source ? path::relative(source, target.source_directory) : "";
  std::string from_build = in_build ? path::relative(source, target.build_directory) : "";
  // A source that lies below the target's build directory is named from there, though the build tree may lie
  // in the source tree.
  if (in_build && !from_build.starts_with("..")) std::swap(from_source, from_build);
  for (const std::string& name : {from_source, from_build, source})
    if (!name.empty()) out.push_back(safe_name(name));
  return out;
}

}  // namespace

std::string object_directory(const Target& target, const std::string& configuration) {
  std::string out = path::join(target.build_directory, "CMakeFiles/" + target.name + ".dir");
  return configuration.empty() ? out : path::join(out, configuration);
}

std::vector<std::string> object_candidates(const Target& target, const std::string& source,
                                           const TreeRoots& roots, const std::string& configuration) {
  std::vector<std::string> out;
  const std::string directory = object_directory(target, configuration);
  for (const std::string& stem : stems(target, source, roots)) {
    const std::string bare = stem.substr(0, stem.size() - path::extension(stem).size());
    for (const std::string& name : {stem + ".o", stem + ".obj", bare + ".o", bare + ".obj"})
      out.push_back(path::join(directory, name));
  }
  return out;
}

}  // namespace souptrace::facts
