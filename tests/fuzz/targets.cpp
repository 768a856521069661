// SPDX-License-Identifier: Apache-2.0
#include "fuzz/targets.hpp"

#include <cstdlib>

namespace souptrace::fuzz {

const Target* target_named(std::string_view name) {
  for (const auto& targets : {build_targets(), link_targets(), source_targets(), package_targets(), document_targets(), review_targets()})
    for (const Target& target : targets)
      if (target.name == name) return &target;
  return nullptr;
}

void require(bool holds) {
  if (!holds) std::abort();
}

bool lies_in(std::string_view part, ByteView whole) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(part.data());
  return part.empty() || (first >= whole.data() && first + part.size() <= whole.data() + whole.size());
}

}  // namespace souptrace::fuzz
