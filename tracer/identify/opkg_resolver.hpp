// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files of opkg packages (Yocto's images with package management, OpenWrt to 23.05), by the database below
/// `root` ("" for the host's own; see SystemRoot): usr/lib/opkg or var/lib/opkg, with
///
///   info/P.list      the package's paths, one a line; newer versions add mode and link target behind tabs
///   info/P.control   one deb822 stanza
///   info/P.md5sums   as dpkg's; most packages have none
///   status           one stanza for each package, for what has no control file
///
/// Findings: "package-db-mismatch" (error), "database-broken".
[[nodiscard]] std::unique_ptr<Resolver> opkg_resolver(std::string root);

}  // namespace souptrace::identify
