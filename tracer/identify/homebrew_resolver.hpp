// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files in Homebrew's kegs (<prefix>/Cellar/<formula>/<version>/, known by their INSTALL_RECEIPT.json).
/// Component "homebrew:<formula>@<version>"; Homebrew keeps no digests of files, so they are the keg's
/// (resolver_metadata). Licence, sources and package URL from the keg's SPDX document where it has one.
/// Finding: "database-broken" (error).
[[nodiscard]] std::unique_ptr<Resolver> homebrew_resolver();

}  // namespace souptrace::identify
