// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// What vcpkg writes about an installed tree. Source: vcpkg-tool's vcpkglib, binaryparagraph, statusparagraph
// and spdx (2021 to 2026).
//
//   vcpkg/status                         one stanza for each installed port and for each of its features
//   vcpkg/updates/<number>               later stanzas: each replaces the one of the same port, triplet and
//                                        feature; "incomplete" is no update
//   vcpkg/info/<port>_<version>_<triplet>.list   the port's paths, one a line, from the tree's root on;
//                                        directories end with '/' (trees older than 2016: do not)
//   <triplet>/share/<port>/vcpkg.spdx.json       an SPDX 2.2 document; since 2025 with the SHA-256 of each
//                                        installed file
namespace souptrace::formats {

/// What names an installed port.
struct VcpkgSpec {
  std::string name;
  std::string triplet;
  auto operator<=>(const VcpkgSpec&) const = default;
};

struct VcpkgPort {
  std::string version;       ///< without the port version
  std::string port_version;  ///< decimal; "" for 0
  std::string abi;           ///< SHA-256 that names how it was built; "" when vcpkg could not tell
  std::string maintainer;
  std::set<std::string> features;  ///< those installed, without "core"
  bool has_core = false;           ///< a stanza of the port itself was there, not only of a feature
};

using VcpkgPorts = std::map<VcpkgSpec, VcpkgPort>;

/// The status file and its updates, replayed.
class VcpkgStatus {
 public:
  /// Takes in the stanzas of one file. Errors: "deb822-malformed", "vcpkg-status-malformed" (a stanza without
  /// Package, Architecture or Status), with the offset; the stanzas around the broken ones are taken in.
  Status apply(std::string_view text);
  /// What is installed now.
  [[nodiscard]] VcpkgPorts ports() const;

 private:
  struct Key {
    VcpkgSpec spec;
    std::string feature;  ///< "" for the port itself
    auto operator<=>(const Key&) const = default;
  };
  struct Entry {
    bool installed = false;
    VcpkgPort port;
  };
  std::map<Key, Entry> entries_;
};

/// One source archive or repository that the port was built from, as the port's recipe states it.
struct VcpkgResource {
  std::string location;  ///< URL; "git+https://…@ref" for a repository
  std::string sha512;    ///< lower case; "" for none
};

/// What vcpkg.spdx.json says.
struct VcpkgSbom {
  std::string port, version_info;  ///< version_info with "#<port version>"
  std::string homepage;
  std::string license_concluded, license_declared;  ///< as they stand there; "" for none
  std::string location;                             ///< where the recipe came from; "" for none
  std::string purl;                                 ///< "" for none
  std::string abi;                                  ///< "" for none
  std::vector<VcpkgResource> resources;
  std::map<std::string, std::string> files;  ///< installed files below <triplet>/: path → SHA-256, lower case
};

/// Errors: those of Json::parse; "vcpkg-spdx-malformed" when there is no package SPDXRef-port.
[[nodiscard]] Result<VcpkgSbom> parse_vcpkg_spdx(std::string_view text);

/// The paths of a list file without its directories, in file order; views into `text`.
[[nodiscard]] std::vector<std::string_view> parse_vcpkg_list(std::string_view text);

/// The port that a list file is about, by its name and the first directory of its paths (the triplet): what
/// there is to know in a tree that "vcpkg export" made, which has no status file. `version` is without the
/// port version. Error "vcpkg-list-malformed".
struct VcpkgListName {
  VcpkgSpec spec;
  std::string version;
};
[[nodiscard]] Result<VcpkgListName> vcpkg_list_name(std::string_view file_name,
                                                    const std::vector<std::string_view>& paths);

}  // namespace souptrace::formats
