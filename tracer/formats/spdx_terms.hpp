// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <string_view>

// Comparing and joining SPDX expressions in the one spelling that normalize_spdx_expression() gives.
namespace souptrace::formats {

/// All of the expressions hold: the distinct ones, sorted, joined by AND; "" for none.
[[nodiscard]] std::string spdx_conjunction(const std::set<std::string>& expressions);

/// The licences (with their exceptions) that an expression names, e.g. {"MIT", "GPL-2.0-only WITH X"}.
[[nodiscard]] std::set<std::string> spdx_terms(std::string_view expression);

/// Whether who keeps to all licences that `declared` names keeps to `tag`: of an AND every operand, of an OR
/// one must be named there. "X-or-later" is kept to under "X-only". Both are normalized expressions.
[[nodiscard]] bool spdx_contains(std::string_view declared, std::string_view tag);

}  // namespace souptrace::formats
