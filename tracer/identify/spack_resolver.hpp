// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files of packages that Spack installed, known by the .spack folder of their prefix, wherever that stands.
/// Component "spack:<name>@<version>/<hash>"; files are verified by the SHA-1 of the install manifest; what
/// it does not list is the prefix's (resolver_metadata). Findings: "package-db-mismatch", "database-broken"
/// (errors).
[[nodiscard]] std::unique_ptr<Resolver> spack_resolver();

}  // namespace souptrace::identify
