// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <vector>

#include "identify/fetch_records.hpp"
#include "identify/resolver.hpp"
#include "identify/work_tree.hpp"

namespace souptrace::identify {

/// What FetchContent and ExternalProject put into the build: one component for each record,
/// "fetchcontent:<name>@<version, commit or hash>" or "externalproject:…". A git checkout's unchanged files
/// are vcs-pinned and its other files only `declared`; everything else is resolver-metadata. The version is
/// what was stated: GIT_TAG or the tag of the commit, CPM's version, else the commit; an archive states none.
/// Findings: "version-unknown", "source-unpinned" (no hash, a branch, an overridden source directory),
/// "worktree-modified", "git-unreadable".
[[nodiscard]] std::unique_ptr<Resolver> fetch_resolver(WorkTrees& trees, std::vector<FetchRecord> records);

}  // namespace souptrace::identify
