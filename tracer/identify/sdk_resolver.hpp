// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "identify/resolver.hpp"

namespace souptrace::identify {

/// An installed SDK of the Yocto Project keeps no record of its packages: one finding
/// "sysroot-without-packages" for its sysroot, when there are files in question in it that no record of
/// another resolver names, an SBOM that came with the SDK for example. Asked after those.
[[nodiscard]] std::unique_ptr<Resolver> sdk_resolver();

}  // namespace souptrace::identify
