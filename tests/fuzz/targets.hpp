// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>

#include "base/bytes.hpp"

// One entry for each parser; the corpus folder has its name.
namespace souptrace::fuzz {

struct Target {
  std::string_view name;
  void (*run)(ByteView bytes);  ///< parses, and aborts where the answer contradicts the input
};

[[nodiscard]] std::span<const Target> targets();
/// Nothing of that name: null.
[[nodiscard]] const Target* target_named(std::string_view name);

}  // namespace souptrace::fuzz
