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

// One file each.
[[nodiscard]] std::span<const Target> build_targets();
[[nodiscard]] std::span<const Target> link_targets();
[[nodiscard]] std::span<const Target> source_targets();
[[nodiscard]] std::span<const Target> package_targets();
[[nodiscard]] std::span<const Target> document_targets();
[[nodiscard]] std::span<const Target> review_targets();

/// Nothing of that name: null.
[[nodiscard]] const Target* target_named(std::string_view name);

/// Aborts unless it holds.
void require(bool holds);
/// Whether a piece of the input lies in it, and not in memory that the parser had.
[[nodiscard]] bool lies_in(std::string_view part, ByteView whole);

}  // namespace souptrace::fuzz
