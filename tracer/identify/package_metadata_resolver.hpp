// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// What libraries say of themselves, for those that nobody owns (`Question::listed` must say of each file
/// whether somebody does): CPS files and pkg-config files beside them, and the packages that find_package()
/// found, where they name that very file. Components "cps:<name>@<version>", "pkg-config:…",
/// "find_package:…", tier declared: such a file is no record of an installation, and nothing compares
/// digests. Finding: "version-unknown".
[[nodiscard]] std::unique_ptr<Resolver> package_metadata_resolver();

}  // namespace souptrace::identify
