// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "identify/resolver.hpp"

// Which of several claims to one file counts. The rules, first to last; the first that tells two claims apart
// decides:
//
//   1. A record that names this very path (package database, install manifest) before anything that names a
//   directory; among those the better
//      tier, then the component's id.
//   2. An object is its source's owner's.
//   3. What a target of this build makes is the target's owner's, unless a declaration names a directory
//   below the build directory in which
//      the file lies: somebody has looked at it.
//   4. The innermost directory: a component in a component's directory is its own.
//   5. For one and the same directory: a declaration before a package manager's record before FetchContent before
//   git before the toolchain before the product. The declaration
//      carries what people must say (name, version, licence), the other claim stays beside it with its commit
//      or hash.
//
// The owner of a symbolic link through which the build found the file (libz.so of a -dev package) is kept
// among the losing claims and never chosen: what lies behind the link is what counts. Claims of one component
// do not compete: their evidence is put together under the best tier.
namespace souptrace::identify {

/// Rule 5: the place of a component's resolver, lower first, known by the id's prefix.
[[nodiscard]] int precedence(std::string_view component);

/// Orders the claims to one file. Nobody's file has the tier `unknown`, and may have losing claims.
/// `build_directory`: BuildFacts::build_directory.
[[nodiscard]] Ownership choose(const std::vector<const FileClaim*>& claims, const std::string& build_directory);

}  // namespace souptrace::identify
