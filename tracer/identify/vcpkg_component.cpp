// SPDX-License-Identifier: Apache-2.0
#include "identify/vcpkg_component.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "formats/purl.hpp"
#include "identify/set_stated.hpp"
#include "identify/stated_license.hpp"

namespace souptrace::identify {
namespace {

/// The registry that the port came from is known to vcpkg alone: it stands in the document's purl.
std::string purl_of(const formats::VcpkgSpec& spec, const formats::VcpkgPort& port,
                    const std::optional<formats::VcpkgSbom>& sbom) {
  formats::Purl purl{"vcpkg", "", spec.name, port.version, {{"triplet", spec.triplet}}, ""};
  if (!port.port_version.empty()) purl.qualifiers["port_version"] = port.port_version;
  if (!sbom) return formats::purl_text(purl);
  const auto stated = formats::parse_purl(sbom->purl);
  if (stated && stated->type == "vcpkg" && stated->name == spec.name && stated->version == port.version)
    for (const auto& [key, value] : stated->qualifiers)
      if (key.starts_with("repository_")) purl.qualifiers[key] = value;
  return formats::purl_text(purl);
}

void set_sources(const formats::VcpkgSbom& sbom, Component& component) {
  for (std::size_t i = 0; i < sbom.resources.size(); ++i) {
    const std::string number = i == 0 ? "" : '-' + std::to_string(i + 1);
    set_stated(component, "source-url" + number, sbom.resources[i].location);
    set_stated(component, "source-sha512" + number, sbom.resources[i].sha512);
  }
  set_stated(component, "port-source", sbom.location);
}

/// The ABI hash is the digest of vcpkg_abi_info.txt, which lists all that the build depended on.
void add_abi(Host& host, const VcpkgTree& tree, const formats::VcpkgSpec& spec, const std::string& abi,
             Component& component) {
  if (abi.empty()) return;
  component.properties["abi"] = abi;
  const std::string place = VcpkgTree::share(spec, "vcpkg_abi_info.txt");
  const auto info = host.read(tree.absolute(place));
  if (info && sha256_hex((*info)->bytes()) == abi)
    component.evidence.push_back({"vcpkg", vcpkg_place(place), "its SHA-256 is the ABI hash " + abi});
}

}  // namespace

std::string vcpkg_version(const formats::VcpkgPort& port) {
  return port.port_version.empty() ? port.version : port.version + '#' + port.port_version;
}

std::string vcpkg_place(const std::string& place) {
  return "vcpkg:" + place;
}

Component vcpkg_component(Host& host, const VcpkgTree& tree, const formats::VcpkgSpec& spec,
                          const formats::VcpkgPort& port, const std::optional<formats::VcpkgSbom>& sbom) {
  Component out;
  out.name = spec.name;
  out.version = vcpkg_version(port);
  out.id = "vcpkg:" + spec.name + '@' + out.version + ':' + spec.triplet;
  out.origin = "vcpkg";
  out.supplier = port.maintainer;
  out.purl = purl_of(spec, port, sbom);
  const std::string document = VcpkgTree::share(spec, "vcpkg.spdx.json");
  const std::string copyright = VcpkgTree::share(spec, "copyright");
  StatedLicense stated{"", vcpkg_place(document), tree.absolute(copyright), vcpkg_place(copyright)};
  if (sbom)
    stated.expression = sbom->license_concluded.empty() ? sbom->license_declared : sbom->license_concluded;
  out.license = license_from(host, stated);
  set_stated(out, "triplet", spec.triplet);
  set_stated(out, "port-version", port.port_version);
  set_stated(out, "features", joined(port.features, ","));
  if (port.has_core)
    out.evidence.push_back(
        {"vcpkg", vcpkg_place("vcpkg/status"), spec.name + ':' + spec.triplet + ' ' + out.version});
  if (sbom) {
    out.url = sbom->homepage;
    set_sources(*sbom, out);
    out.evidence.push_back({"vcpkg", vcpkg_place(document), "SPDX document of the port"});
  }
  add_abi(host, tree, spec, port.abi.empty() && sbom ? sbom->abi : port.abi, out);
  return out;
}

}  // namespace souptrace::identify
