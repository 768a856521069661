// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// What souptrace_component() declares: every file that is or lies in one of its PATHS. Component
/// "declared:<name>@<version>". Findings: "declared-path-missing", "license-malformed", "purl-malformed",
/// "purl-contradicts" (its version is not VERSION), "version-unknown" (of components that own a file).
[[nodiscard]] std::unique_ptr<Resolver> declared_resolver();

/// Component::id of what a declaration with a name declares.
[[nodiscard]] std::string declared_id(const DeclaredComponent& declared);

}  // namespace souptrace::identify
