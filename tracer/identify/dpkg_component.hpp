// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "host/host.hpp"
#include "identify/dpkg_database.hpp"
#include "model/component.hpp"
#include "model/finding.hpp"

namespace souptrace::identify {

/// What os-release(5) says of the distribution below a root directory.
struct Distribution {
  std::string id;       ///< "debian"; "" when unknown
  std::string version;  ///< VERSION_ID, or VERSION_CODENAME where there is none yet; "" when unknown
};
[[nodiscard]] Distribution read_distribution(Host& host, const std::string& root);

/// "deb:zlib1g-dev@1:1.2.13.dfsg-1:amd64"
[[nodiscard]] std::string dpkg_component_id(const DpkgPackage& package);

/// The component of one package: supplier, purl, source package, and the licence that
/// <root>/usr/share/doc/<package>/copyright states where that is machine-readable and every name in it has an
/// SPDX identifier; else NOASSERTION with the text's digest. Finding: "copyright-malformed" (note).
[[nodiscard]] Outcome<Component> dpkg_component(Host& host, const std::string& root,
                                                const DpkgPackage& package, const Distribution& distribution);

}  // namespace souptrace::identify
