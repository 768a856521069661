// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "formats/vcpkg_records.hpp"
#include "host/host.hpp"
#include "model/finding.hpp"

namespace souptrace::identify {

/// A tree that vcpkg installed into: <build>/vcpkg_installed, <vcpkg>/installed, or what "vcpkg export" made
/// (that has no status file: ports are then known by their lists alone). Formats: formats/vcpkg_records.hpp.
/// Findings of all members: "database-broken", about the file of the database.
class VcpkgTree {
 public:
  VcpkgTree(Host& host, std::string root) : host_(host), root_(std::move(root)) {}

  /// Whether `directory` is the root of such a tree.
  [[nodiscard]] static bool is_root(Host& host, const std::string& directory);

  /// Reads the status, its updates, and the names of the lists.
  [[nodiscard]] Outcome<formats::VcpkgPorts> ports();

  /// "`spec` has the path", by its list.
  struct Listing {
    formats::VcpkgSpec spec;
    std::string list;  ///< from the root on
  };
  /// The owners of `paths`, which are from the root on ("x64-linux/lib/libz.a"). ports() comes first.
  [[nodiscard]] Outcome<std::map<std::string, Listing>> owners(const std::set<std::string>& paths);

  /// The port's SPDX document; nothing when it has none (vcpkg before 2021).
  [[nodiscard]] Outcome<std::optional<formats::VcpkgSbom>> sbom(const formats::VcpkgSpec& spec);

  /// The place of a file in the port's own folder, from the root on.
  [[nodiscard]] static std::string share(const formats::VcpkgSpec& spec, const std::string& name);
  [[nodiscard]] std::string absolute(const std::string& place) const { return root_ + '/' + place; }

 private:
  [[nodiscard]] Finding broken(const std::string& place, const std::string& text) const;
  void read_status(const std::string& place, formats::VcpkgStatus& status, std::vector<Finding>& findings);
  void add_lists(bool trust_status, Outcome<formats::VcpkgPorts>& out);

  Host& host_;
  std::string root_;
  std::map<formats::VcpkgSpec, std::string> lists_;  ///< by port, from the root on
};

}  // namespace souptrace::identify
