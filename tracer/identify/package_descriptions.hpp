// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "formats/package_metadata.hpp"
#include "host/host.hpp"
#include "model/build_facts.hpp"

namespace souptrace::identify {

/// One package's description of itself, found on disk.
struct PackageDescription {
  std::string source;  ///< "cps", "pkg-config" or "find_package"
  std::string file;    ///< the description, absolute
  formats::PackageMetadata metadata;
  std::set<std::string> names;  ///< real paths of the libraries that it names
  std::string first;            ///< of those the first that its link options name; "" for none
};

/// The .cps and .pc files beside a directory of libraries: in cps/ and pkgconfig/ of it, and in share/ beside
/// and above it. What cannot be read or is no such file is left out: it is no database, and nobody relies on
/// it.
[[nodiscard]] std::vector<PackageDescription> descriptions_beside(Host& host, const std::string& directory);

/// The packages that find_package(CONFIG) found in this build: the cache's <Package>_DIR, with the version
/// that their version file states literally and the libraries that their exported targets name.
[[nodiscard]] std::vector<PackageDescription> found_packages(Host& host, const BuildFacts& facts);

}  // namespace souptrace::identify
