// SPDX-License-Identifier: Apache-2.0
#include "identify/vcpkg_resolver.hpp"

#include <optional>
#include <set>
#include <utility>

#include "base/path.hpp"
#include "identify/prefixes.hpp"
#include "identify/recorded_file.hpp"
#include "identify/vcpkg_component.hpp"
#include "identify/vcpkg_tree.hpp"

namespace souptrace::identify {
namespace {

class VcpkgResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    Prefixes prefixes(
        [&](const std::string& directory) { return VcpkgTree::is_root(question.host, directory); });
    std::map<std::string, std::vector<std::size_t>> trees;
    for (std::size_t i = 0; i < question.files.size(); ++i) {
      if (question.listed[i]) continue;
      const std::string& root = prefixes.of(question.files[i].path);
      if (!root.empty()) trees[root].push_back(i);
    }
    for (const auto& [root, files] : trees) resolve_tree(question, root, files, out);
    return out;
  }

 private:
  /// What is known of one port whose files are in question.
  struct Known {
    std::string component;
    std::string title;  ///< "zlib:x64-linux 1.3.1#2"
    std::optional<formats::VcpkgSbom> sbom;
  };

  static void resolve_tree(const Question& question, const std::string& root,
                           const std::vector<std::size_t>& files, Outcome<Knowledge>& out) {
    VcpkgTree tree(question.host, root);
    out.value.folders.push_back({root, "vcpkg", ""});
    const formats::VcpkgPorts ports = out.take(tree.ports());
    std::set<std::string> wanted;
    for (const std::size_t index : files) wanted.emplace(path::below(question.files[index].path, root));
    const auto owners = out.take(tree.owners(wanted));
    std::map<formats::VcpkgSpec, Known> known;
    for (const std::size_t index : files) {
      const auto owner = owners.find(std::string(path::below(question.files[index].path, root)));
      if (owner == owners.end()) continue;
      const formats::VcpkgSpec& spec = owner->second.spec;
      const auto port = ports.find(spec);
      if (port == ports.end()) continue;
      auto at = known.find(spec);
      if (at == known.end()) at = known.emplace(spec, learn(question, tree, spec, port->second, out)).first;
      claim(question, index, owner->first, owner->second, at->second, out);
    }
  }

  static Known learn(const Question& question, VcpkgTree& tree, const formats::VcpkgSpec& spec,
                     formats::VcpkgPort port, Outcome<Knowledge>& out) {
    Known known;
    known.sbom = out.take(tree.sbom(spec));
    if (known.sbom && !port.has_core) take_version(*known.sbom, port);
    if (known.sbom && known.sbom->version_info != vcpkg_version(port))
      out.add({"database-broken", Severity::error, tree.absolute(VcpkgTree::share(spec, "vcpkg.spdx.json")),
               "the SPDX document is about version " + known.sbom->version_info + " of " + spec.name +
                   ", but " + vcpkg_version(port) + " is installed",
               "Delete the tree of installed ports and let vcpkg install them again"});
    Component component = vcpkg_component(question.host, tree, spec, port, known.sbom);
    component.id = free_id(component, out.value.components);
    known.component = component.id;
    known.title = spec.name + ':' + spec.triplet + ' ' + component.version;
    out.value.components.emplace(known.component, std::move(component));
    return known;
  }

  /// An exported tree says the port version nowhere else.
  static void take_version(const formats::VcpkgSbom& sbom, formats::VcpkgPort& port) {
    const std::size_t end = sbom.version_info.find('#');
    if (sbom.version_info.substr(0, end) != port.version || end == std::string::npos) return;
    port.port_version = sbom.version_info.substr(end + 1);
  }

  /// Two trees of one build may have the same port built in two ways: these are two components.
  static std::string free_id(const Component& component, const std::map<std::string, Component>& taken) {
    const auto same = taken.find(component.id);
    if (same == taken.end() || same->second.properties == component.properties) return component.id;
    const auto abi = component.properties.find("abi");
    return component.id + '+' + (abi == component.properties.end() ? "" : abi->second.substr(0, 12));
  }

  static void claim(const Question& question, std::size_t index, const std::string& path,
                    const VcpkgTree::Listing& listing, const Known& known, Outcome<Knowledge>& out) {
    RecordedFile record;
    record.manager = "vcpkg";
    record.component = known.component;
    record.package = known.title;
    record.listing = {"vcpkg", vcpkg_place(listing.list), "lists " + path};
    record.digest_place = vcpkg_place(VcpkgTree::share(listing.spec, "vcpkg.spdx.json"));
    record.remedy = "Reinstall the port: vcpkg remove " + listing.spec.name + ':' + listing.spec.triplet +
                    " and vcpkg install; a change belongs into an overlay port";
    if (known.sbom && path::is_below(path, listing.spec.triplet)) {
      const auto file = known.sbom->files.find(std::string(path::below(path, listing.spec.triplet)));
      if (file != known.sbom->files.end()) record.digest = file->second;
    }
    claim_recorded_file(question, index, record, out);
  }
};

}  // namespace

std::unique_ptr<Resolver> vcpkg_resolver() {
  return std::make_unique<VcpkgResolver>();
}

}  // namespace souptrace::identify
