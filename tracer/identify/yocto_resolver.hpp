// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files of recipes of the Yocto Project, in a build tree:
///
///   <work>/recipe-sysroot/…, <work>/recipe-sysroot-native/…   what a recipe's build sees; whose each file is
///                                                             says
///                                                             <work>/recipe-sysroot-native/installeddeps
///   <tmp>/sysroots-components/<architecture>/<recipe>/…       what each recipe stages; its files are listed
///   in
///                                                             <tmp>/sstate-control/manifest-*.populate_sysroot
///
/// Version and licence come from <tmp>/deploy/licenses/…/recipeinfo, the version else from the one work
/// directory that <tmp>/sstate-control/index-* names. Findings: "database-broken", "version-unknown".
[[nodiscard]] std::unique_ptr<Resolver> yocto_resolver();

}  // namespace souptrace::identify
