// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// Files of apk packages (Alpine, OpenWrt from 24.10), by the database below `root` ("" for the host's own;
/// see SystemRoot): usr/lib/apk/db/installed or lib/apk/db/installed. Findings: "package-db-mismatch" (error),
/// "database-broken".
[[nodiscard]] std::unique_ptr<Resolver> apk_resolver(std::string root);

}  // namespace souptrace::identify
