// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files of pacman packages (Arch Linux, MSYS2), by the database below `root` ("" for the host's own; see
/// SystemRoot): var/lib/pacman/local. Every package's list is read, the mtree only of packages that have a file
/// in question. Findings: "package-db-mismatch" (error), "database-broken".
[[nodiscard]] std::unique_ptr<Resolver> pacman_resolver(std::string root);

}  // namespace souptrace::identify
