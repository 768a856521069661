// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files of Debian's and Ubuntu's packages, by dpkg's database below `root`: "" asks the host's own about
/// every file that is not below the sysroot, a sysroot asks its own about the files in it; never the host's
/// about a file of the sysroot. Findings: "package-db-mismatch" (error), "database-broken".
[[nodiscard]] std::unique_ptr<Resolver> dpkg_resolver(std::string root);

}  // namespace souptrace::identify
