// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "link/merge.hpp"

namespace souptrace::link {

/// Who among the linked inputs refers to which symbol, computed from their symbol tables.
struct References {
  /// Strong undefined symbols among those asked for, with the inputs that leave them undefined, in the order
  /// of their paths.
  std::unordered_map<std::string_view, std::vector<const LinkInput*>> referrers;
  /// False when a linked input has no readable ELF symbols (code for link-time optimization, or a damaged
  /// file): it may refer to anything.
  bool complete = true;
};

/// Reads the symbol tables of all inputs entered as linked so far.
[[nodiscard]] References find_references(Merge& merge, const std::unordered_set<std::string_view>& wanted);

}  // namespace souptrace::link
