// SPDX-License-Identifier: Apache-2.0
#include "formats/vcpkg_records.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "formats/deb822.hpp"
#include "formats/json_read.hpp"

namespace souptrace::formats {
namespace {

constexpr std::string_view kSpdxNoAssertion = "NOASSERTION";
constexpr std::string_view kSpdxNone = "NONE";

/// "" for what says that nothing is said.
std::string spdx_text(const Json& object, std::string_view name) {
  std::string value = object.string_or(name, "");
  return value == kSpdxNoAssertion || value == kSpdxNone ? "" : value;
}

std::string spdx_checksum(const Json& object, std::string_view algorithm) {
  for (const Json& one : object.member("checksums").items())
    if (one.string_or("algorithm", "") == algorithm) return to_lower(one.string_or("checksumValue", ""));
  return "";
}

void read_vcpkg_port(const Json& package, VcpkgSbom& out) {
  out.port = package.string_or("name", "");
  out.version_info = spdx_text(package, "versionInfo");
  out.homepage = spdx_text(package, "homepage");
  out.license_concluded = spdx_text(package, "licenseConcluded");
  out.license_declared = spdx_text(package, "licenseDeclared");
  out.location = spdx_text(package, "downloadLocation");
  for (const Json& reference : package.member("externalRefs").items())
    if (reference.string_or("referenceType", "") == "purl")
      out.purl = reference.string_or("referenceLocator", "");
}

void read_vcpkg_packages(const Json& root, VcpkgSbom& out) {
  for (const Json& package : root.member("packages").items()) {
    const std::string id = package.string_or("SPDXID", "");
    if (id == "SPDXRef-port") read_vcpkg_port(package, out);
    if (id == "SPDXRef-binary") out.abi = spdx_text(package, "versionInfo");
    if (id.starts_with("SPDXRef-resource-")) {
      const std::string location = spdx_text(package, "downloadLocation");
      if (!location.empty()) out.resources.push_back({location, spdx_checksum(package, "SHA512")});
    }
  }
}

/// Recipe files stand in the same list: an installed file is one that the binary package contains.
void read_installed_files(const Json& root, VcpkgSbom& out) {
  std::set<std::string> installed;
  for (const Json& relation : root.member("relationships").items())
    if (relation.string_or("spdxElementId", "") == "SPDXRef-binary" &&
        relation.string_or("relationshipType", "") == "CONTAINS")
      installed.insert(relation.string_or("relatedSpdxElement", ""));
  if (installed.empty()) return;
  for (const Json& file : root.member("files").items()) {
    const std::string name = file.string_or("fileName", "");
    const std::string digest = spdx_checksum(file, "SHA256");
    if (!name.starts_with("./") || digest.size() != 64) continue;
    if (installed.contains(file.string_or("SPDXID", ""))) out.files.emplace(name.substr(2), digest);
  }
}

}  // namespace

Status VcpkgStatus::apply(std::string_view text) {
  std::optional<Error> first;
  Deb822Reader reader(text);
  Deb822Stanza stanza;
  for (;;) {
    const auto more = reader.next(stanza);
    if (!more) {
      if (!first) first = more.error();
      continue;
    }
    if (!*more) break;
    Key key{{std::string(stanza.value("Package")), std::string(stanza.value("Architecture"))},
            std::string(stanza.value("Feature"))};
    if (key.spec.name.empty() || key.spec.triplet.empty() || !stanza.has("Status")) {
      if (!first)
        first = Error{"vcpkg-status-malformed", "a stanza without Package, Architecture or Status",
                      stanza.offset};
      continue;
    }
    Entry entry;
    entry.installed = stanza.value("Status") == "install ok installed";
    entry.port.version = stanza.value("Version");
    const std::string_view port_version = stanza.value("Port-Version");
    if (port_version != "0") entry.port.port_version = port_version;
    entry.port.abi = stanza.value("Abi");
    for (const std::string_view line : deb822_lines(stanza.value("Maintainer"))) {
      const std::string_view name = trim(line);
      if (name.empty()) continue;
      add_word(entry.port.maintainer, name);
    }
    entries_.insert_or_assign(std::move(key), std::move(entry));
  }
  if (first) return *first;
  return Done{};
}

VcpkgPorts VcpkgStatus::ports() const {
  VcpkgPorts out;
  for (const auto& [key, entry] : entries_) {
    if (!entry.installed) continue;
    VcpkgPort& port = out[key.spec];
    if (key.feature.empty()) {
      std::set<std::string> features = std::move(port.features);
      port = entry.port;
      port.features = std::move(features);
      port.has_core = true;
    } else if (key.feature != "core") {
      port.features.insert(key.feature);
    }
  }
  return out;
}

Result<VcpkgSbom> parse_vcpkg_spdx(std::string_view text) {
  const auto root = Json::parse(text);
  if (!root) return root.error();
  VcpkgSbom out;
  read_vcpkg_packages(*root, out);
  if (out.port.empty()) return Error{"vcpkg-spdx-malformed", "there is no package SPDXRef-port with a name"};
  read_installed_files(*root, out);
  return out;
}

std::vector<std::string_view> parse_vcpkg_list(std::string_view text) {
  std::vector<std::string_view> lines;
  while (const auto line = next_line(text))
    if (const std::string_view path = trim(*line); !path.empty()) lines.push_back(path);
  const bool marks_directories = !lines.empty() && lines.front().ends_with('/');
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view path = lines[i];
    // Without marks a directory stands right before what is in it.
    const bool holds_next = i + 1 < lines.size() && lines[i + 1].size() > path.size() &&
                            lines[i + 1][path.size()] == '/' && lines[i + 1].starts_with(path);
    if (marks_directories ? !path.ends_with('/') : !holds_next) out.push_back(path);
  }
  return out;
}

Result<VcpkgListName> vcpkg_list_name(std::string_view file_name,
                                      const std::vector<std::string_view>& paths) {
  const Error malformed{"vcpkg-list-malformed",
                        "the list is not named <port>_<version>_<triplet>.list after its paths"};
  constexpr std::string_view kEnding = ".list";
  if (paths.empty() || !file_name.ends_with(kEnding)) return malformed;
  const std::string_view triplet = paths.front().substr(0, paths.front().find('/'));
  std::string_view stem = file_name.substr(0, file_name.size() - kEnding.size());
  const std::size_t name_end = stem.find('_');  // port names have no '_'
  if (triplet.empty() || name_end == 0 || name_end == std::string_view::npos) return malformed;
  if (stem.size() < name_end + 2 + triplet.size() || !stem.ends_with(triplet) ||
      stem[stem.size() - triplet.size() - 1] != '_')
    return malformed;
  const std::size_t version_end = stem.size() - triplet.size() - 1;
  VcpkgListName out{{std::string(stem.substr(0, name_end)), std::string(triplet)}, ""};
  if (version_end > name_end) out.version = stem.substr(name_end + 1, version_end - name_end - 1);
  return out;
}

}  // namespace souptrace::formats
