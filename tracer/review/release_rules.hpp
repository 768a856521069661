// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <span>
#include <string_view>

#include "review/gates.hpp"

namespace souptrace::review {

/// What one clause asks for when a component is in one of `states` (ComponentDiff::states).
struct ReviewRule {
  std::string_view clause;
  Rigor from;  ///< the lowest class that it is for
  std::initializer_list<std::string_view> states;
  std::string_view task;
};

/// Of a SOUP item or component, in the order of the clauses.
[[nodiscard]] std::span<const ReviewRule> soup_rules();

/// Of what is no item's own; the states are "toolchain" (compilers, linkers, flags, settings), "loading" (what is loaded at run time, and
/// from where), "delivery" (files made of a binary after its link).
[[nodiscard]] std::span<const ReviewRule> product_rules();

}  // namespace souptrace::review
