// SPDX-License-Identifier: Apache-2.0
#include "identify/prefixes.hpp"

#include <utility>
#include <vector>

#include "base/path.hpp"

namespace souptrace::identify {

const std::string& Prefixes::of(std::string_view path) {
  static const std::string kNone;
  std::vector<std::string> asked;
  std::string found;
  for (std::string_view directory = path::parent(path); directory.size() > 1;
       directory = path::parent(directory)) {
    if (const auto at = known_.find(directory); at != known_.end()) {
      found = at->second;
      break;
    }
    asked.emplace_back(directory);
    if (is_prefix_(asked.back())) {
      found = asked.back();
      break;
    }
  }
  if (asked.empty()) {
    const auto at = known_.find(path::parent(path));
    return at == known_.end() ? kNone : at->second;
  }
  const std::string* out = &kNone;
  for (auto one = asked.rbegin(); one != asked.rend(); ++one)
    out = &known_.insert_or_assign(std::move(*one), found).first->second;
  return *out;
}

}  // namespace souptrace::identify
