// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "support/catch.hpp"

// Catch2 3's name for the matcher that Catch2 2 calls Contains.
#if __has_include(<catch2/catch_all.hpp>)
using Catch::Matchers::ContainsSubstring;
#else
inline auto ContainsSubstring(const std::string& part) {
  return Catch::Matchers::Contains(part);
}
#endif
