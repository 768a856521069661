// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "host/host.hpp"
#include "identify/identify.hpp"
#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Reads the SPDX tags of the used files of components that are source trees (git, FetchContent,
/// ExternalProject, CPM, declared): never those of a package that a database knows, nor what the build makes.
///   * A component without a licence, all of whose used files are tagged, gets the conjunction of their
///     expressions, source "file tags". With one untagged file it stays NOASSERTION.
///   * The property "file-licenses" says how many of how many files carry which tags, where any does.
///   * Where the licence is one identifier and LICENSES/<it>.txt exists, License::text_sha256 is its digest.
/// Findings, about the component: "license-contradicts" (the licence it has does not name what a file's tag
/// says), "license-malformed" (a tag, REUSE.toml or dep5 that cannot be read).
/// `claims`: all of each file in question; `directories`: whose source directories are, as resolvers said.
void add_file_licenses(Host& host, const std::vector<FileInQuestion>& files,
                       const std::vector<std::vector<FileClaim>>& claims,
                       const std::vector<DirectoryOwner>& directories, Outcome<Identification>& out);

}  // namespace souptrace::identify
