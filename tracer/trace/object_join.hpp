// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "trace/assemble.hpp"

namespace souptrace::trace {

/// Finds, for a linked object or archive member, the object file of this build whose bytes it has. A member keeps its object's bytes, so
/// the join is by hash; the name alone would confuse objects of one name (`ar` stores no directory).
class ObjectJoin {
 public:
  explicit ObjectJoin(const Material& material);

  /// The compiled object at this path; nothing when the build did not compile it.
  [[nodiscard]] const CompiledObject* by_path(const std::string& path) const;
  /// The compiled object with these bytes and this file name; of several, one of the target that made `archive` first, then the first by path.
  [[nodiscard]] const CompiledObject* by_content(std::string_view name, const std::string& sha256, const std::string& archive) const;
  /// Whether a static library target of this build makes this file.
  [[nodiscard]] bool makes_archive(const std::string& path) const { return archives_.contains(path); }

 private:
  std::map<std::string, const CompiledObject*> by_path_;
  std::unordered_multimap<std::string, const CompiledObject*> by_content_;  ///< digest and name: many objects have one name
  std::map<std::string, const Target*> archives_;
};

}  // namespace souptrace::trace
