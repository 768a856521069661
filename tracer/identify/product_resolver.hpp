// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// "product:<name>@<version>": the product that souptrace(PRODUCT …) names, else the top-level project() by
/// CMake's cache.
[[nodiscard]] Component product_component(const BuildFacts& facts);

/// The product's own sources: what lies below its source directory and outside its build directory. Libraries
/// and objects are not claimed: nobody writes those by hand, so one that lies in the source tree came from
/// elsewhere, and only a declaration or a record can say whence.
[[nodiscard]] std::unique_ptr<Resolver> product_resolver();

}  // namespace souptrace::identify
