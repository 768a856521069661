// SPDX-License-Identifier: Apache-2.0
#include "identify/conan_packages.hpp"

#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/text.hpp"

namespace souptrace::identify {
namespace {

/// Conan's package id is the SHA-1 of conaninfo.txt.
std::string package_id_of(Host& host, const std::string& folder) {
  const auto file = host.read(path::join(folder, "conaninfo.txt"));
  if (!file) return "";
  DigestSet wanted;
  wanted.sha256 = false;
  wanted.sha1 = true;
  return digest((*file)->bytes(), wanted).sha1;
}

/// The deployer full_deploy copies packages to full_deploy/<context>/<name>/<version>/…
std::optional<formats::ConanReference> deployed_reference(const std::string& folder) {
  const auto parts = split(folder, '/');
  for (std::size_t i = parts.size(); i-- > 0;) {
    if (parts[i] != "full_deploy" || i + 3 >= parts.size()) continue;
    if (parts[i + 1] != "host" && parts[i + 1] != "build") continue;
    return formats::parse_conan_reference(std::string(parts[i + 2]) + '/' + std::string(parts[i + 3]));
  }
  return std::nullopt;
}

}  // namespace

const std::map<std::string, ConanCMakeEntry>& ConanPackages::from_cmake() {
  if (!from_cmake_) from_cmake_ = conan_cmake_packages(question_.host, question_.facts);
  return *from_cmake_;
}

Outcome<ConanPackage> ConanPackages::at(const std::string& folder) {
  Outcome<ConanPackage> out;
  out.value.folder = folder;
  read_manifest(out.value, out.findings);
  if (take_row(out.value, out.findings)) return out;
  out.value.package_id = package_id_of(question_.host, folder);
  if (out.value.manifest) out.value.package_revision = formats::conan_revision(*out.value.manifest);
  name_without_database(out.value);
  return out;
}

void ConanPackages::read_manifest(ConanPackage& package, std::vector<Finding>& findings) const {
  const std::string place = path::join(package.folder, "conanmanifest.txt");
  const auto file = question_.host.read(place);
  auto manifest =
      file ? formats::parse_conan_manifest((*file)->text()) : Result<formats::ConanManifest>(file.error());
  if (manifest) {
    package.manifest = std::move(*manifest);
    return;
  }
  findings.push_back({"database-broken", Severity::error, place,
                      "the manifest of a Conan package cannot be read, so its files cannot be verified: " +
                          manifest.error().describe(),
                      "Remove the package from the cache (conan remove), install it and build anew"});
}

bool ConanPackages::take_row(ConanPackage& package, std::vector<Finding>& findings) {
  auto row = databases.row(package.folder);
  for (Finding& finding : row.findings) findings.push_back(std::move(finding));
  if (!row.value) return false;
  const auto reference = formats::parse_conan_reference(row.value->reference);
  if (!reference) {
    findings.push_back({"database-broken", Severity::error, package.folder,
                        "Conan's cache database calls this package \"" +
                            to_utf8(printable(row.value->reference)) + "\", which is no reference",
                        "Remove the folder and let Conan install the package anew, then build anew"});
    return false;
  }
  package.reference = *reference;
  package.package_id = row.value->package_id;
  package.package_revision = row.value->package_revision;
  package.recipe_folder = databases.recipe_folder(package.folder, *row.value);
  package.row = std::move(row.value);
  package.named_by = {"conan", "conan:cache.sqlite3", "packages: " + conan_component_id(package).substr(6)};
  // Servers without revisions gave out the package revision "0".
  const std::string& revision = package.package_revision;
  if (package.manifest && revision.size() == formats::kConanRevisionDigits &&
      formats::conan_revision(*package.manifest) != revision) {
    package.manifest.reset();
    findings.push_back({"package-db-mismatch", Severity::error,
                        path::join(package.folder, "conanmanifest.txt"),
                        "the manifest is not the one of package revision " + revision + " of " +
                            package.row->reference + ": it was changed after the package was installed",
                        "Remove the package from the cache (conan remove), install it and build anew"});
  }
  return true;
}

void ConanPackages::name_without_database(ConanPackage& package) {
  const auto entry = from_cmake().find(package.folder);
  if (entry != from_cmake().end()) {
    package.reference = {entry->second.name, entry->second.version, "", ""};
    package.named_by = {"conan", evidence_place(question_.facts, entry->second.place),
                        "names the folder as that of " + entry->second.name + ' ' + entry->second.version};
    return;
  }
  if (const auto reference = deployed_reference(package.folder)) {
    package.reference = *reference;
    package.named_by = {"conan", evidence_place(question_.facts, package.folder),
                        "Conan's full_deploy puts " + reference->name + ' ' + reference->version + " there"};
  }
}

}  // namespace souptrace::identify
