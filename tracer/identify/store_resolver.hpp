// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files in Nix's and Guix's stores, below any root. Component "nix:<hash>-<name>" or "guix:…": the store
/// path itself. Where the store still has the derivation, its pname and version are the component's;
/// otherwise the name is the store path's whole ("zlib-1.3.1-dev") and the version is not stated: the store
/// does not say where it begins. Property "name-from" says which. Findings: "version-unknown",
/// "database-broken" (error: the store's database is there and cannot be read).
[[nodiscard]] std::unique_ptr<Resolver> store_resolver();

}  // namespace souptrace::identify
