// SPDX-License-Identifier: Apache-2.0
#include "trace/object_join.hpp"

#include "base/path.hpp"

namespace souptrace::trace {
namespace {

std::string content_key(std::string_view name, std::string_view sha256) { return std::string(sha256) + '/' + std::string(name); }

}  // namespace

ObjectJoin::ObjectJoin(const Material& material) {
  for (const CompiledObject& object : material.facts.objects) {
    by_path_[object.object] = &object;
    const auto content = material.contents.find(object.object);
    if (content == material.contents.end() || content->second.digests.sha256.empty()) continue;
    by_content_.emplace(content_key(path::filename(object.object), content->second.digests.sha256), &object);
  }
  for (const Target& target : material.facts.targets) {
    if (target.type != "STATIC_LIBRARY") continue;
    for (const std::string& artifact : target.artifacts) archives_[artifact] = &target;
  }
}

const CompiledObject* ObjectJoin::by_path(const std::string& path) const {
  const auto at = by_path_.find(path);
  return at == by_path_.end() ? nullptr : at->second;
}

const CompiledObject* ObjectJoin::by_content(std::string_view name, const std::string& sha256,
                                             const std::string& archive) const {
  const auto owner = archives_.find(archive);
  const std::string own_objects =
      owner == archives_.end() ? "" : path::join(owner->second->build_directory, "CMakeFiles/" + owner->second->name + ".dir");
  const CompiledObject* found = nullptr;
  bool found_in_own = false;
  const auto [first, last] = by_content_.equal_range(content_key(name, sha256));
  for (auto it = first; it != last; ++it) {
    const CompiledObject* candidate = it->second;
    const bool in_own = !own_objects.empty() && path::is_below(candidate->object, own_objects);
    const bool better = found == nullptr || (in_own && !found_in_own) || (in_own == found_in_own && candidate->object < found->object);
    if (!better) continue;
    found = candidate;
    found_in_own = in_own;
  }
  return found;
}

}  // namespace souptrace::trace
