// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files of Conan 2 packages: in Conan's cache, copied out of it by a deployer, or in the source tree of an
/// editable package. Nothing is looked at but the directories above the files in question, the cache
/// databases and package records found there, and the CMake files that Conan generated for this build.
/// Recipes are never run (conan_recipe.hpp). Findings: "package-db-mismatch" (error: a file, a symbolic link
/// or a manifest that is not what Conan installed), "database-broken", "source-unpinned" (an editable
/// package), "version-unknown".
[[nodiscard]] std::unique_ptr<Resolver> conan_resolver();

}  // namespace souptrace::identify
