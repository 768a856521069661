// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Says of each component whose directory lies in another component's which that is: a submodule of a fetched
/// repository, a library vendored in a declared one. The property "contained-in" gets the id of the next one
/// around it (sorted, joined by ", " where the same component lies in several). The product and the toolchain
/// contain everything and are left out. `claims`: of each file in question, all of them.
void note_containment(const std::vector<std::vector<FileClaim>>& claims,
                      std::map<std::string, Component>& components);

}  // namespace souptrace::identify
