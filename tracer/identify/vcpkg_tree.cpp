// SPDX-License-Identifier: Apache-2.0
#include "identify/vcpkg_tree.hpp"

#include <unordered_set>
#include <utility>

#include "base/path.hpp"

namespace souptrace::identify {
namespace {

constexpr const char* kVcpkgStatus = "vcpkg/status";
constexpr const char* kVcpkgUpdates = "vcpkg/updates";
constexpr const char* kVcpkgInfo = "vcpkg/info";

std::string vcpkg_list_place(const formats::VcpkgSpec& spec, const formats::VcpkgPort& port) {
  return std::string(kVcpkgInfo) + '/' + spec.name + '_' + port.version + '_' + spec.triplet + ".list";
}

}  // namespace

bool VcpkgTree::is_root(Host& host, const std::string& directory) {
  const auto records = host.stat(path::join(directory, "vcpkg"));
  if (!records || records->kind != FileKind::directory) return false;
  const auto status = host.stat(path::join(directory, kVcpkgStatus));
  if (status && status->kind == FileKind::regular) return true;
  const auto info = host.stat(path::join(directory, kVcpkgInfo));
  return info && info->kind == FileKind::directory;
}

std::string VcpkgTree::share(const formats::VcpkgSpec& spec, const std::string& name) {
  return spec.triplet + "/share/" + spec.name + '/' + name;
}

Finding VcpkgTree::broken(const std::string& place, const std::string& text) const {
  return {"database-broken", Severity::error, absolute(place), text,
          "Delete the tree of installed ports and let vcpkg install them again"};
}

void VcpkgTree::read_status(const std::string& place, formats::VcpkgStatus& status,
                            std::vector<Finding>& findings) {
  const auto file = host_.read(absolute(place));
  if (!file) {
    findings.push_back(broken(place, "vcpkg's record cannot be read: " + file.error().text));
    return;
  }
  const Status applied = status.apply((*file)->text());
  if (!applied) findings.push_back(broken(place, "vcpkg's record is damaged: " + applied.error().describe()));
}

Outcome<formats::VcpkgPorts> VcpkgTree::ports() {
  Outcome<formats::VcpkgPorts> out;
  formats::VcpkgStatus status;
  const bool has_status = host_.stat(absolute(kVcpkgStatus)).ok();
  if (has_status) read_status(kVcpkgStatus, status, out.findings);
  std::vector<std::string> updates;
  if (auto names = host_.list(absolute(kVcpkgUpdates))) updates = std::move(*names);
  for (const std::string& name : updates)
    if (name != "incomplete") read_status(path::join(kVcpkgUpdates, name), status, out.findings);
  out.value = status.ports();
  const bool trust_status = (has_status || !updates.empty()) && out.findings.empty();
  for (auto& [spec, port] : out.value)
    if (!port.has_core)
      out.add(broken(kVcpkgStatus, "there are features of " + spec.name + ':' + spec.triplet +
                                       ", but no stanza of the port itself"));
  add_lists(trust_status, out);
  return out;
}

/// Gives each port its list. Where the status is missing or damaged, a list whose port it does not name tells
/// of that port.
void VcpkgTree::add_lists(bool trust_status, Outcome<formats::VcpkgPorts>& out) {
  const auto names = host_.list(absolute(kVcpkgInfo));
  std::set<std::string> present;
  if (names)
    for (const std::string& name : *names)
      if (name.ends_with(".list")) present.insert(path::join(kVcpkgInfo, name));
  for (const auto& [spec, port] : out.value) {
    const std::string wanted = vcpkg_list_place(spec, port);
    if (present.erase(wanted) != 0)
      lists_[spec] = wanted;
    else if (port.has_core)
      out.add(broken(wanted, spec.name + ':' + spec.triplet + " is installed, but its list is missing"));
  }
  if (trust_status) return;
  for (const std::string& place : present) {
    const auto file = host_.read(absolute(place));
    if (!file) continue;
    const auto paths = formats::parse_vcpkg_list((*file)->text());
    const auto known = formats::vcpkg_list_name(path::filename(place), paths);
    if (!known || lists_.contains(known->spec)) continue;
    lists_[known->spec] = place;
    out.value[known->spec].version = known->version;
  }
}

Outcome<std::map<std::string, VcpkgTree::Listing>> VcpkgTree::owners(const std::set<std::string>& paths) {
  Outcome<std::map<std::string, Listing>> out;
  const std::unordered_set<std::string_view> wanted(paths.begin(), paths.end());
  for (const auto& [spec, place] : lists_) {
    const auto file = host_.read(absolute(place));
    if (!file) {
      out.add(broken(place, "the port's list cannot be read: " + file.error().text));
      continue;
    }
    for (const std::string_view path : formats::parse_vcpkg_list((*file)->text()))
      if (wanted.contains(path)) out.value.try_emplace(std::string(path), Listing{spec, place});
  }
  return out;
}

Outcome<std::optional<formats::VcpkgSbom>> VcpkgTree::sbom(const formats::VcpkgSpec& spec) {
  Outcome<std::optional<formats::VcpkgSbom>> out;
  const std::string place = share(spec, "vcpkg.spdx.json");
  const auto file = host_.read(absolute(place));
  if (!file) {
    if (file.error().code != "not-found")
      out.add(broken(place, "the port's SPDX document cannot be read: " + file.error().text));
    return out;
  }
  auto sbom = formats::parse_vcpkg_spdx((*file)->text());
  if (!sbom)
    out.add(broken(place, "the port's SPDX document is damaged: " + sbom.error().describe()));
  else if (sbom->port != spec.name)
    out.add(broken(place, "the SPDX document is about the port " + sbom->port));
  else
    out.value = std::move(*sbom);
  return out;
}

}  // namespace souptrace::identify
