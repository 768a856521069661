// SPDX-License-Identifier: Apache-2.0
#include "identify/conan_editables.hpp"

#include <set>
#include <vector>

#include "base/path.hpp"
#include "formats/json_read.hpp"

namespace souptrace::identify {
namespace {

/// One entry of an editable_packages.json.
struct Editable {
  std::string text;  ///< the reference as it stands there
  formats::ConanReference reference;
  std::string conanfile;
};

/// Homes of Conan that this build can have used: those of the caches that it takes packages from, then the
/// one that Conan would use now.
std::vector<std::string> homes(const Question& question, ConanPackages& packages) {
  std::set<std::string> used;
  for (const auto& [folder, entry] : packages.from_cmake())
    if (packages.folders.package_of(folder) == folder) used.insert(packages.databases.home_of(folder));
  std::vector<std::string> out(used.begin(), used.end());
  if (const auto home = question.host.environment("CONAN_HOME")) out.push_back(*home);
  if (const auto home = question.host.environment("HOME")) out.push_back(path::join(*home, ".conan2"));
  return out;
}

void read_editables(const Question& question, const std::string& home, Outcome<std::vector<Editable>>& out) {
  const std::string place = path::join(home, "editable_packages.json");
  const auto file = question.host.read(place);
  if (!file) return;  // Conan writes it with the first editable package
  const auto root = formats::Json::parse((*file)->text());
  if (!root || !root->is_object()) {
    out.add({"database-broken", Severity::warning, place,
             "Conan's list of editable packages cannot be read" +
                 (root ? std::string(": it is no object") : ": " + root.error().describe()),
             "Repair it, or delete it and add the packages again (conan editable add)"});
    return;
  }
  for (const formats::Json& entry : root->members()) {
    const auto reference = formats::parse_conan_reference(entry.key());
    if (reference) out.value.push_back({std::string(entry.key()), *reference, entry.string_or("path", "")});
  }
}

Outcome<std::vector<Editable>> all_editables(const Question& question, ConanPackages& packages) {
  Outcome<std::vector<Editable>> out;
  std::set<std::string> seen;
  for (const std::string& home : homes(question, packages))
    if (!home.empty() && seen.insert(home).second) read_editables(question, home, out);
  return out;
}

/// The list's entry for a package that CMake files name: the same name, and a recipe in the package's
/// directory or above it. Of several versions the one that the CMake files state.
const Editable* find(Host& host, const std::vector<Editable>& editables, const ConanCMakeEntry& entry) {
  const Editable* out = nullptr;
  for (const Editable& one : editables) {
    if (one.reference.name != entry.name) continue;
    const auto recipe = host.real_path(one.conanfile);
    if (!recipe) continue;
    const std::string directory(path::parent(*recipe));
    if (!path::is_below(directory, entry.folder) && !path::is_below(entry.folder, directory)) continue;
    if (out == nullptr || one.reference.version == entry.version) out = &one;
  }
  return out;
}

std::set<std::size_t> files_of(const Question& question, const ConanCMakeEntry& entry) {
  std::set<std::size_t> out;
  for (const std::size_t index : files_below(question.files, entry.folder)) out.insert(index);
  for (const std::string& directory : entry.directories)
    for (const std::size_t index : files_below(question.files, directory)) out.insert(index);
  return out;
}

/// The directory of the package in which the file lies.
std::string directory_of(const ConanCMakeEntry& entry, const std::string& file) {
  if (path::is_below(file, entry.folder)) return entry.folder;
  for (const std::string& directory : entry.directories)
    if (path::is_below(file, directory)) return directory;
  return entry.folder;
}

Component component_of(const Question& question, const ConanCMakeEntry& entry, const Editable* listed) {
  Component out;
  out.name = entry.name;
  out.version = listed == nullptr ? entry.version : listed->reference.version;
  out.origin = "conan";
  out.license = {"NOASSERTION", "", ""};
  const std::string reference = listed == nullptr ? out.name + '/' + out.version : listed->text;
  out.id = "conan:" + reference + ":editable";
  out.properties["binary"] = "editable";
  if (listed != nullptr) out.properties["reference"] = listed->text;
  out.evidence.push_back(
      {"conan", evidence_place(question.facts, entry.place),
       "names a directory without a manifest as the package " + entry.name + ' ' + entry.version});
  if (listed == nullptr) return out;
  out.evidence.push_back({"conan", "conan:editable_packages.json", listed->text + " is editable"});
  if (!listed->conanfile.ends_with(".py")) return out;
  if (const auto recipe = question.host.read(listed->conanfile))
    add_recipe((*recipe)->text(), evidence_place(question.facts, listed->conanfile), out);
  return out;
}

void claim_editable(const Question& question, const ConanCMakeEntry& entry, const Editable* listed,
                    const std::set<std::size_t>& files, Outcome<Knowledge>& out) {
  Component component = component_of(question, entry, listed);
  for (const std::size_t index : files)
    out.value.claims.push_back({index,
                                Reach::directory,
                                directory_of(entry, question.files[index].path),
                                {component.id, Tier::resolver_metadata,
                                 "conan: in the directory of an editable package", component.evidence}});
  if (component.version.empty())
    out.add({"version-unknown", Severity::warning, component.id,
             "nothing states the version of " + entry.name, "State it in the package's recipe"});
  out.add({"source-unpinned", Severity::warning, component.id,
           entry.name +
               " is an editable Conan package: it is built from a source directory that Conan records "
               "no revision of, so another build may get another content",
           "Release it with conan create and require that package, for a build that others must repeat"});
  out.value.components.emplace(component.id, std::move(component));
}

}  // namespace

void claim_conan_editables(const Question& question, ConanPackages& packages, Outcome<Knowledge>& out) {
  std::map<std::string, std::set<std::size_t>> files;
  for (const auto& [folder, entry] : packages.from_cmake()) {
    if (!packages.folders.package_of(folder).empty()) continue;
    std::set<std::size_t> found = files_of(question, entry);
    if (!found.empty()) files.emplace(folder, std::move(found));
  }
  if (files.empty()) return;
  const auto editables = out.take(all_editables(question, packages));
  for (const auto& [folder, indices] : files) {
    const ConanCMakeEntry& entry = packages.from_cmake().at(folder);
    claim_editable(question, entry, find(question.host, editables, entry), indices, out);
  }
}

}  // namespace souptrace::identify
