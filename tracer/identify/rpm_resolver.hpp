// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files of rpm packages, by the database below `root` ("" for the host's own; see SystemRoot):
/// usr/lib/sysimage/rpm/rpmdb.sqlite or var/lib/rpm/rpmdb.sqlite. Rows are looked up by the database's indexes
/// of directories and names; only headers of packages that may have a file in question are read. Findings:
/// "package-db-mismatch" (error), "database-broken", also for the older kinds of database (Berkeley DB, NDB),
/// which are not read.
[[nodiscard]] std::unique_ptr<Resolver> rpm_resolver(std::string root);

}  // namespace souptrace::identify
