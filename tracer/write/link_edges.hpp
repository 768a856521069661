// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "write/bom_plan.hpp"

namespace souptrace::write {

/// How the files of a binary belong together, as references of the plan's files, which are the plan's own texts; sets are in the order of
/// references.
struct LinkEdges {
  std::set<std::string_view> linked;    ///< objects and archives whose bytes the linker put into the binary
  std::set<std::string_view> needed;    ///< shared libraries that the binary names
  std::set<std::string_view> compiled;  ///< sources and headers that were compiled into it
  /// For a shared library: those that the loader loads for it, missing ones too.
  std::map<std::string_view, std::set<std::string_view>> loaded;
};

[[nodiscard]] LinkEdges link_edges(const TraceBinary& binary, const BomPlan& plan);

/// The reference of the part's own file: a package with a file has another one for itself.
[[nodiscard]] const std::string& file_ref_of(const Part& part);

}  // namespace souptrace::write
