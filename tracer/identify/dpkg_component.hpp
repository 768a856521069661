// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "identify/distribution.hpp"
#include "identify/dpkg_database.hpp"
#include "model/component.hpp"
#include "model/finding.hpp"

namespace souptrace::identify {

/// "deb:zlib1g-dev@1:1.2.13.dfsg-1:amd64"
[[nodiscard]] std::string dpkg_component_id(const DpkgPackage& package);

/// The component of one package: supplier, purl, source package, and the licence that
/// <root>/usr/share/doc/<package>/copyright states where that is machine-readable and every name in it has an
/// SPDX identifier; else NOASSERTION with the text's digest. Finding: "copyright-malformed" (note).
[[nodiscard]] Outcome<Component> dpkg_component(const SystemRoot& root, const DpkgPackage& package,
                                                const Distribution& distribution);

}  // namespace souptrace::identify
