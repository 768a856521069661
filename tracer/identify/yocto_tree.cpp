// SPDX-License-Identifier: Apache-2.0
#include "identify/yocto_tree.hpp"

#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/yocto_records.hpp"
#include "identify/system_packages.hpp"

namespace souptrace::identify {
namespace {

constexpr std::string_view kStaged = "/sysroots-components/";
constexpr std::string_view kManifestEnding = ".populate_sysroot";

Finding broken(const std::string& place, const std::string& text) {
  return system_database_broken(place, text,
                                "Build the recipe again, after `bitbake -c cleansstate` of what the file belongs to");
}

std::vector<std::string> names_in(Host& host, const std::string& directory) {
  auto names = host.list(directory);
  return names ? std::move(*names) : std::vector<std::string>{};
}

/// recipeinfo lies in deploy/licenses/<recipe>, from Yocto 5.0 in deploy/licenses/<architecture>/<recipe>.
void read_recipe_info(Host& host, const std::string& tmp, const std::string& recipe, YoctoRecipe& out) {
  const std::string base = "deploy/licenses/";
  std::vector<std::string> places{base + recipe};
  for (const std::string& name : names_in(host, tmp + '/' + base)) places.push_back(base + name + '/' + recipe);
  for (const std::string& directory : places) {
    const std::string place = directory + "/recipeinfo";
    const auto file = host.read(tmp + '/' + place);
    if (!file) continue;
    const formats::YoctoRecipeInfo info = formats::parse_yocto_recipe_info((*file)->text());
    out = {to_utf8(info.version), place, to_utf8(info.license), place};
    return;
  }
}

/// "1.3.1" of ".../zlib/1.3.1-r0": the recipe's revision and a leading epoch ("1_") are no part of it.
std::string version_of(std::string_view work_directory) {
  std::string_view name = path::filename(work_directory);
  const auto revision = name.rfind("-r");
  if (revision != std::string_view::npos && parse_unsigned(name.substr(revision + 2)))
    name = name.substr(0, revision);
  const auto epoch = name.find('_');
  if (epoch != std::string_view::npos && parse_unsigned(name.substr(0, epoch))) name = name.substr(epoch + 1);
  return std::string(name);
}

/// Lines of earlier versions stay in the index: a version counts only when it is the only one.
void read_index(const std::string& place, std::string_view text, const std::string& recipe,
                const std::string& tmp, std::map<std::string, std::string>& versions,
                std::vector<Finding>& findings) {
  const auto lines = formats::parse_yocto_index(text);
  if (!lines) {
    findings.push_back(broken(tmp + '/' + place, lines.error().describe()));
    return;
  }
  for (const formats::YoctoIndexLine& line : *lines)
    if (path::filename(path::parent(line.work_directory)) == recipe &&
        line.manifest.ends_with('-' + recipe))
      versions[version_of(line.work_directory)] = place;
}

/// The files that one manifest names, as it does.
Outcome<std::vector<std::string>> manifest_files(Host& host, const std::string& place) {
  Outcome<std::vector<std::string>> out;
  const auto file = host.read(place);
  if (!file) {
    out.add(broken(place, file.error().text));
    return out;
  }
  const auto files = formats::parse_yocto_manifest((*file)->text());
  if (files)
    out.value.assign(files->begin(), files->end());
  else
    out.add(broken(place, files.error().describe()));
  return out;
}

}  // namespace

std::optional<YoctoPlace> yocto_place(const std::string& path) {
  for (const std::string_view name : {"/recipe-sysroot/", "/recipe-sysroot-native/"})
    if (const auto at = path.find(name); at != std::string::npos) return YoctoPlace{path.substr(0, at), "", ""};
  const auto at = path.find(kStaged);
  if (at == std::string::npos) return std::nullopt;
  const auto parts = split(std::string_view(path).substr(at + kStaged.size()), '/');
  if (parts.size() < 3) return std::nullopt;
  return YoctoPlace{"", path.substr(0, at), std::string(parts[1])};
}

std::string yocto_build_tree(Host& host, std::string path) {
  for (; path.size() > 1; path = path::parent(path))
    if (host.stat(path + "/sstate-control")) return path;
  return "";
}

Outcome<std::map<std::string, std::string>> yocto_staged_files(Host& host, const std::string& work) {
  Outcome<std::map<std::string, std::string>> out;
  const std::string directory = work + "/recipe-sysroot-native/installeddeps";
  for (const std::string& name : names_in(host, directory)) {
    // <recipe> links to <recipe>.<hash of its task>: the one of several that is installed.
    const auto stat = host.lstat(directory + '/' + name);
    if (!stat || stat->kind != FileKind::symlink || name.ends_with(".complete")) continue;
    for (const std::string& one : out.take(manifest_files(host, directory + '/' + name)))
      out.value.emplace(path::absolute(one, work), name);
  }
  return out;
}

Outcome<std::set<std::string>> yocto_manifest_files(Host& host, const std::string& tmp,
                                                    const std::string& recipe) {
  Outcome<std::set<std::string>> out;
  const std::string directory = tmp + "/sstate-control";
  const std::string ending = '-' + recipe + std::string(kManifestEnding);
  for (const std::string& name : names_in(host, directory)) {
    if (!name.starts_with("manifest-") || !name.ends_with(ending)) continue;
    for (const std::string& one : out.take(manifest_files(host, directory + '/' + name)))
      out.value.insert(one);
  }
  return out;
}

Outcome<YoctoRecipe> yocto_recipe(Host& host, const std::string& tmp, const std::string& recipe) {
  Outcome<YoctoRecipe> out;
  read_recipe_info(host, tmp, recipe, out.value);
  if (!out.value.version.empty()) return out;
  std::map<std::string, std::string> versions;
  for (const std::string& name : names_in(host, tmp + "/sstate-control")) {
    if (!name.starts_with("index-") || name.ends_with(".lock")) continue;
    const std::string place = "sstate-control/" + name;
    if (const auto file = host.read(tmp + '/' + place))
      read_index(place, (*file)->text(), recipe, tmp, versions, out.findings);
  }
  if (versions.size() == 1) {
    out.value.version = versions.begin()->first;
    out.value.version_place = versions.begin()->second;
  }
  return out;
}

}  // namespace souptrace::identify
