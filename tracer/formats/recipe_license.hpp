// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace souptrace::formats {

/// The LICENSE of a Yocto recipe with SPDX's operators: '&' is AND, '|' is OR (Yocto reference manual,
/// "LICENSE"). The names stay as they are, so the result need not be an SPDX expression.
[[nodiscard]] std::string spdx_from_recipe(std::string_view license);

}  // namespace souptrace::formats
