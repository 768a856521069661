// SPDX-License-Identifier: Apache-2.0
#include "identify/dpkg_component.hpp"

#include "base/digest.hpp"
#include "formats/debian_copyright.hpp"
#include "formats/purl.hpp"
#include "identify/runtime_table.hpp"

namespace souptrace::identify {
namespace {

std::string purl_of(const DpkgPackage& package, const Distribution& distribution) {
  if (distribution.id.empty())
    return "";  // the namespace of a deb purl is the vendor, and nobody says who that is
  formats::Purl purl{"deb", distribution.id, package.name, package.version, {{"arch", package.architecture}},
                     ""};
  if (!distribution.version.empty()) purl.qualifiers["distro"] = distribution.id + '-' + distribution.version;
  return formats::purl_text(purl);
}

License license_of(const SystemRoot& root, const DpkgPackage& package, std::vector<Finding>& findings) {
  const std::string place = "/usr/share/doc/" + package.name + "/copyright";
  const auto file = root.read(place);
  if (!file) return {"NOASSERTION", "", ""};
  License out{"NOASSERTION", place, sha256_hex((*file)->bytes())};
  const auto copyright = formats::parse_debian_copyright((*file)->text());
  if (!copyright) {
    findings.push_back(
        {"copyright-malformed", Severity::note, dpkg_component_id(package),
         root.directory() + place + " says that it is machine-readable and is not: " + copyright.error().describe(),
         "Read the licence from the text by hand"});
    return out;
  }
  if (!*copyright) return out;
  const formats::DebianLicense license = formats::spdx_from_debian(**copyright);
  if (license.unknown.empty() && !license.expression.empty()) out.expression = license.expression;
  return out;
}

void set(Component& component, const std::string& key, const std::string& value) {
  if (!value.empty()) component.properties[key] = value;
}

}  // namespace

std::string dpkg_component_id(const DpkgPackage& package) {
  return "deb:" + package.name + '@' + package.version + ':' + package.architecture;
}

Outcome<Component> dpkg_component(const SystemRoot& root, const DpkgPackage& package,
                                  const Distribution& distribution) {
  Outcome<Component> out;
  Component& component = out.value;
  component.id = dpkg_component_id(package);
  component.kind =
      is_runtime_package(package.source, package.name) ? ComponentKind::runtime : ComponentKind::soup;
  component.name = package.name;
  component.version = package.version;
  component.supplier = package.maintainer;
  component.license = license_of(root, package, out.findings);
  component.purl = purl_of(package, distribution);
  component.url = package.homepage;
  component.origin = "dpkg";
  set(component, "source-package", package.source);
  set(component, "source-version", package.source_version);
  set(component, "architecture", package.architecture);
  set(component, "built-using", package.built_using);
  component.evidence.push_back({"dpkg", std::string(DpkgDatabase::kStatus),
                                "Package: " + package.name + ", Version: " + package.version});
  return out;
}

}  // namespace souptrace::identify
