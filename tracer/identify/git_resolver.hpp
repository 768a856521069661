// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <set>
#include <string>

#include "identify/resolver.hpp"
#include "identify/work_tree.hpp"

namespace souptrace::identify {

/// Files in git work trees. The product's own work tree (the one with its source directory) says that
/// unchanged tracked files are the product's, at its commit. Any other work tree (a submodule, a clone) is a
/// component "git:<name>@<commit>": unchanged files are vcs-pinned, others of its directory are
/// only `declared`, by .gitmodules or by whoever made the clone. `skipped`: roots that another resolver
/// describes (FetchContent). A work tree inside another component's is a component of its own; the outer one
/// claims its files too, and loses. Findings: "worktree-modified", "submodule-moved",
/// "submodule-not-checked-out" (files where a submodule belongs, without its work tree), "source-unpinned" (a
/// clone that no superproject pins), "git-unreadable".
[[nodiscard]] std::unique_ptr<Resolver> git_resolver(WorkTrees& trees, std::set<std::string> skipped);

/// What both git and FetchContent say of the files of one component's work tree: one claim for each of
/// `files` (indices), vcs-pinned where unchanged; and the finding "worktree-modified" where some are not, or
/// "git-unreadable" where that cannot be known.
void claim_work_tree(const Question& question, WorkTrees& trees, const WorkTree& tree,
                     const std::vector<std::size_t>& files, const std::string& component,
                     Outcome<Knowledge>& out);

}  // namespace souptrace::identify
