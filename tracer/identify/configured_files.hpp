// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "identify/resolver.hpp"
#include "identify/target_owners.hpp"

// Headers of the build directory that CMake made and no target lists. Nothing records them, but CMake's list
// of the files that it read to configure has their templates:
//   - "x.h" configured from a file called "x.h.in", "x.h.cmake", "x.in.h" and the like belongs to the owner
//   of that template. The name alone says nothing (any library may bring a "config.h"): the file has to have
//   the template's text too, with values filled in;
//   - "<target>_export.h" in a target's build directory is generate_export_header()'s, where it has the text
//   of that module's template;
//   - what lies in "<target>_autogen" (AUTOMOC, AUTOUIC, AUTORCC) is the target's.
namespace souptrace::identify {

/// Claims (Reach::built) to such files. A file that has the text of several owners' templates is nobody's.
[[nodiscard]] std::vector<FileClaim> configured_claims(const Question& question,
                                                       const DirectoryOwners& owners);

}  // namespace souptrace::identify
