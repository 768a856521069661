// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files of vcpkg's installed trees, of manifest and of classic mode and exported ones, wherever a file in
/// question lies in one. Component "vcpkg:<port>@<version>[#<port version>]:<triplet>"; files are verified by
/// the SHA-256 of the port's SPDX document where that has them (vcpkg since 2025), otherwise listed.
/// Findings: "package-db-mismatch" (error), "database-broken" (error).
[[nodiscard]] std::unique_ptr<Resolver> vcpkg_resolver();

}  // namespace souptrace::identify
