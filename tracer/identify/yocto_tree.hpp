// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/host.hpp"
#include "model/finding.hpp"

// The records of one Yocto build tree (TMPDIR) and of the work directories in it.
namespace souptrace::identify {

/// What is known of a recipe besides its files.
struct YoctoRecipe {
  std::string version;        ///< "" when no record says it, or records differ
  std::string version_place;  ///< the record, relative to the build tree
  std::string license;        ///< as the recipe states it; "" when no record says it
  std::string license_place;
};

/// A sysroot of a recipe's own, or the staged tree of one recipe, in which a file lies.
struct YoctoPlace {
  std::string work;    ///< the work directory; "" for a staged tree
  std::string tmp;     ///< the build tree, for a staged tree
  std::string recipe;  ///< whose staged tree it is
};

/// By the names of the directories above `path`; nothing when they are not Yocto's.
[[nodiscard]] std::optional<YoctoPlace> yocto_place(const std::string& path);

/// The innermost directory at or above `path` that holds "sstate-control"; "" for none.
[[nodiscard]] std::string yocto_build_tree(Host& host, std::string path);

/// Which recipe staged each file of a work directory's sysroots: absolute path → recipe. Findings:
/// "database-broken".
[[nodiscard]] Outcome<std::map<std::string, std::string>> yocto_staged_files(Host& host, const std::string& work);

/// The files that the manifests of a recipe name, absolute. Findings: "database-broken".
[[nodiscard]] Outcome<std::set<std::string>> yocto_manifest_files(Host& host, const std::string& tmp,
                                                                 const std::string& recipe);

[[nodiscard]] Outcome<YoctoRecipe> yocto_recipe(Host& host, const std::string& tmp, const std::string& recipe);

}  // namespace souptrace::identify
