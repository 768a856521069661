// SPDX-License-Identifier: Apache-2.0
#include "identify/conan_component.hpp"

#include <memory>
#include <utility>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/conan_data.hpp"
#include "formats/conan_recipe.hpp"
#include "formats/spdx_expression.hpp"

namespace souptrace::identify {
namespace {

void set(Component& component, const std::string& key, const std::string& value) {
  if (!value.empty()) component.properties[key] = value;
}

std::string md5_of(ByteView bytes) {
  DigestSet wanted;
  wanted.sha256 = false;
  wanted.md5 = true;
  return digest(bytes, wanted).md5;
}

std::string reference_text(const formats::ConanReference& reference) {
  std::string out = reference.name + '/' + reference.version;
  if (!reference.user.empty()) out += '@' + reference.user;
  if (!reference.channel.empty()) out += '/' + reference.channel;
  return out;
}

/// Why the recipe in the cache is not the one that the database names; "" when it is.
std::string recipe_problem(Host& host, const ConanPackage& package, formats::ConanManifest& manifest) {
  const auto file = host.read(path::join(package.recipe_folder, "e/conanmanifest.txt"));
  if (!file) return "its conanmanifest.txt cannot be read";
  auto parsed = formats::parse_conan_manifest((*file)->text());
  if (!parsed) return "its conanmanifest.txt is malformed: " + parsed.error().describe();
  manifest = std::move(*parsed);
  // A revision of another length is a commit: the recipe says revision_mode = "scm".
  const std::string& revision = package.row->recipe_revision;
  if (revision.size() == formats::kConanRevisionDigits && formats::conan_revision(manifest) != revision)
    return "its conanmanifest.txt is not that of revision " + revision;
  return "";
}

/// A file of the recipe; an error that says what is wrong with it when it is not the one in the manifest.
Result<std::shared_ptr<FileBytes>> recipe_file(Host& host, const std::string& folder, const std::string& name,
                                               const formats::ConanManifest& manifest) {
  auto file = host.read(path::join(folder, "e/" + name));
  if (!file) return Error{"unreadable", "its " + name + " cannot be read"};
  const auto listed = manifest.md5.find(name);
  if (listed == manifest.md5.end() || listed->second != md5_of((*file)->bytes()))
    return Error{"changed", "its " + name + " is not the one that its conanmanifest.txt lists"};
  return file;
}

/// The archives that the recipe's conandata.yml states for this version.
void add_sources(std::string_view data, const std::string& version, Component& component) {
  std::size_t number = 0;
  for (const formats::ConanSource& source : formats::read_conan_sources(data, version)) {
    const std::string ending = ++number == 1 ? "" : '-' + std::to_string(number);
    set(component, "source-url" + ending, source.url);
    set(component, "source-sha256" + ending, source.sha256);
  }
}

void read_recipe(Host& host, const ConanPackage& package, Outcome<Component>& out) {
  if (package.recipe_folder.empty()) return;
  const auto broken = [&](const std::string& name, const std::string& problem) {
    out.add({"database-broken", Severity::warning, path::join(package.recipe_folder, "e/" + name),
             "the recipe of " + reference_text(package.reference) +
                 " in Conan's cache was changed: " + problem + "; what it states was not read from it",
             "Remove the package from the cache (conan remove) and install it anew"});
  };
  formats::ConanManifest manifest;
  const std::string problem = recipe_problem(host, package, manifest);
  if (!problem.empty()) return broken("conanfile.py", problem);
  const auto conanfile = recipe_file(host, package.recipe_folder, "conanfile.py", manifest);
  if (!conanfile) return broken("conanfile.py", conanfile.error().text);
  add_recipe((*conanfile)->text(), conan_recipe_place(package) + "/conanfile.py", out.value);
  if (!manifest.md5.contains("conandata.yml")) return;
  const auto data = recipe_file(host, package.recipe_folder, "conandata.yml", manifest);
  if (!data) return broken("conandata.yml", data.error().text);
  add_sources((*data)->text(), package.reference.version, out.value);
}

/// SHA-256 of each licence text that the package has; by convention they lie in licenses/.
void add_license_texts(Host& host, const ConanPackage& package, const std::string& id, License& license,
                       Component& component) {
  constexpr std::string_view kFolder = "licenses/";
  std::vector<std::string> texts;
  if (!package.manifest) return;
  const auto& files = package.manifest->md5;
  for (auto at = files.lower_bound(std::string(kFolder)); at != files.end() && at->first.starts_with(kFolder);
       ++at) {
    const auto content = host.read(path::join(package.folder, at->first));
    if (!content || md5_of((*content)->bytes()) != at->second) continue;
    const std::string sha256 = sha256_hex((*content)->bytes());
    texts.push_back(at->first + " SHA-256 " + sha256);
    license.text_sha256 = sha256;
    if (license.source.empty()) license.source = id + '/' + at->first;
  }
  if (texts.size() == 1) return;
  license.text_sha256.clear();
  set(component, "license-texts", joined(texts, "; "));
}

/// The lines of the sections [settings] and [options] of conaninfo.txt.
void add_configuration(std::string_view text, Component& component) {
  std::map<std::string, std::vector<std::string>> sections;
  std::string section;
  while (const auto line = next_line(text)) {
    const std::string_view entry = trim(*line);
    if (entry.starts_with('[') && entry.ends_with(']'))
      section = entry.substr(1, entry.size() - 2);
    else if (!entry.empty())
      sections[section].emplace_back(entry);
  }
  for (const char* const name : {"settings", "options"})
    set(component, std::string("conan-") + name, joined(sections[name], ", "));
}

}  // namespace

std::string conan_folder_name(const ConanPackage& package) {
  return "conan/" + reference_text(package.reference);
}

std::string conan_recipe_place(const ConanPackage& package) {
  std::string out = "conan:" + reference_text(package.reference);
  if (package.row) out += '#' + package.row->recipe_revision;
  return out;
}

std::string conan_component_id(const ConanPackage& package) {
  std::string out = conan_recipe_place(package);
  if (!package.package_id.empty()) out += ':' + package.package_id;
  if (!package.package_revision.empty()) out += '#' + package.package_revision;
  return out;
}

void add_recipe(std::string_view conanfile, const std::string& place, Component& component) {
  const formats::ConanRecipe recipe = formats::read_conan_recipe(conanfile);
  const auto stated = [&](std::string_view name) {
    const auto at = recipe.find(name);
    return at == recipe.end() ? std::string() : joined(at->second, ", ");
  };
  component.supplier = stated("author");
  component.url = stated("homepage");
  set(component, "recipe-url", stated("url"));
  set(component, "topics", stated("topics"));
  const auto license = recipe.find("license");
  if (license == recipe.end()) return;
  component.license.source = place;
  // Several licences: the recipe does not say whether all hold or one may be chosen.
  const auto expression = license->second.size() == 1
                              ? formats::normalize_spdx_expression(license->second.front())
                              : Result<std::string>(Error{"", ""});
  if (expression)
    component.license.expression = *expression;
  else
    set(component, "license-stated", stated("license"));
}

Outcome<Component> conan_component(Host& host, const ConanPackage& package) {
  Outcome<Component> out;
  Component& component = out.value;
  component.id = conan_component_id(package);
  component.name = package.reference.name;
  component.version = package.reference.version;
  component.origin = "conan";
  component.license = {"NOASSERTION", "", ""};
  read_recipe(host, package, out);
  add_license_texts(host, package, component.id, component.license, component);
  if (const auto information = host.read(path::join(package.folder, "conaninfo.txt")))
    add_configuration((*information)->text(), component);
  // Without the database nobody knows whether the reference has a user and a channel.
  if (package.row)
    component.purl =
        formats::conan_purl(package.reference, package.row->recipe_revision, package.package_revision);
  set(component, "reference", package.row ? package.row->reference : "");
  set(component, "recipe-revision", package.row ? package.row->recipe_revision : "");
  set(component, "package-id", package.package_id);
  set(component, "package-revision", package.package_revision);
  if (package.row && package.row->built_here) component.properties["binary"] = "built locally";
  component.evidence.push_back(package.named_by);
  return out;
}

}  // namespace souptrace::identify
