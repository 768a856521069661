// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string_view>

#include "write/bom_plan.hpp"

namespace souptrace::write {

/// References of the plan's parts, each with those that it depends on. They are the plan's own texts.
using Dependencies = std::map<std::string_view, std::set<std::string_view>>;

/// Every part of the document has an entry. The binary depends on what was linked into it and what it needs;
/// a component on the components of the shared libraries that its own need.
[[nodiscard]] Dependencies dependencies_of(const TraceBinary& binary, const BomPlan& plan);

}  // namespace souptrace::write
