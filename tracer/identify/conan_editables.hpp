// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "identify/conan_packages.hpp"
#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Claims the files of editable packages (`conan editable add`): directories that Conan's CMake files name as
/// packages and that have no manifest. Their version comes from <home>/editable_packages.json, otherwise from
/// the CMake files.
void claim_conan_editables(const Question& question, ConanPackages& packages, Outcome<Knowledge>& out);

}  // namespace souptrace::identify
