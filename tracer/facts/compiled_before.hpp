// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "host/file_digests.hpp"
#include "host/host.hpp"
#include "model/build_facts.hpp"

// Build tools go by time stamps, and a package manager unpacks files with the time at which they were packed.
// So an upgraded header may be older than the object that was compiled from its former content, and nothing
// compiles it again. Each trace therefore leaves what every object was compiled from, in one text file: one
// line an object, tab-separated
//   modified_ns size digest path
// and a last line with the SHA-256 of all before it; `digest` stands for the paths and contents of the
// object's source and headers. A file that is damaged in any way is ignored as a whole.
namespace souptrace::facts {

/// Those of `objects` (by path) that are still the very files of an earlier trace, though something that they
/// are compiled from has another content or another real path since. `files`: the digests of objects, sources
/// and headers; an object of which one is missing there, or which is younger than its record, is left out. When there is no such object, `memory`
/// (a file) is written anew; else it stays, so that they are known until they have been compiled again.
[[nodiscard]] std::set<std::string> objects_left_behind(
    Host& host, const std::string& memory, const std::vector<CompiledObject>& objects,
    const std::map<std::string, Result<FileDigests>>& files);

}  // namespace souptrace::facts
