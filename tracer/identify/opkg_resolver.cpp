// SPDX-License-Identifier: Apache-2.0
#include "identify/opkg_resolver.hpp"

#include <unordered_set>

#include "base/text.hpp"
#include "formats/deb822.hpp"
#include "formats/opkg_records.hpp"
#include "formats/purl.hpp"
#include "formats/recipe_license.hpp"
#include "identify/runtime_table.hpp"
#include "identify/system_packages.hpp"

namespace souptrace::identify {
namespace {

constexpr std::string_view kOpkgRemedy = "Reinstall the package, or restore the file in the database";

/// What one package's control file or its stanza of the status file says.
struct Stanza {
  std::string place;  ///< as within the root
  std::string name, version, architecture, maintainer, homepage, license, source, recipe;
};

std::optional<Stanza> stanza_of(const formats::Deb822Stanza& from, const std::string& place) {
  const auto text = [&](std::string_view field) { return to_utf8(from.value(field)); };
  Stanza out{place,
             text("Package"),
             text("Version"),
             text("Architecture"),
             text("Maintainer"),
             text("Homepage"),
             text("License"),
             text("Source"),
             text("OE")};
  if (out.recipe.empty()) out.recipe = text("SourceName");
  if (out.homepage.empty()) out.homepage = text("URL");
  return out.name.empty() || out.version.empty() ? std::nullopt : std::optional(std::move(out));
}

class OpkgLookUp {
 public:
  OpkgLookUp(const SystemQuestion& question, std::string directory)
      : question_(question),
        directory_(std::move(directory)),
        disk_(question.root.directory() + directory_),
        distribution_(read_distribution(question.root)),
        wanted_(question.paths.begin(), question.paths.end()) {}

  Outcome<SystemPackages> run() {
    const auto names = question_.root.host().list(disk_ + "/info");
    if (!names) {
      broken("/info", names.error().text);
      return std::move(out_);
    }
    for (const std::string& name : *names)
      if (name.ends_with(".list")) take(name.substr(0, name.size() - 5));
    return std::move(out_);
  }

 private:
  [[nodiscard]] Result<std::shared_ptr<FileBytes>> read(const std::string& file) const {
    return question_.root.host().read(disk_ + file);
  }

  void take(const std::string& package) {
    const std::string list = "/info/" + package + ".list";
    const auto file = read(list);
    if (!file) return broken(list, file.error().text);
    const formats::OpkgList listed = formats::parse_opkg_list((*file)->text());
    if (listed.error) broken(list, listed.error->describe());
    std::set<std::string> paths;
    for (const std::string_view path : listed.paths)
      if (wanted_.contains(path)) paths.emplace(path);
    if (!paths.empty()) take(package, paths);
  }

  void take(const std::string& package, const std::set<std::string>& paths) {
    const auto stanza = read_stanza(package);
    if (!stanza)
      return broken("/info/" + package + ".control",
                    "neither this file nor status says the version of " + package + ", which has files");
    Component component = component_of(*stanza);
    const auto md5sums = read_md5sums(package);
    for (const std::string& path : paths) add_file(package, path, component.id, md5sums);
    out_.value.components.emplace(component.id, component);
  }

  [[nodiscard]] std::optional<Stanza> read_stanza(const std::string& package) {
    const std::string control = "/info/" + package + ".control";
    formats::Deb822Stanza one;
    if (const auto file = read(control)) {
      const auto found = formats::Deb822Reader((*file)->text()).next(one);
      if (found && *found)
        if (auto out = stanza_of(one, directory_ + control)) return out;
    }
    const auto file = read("/status");
    if (!file) return std::nullopt;
    formats::Deb822Reader reader((*file)->text());
    for (;;) {
      const auto more = reader.next(one);
      if (!more) continue;  // the reader stands behind the bad stanza: another may be the package's
      if (!*more) return std::nullopt;
      if (one.value("Package") == package) return stanza_of(one, directory_ + "/status");
    }
  }

  [[nodiscard]] std::map<std::string, std::string> read_md5sums(const std::string& package) {
    const std::string place = "/info/" + package + ".md5sums";
    const auto file = read(place);
    if (!file) {
      if (file.error().code != "not-found") broken(place, file.error().text);
      return {};
    }
    formats::OpkgMd5Sums out = formats::parse_opkg_md5sums((*file)->text());
    if (out.error) broken(place, out.error->describe());
    return std::move(out.md5);
  }

  [[nodiscard]] Component component_of(const Stanza& stanza) const {
    Component out;
    out.id = "opkg:" + stanza.name + '@' + stanza.version + ':' + stanza.architecture;
    out.kind = is_runtime_package(stanza.recipe, stanza.name) ? ComponentKind::runtime : ComponentKind::soup;
    out.name = stanza.name;
    out.version = stanza.version;
    out.supplier = stanza.maintainer;
    out.license = stated_license(formats::spdx_from_recipe(stanza.license), stanza.place);
    // No purl type is registered for opkg; the distribution says whose package of that name it is.
    if (!distribution_.id.empty())
      out.purl = formats::purl_text({"generic",
                                     distribution_.id,
                                     stanza.name,
                                     stanza.version,
                                     {{"arch", stanza.architecture}, {"distro", distribution_.qualifier()}},
                                     ""});
    out.url = stanza.homepage;
    out.origin = "opkg";
    set_property(out, "architecture", stanza.architecture);
    set_property(out, "source-package", stanza.recipe);
    set_property(out, "recipe", stanza.source);
    out.evidence.push_back(
        {"opkg", stanza.place, "Package: " + stanza.name + ", Version: " + stanza.version});
    return out;
  }

  void add_file(const std::string& package, const std::string& path, const std::string& component,
                const std::map<std::string, std::string>& md5sums) {
    const auto md5 = md5sums.find(path);
    add_recorded_file(
        out_.value, path,
        {"opkg",
         component,
         package,
         {"opkg", directory_ + "/info/" + package + ".list", "lists " + path},
         DigestKind::md5,
         md5 == md5sums.end() ? "" : md5->second,
         directory_ + "/info/" + package + ".md5sums",
         "Reinstall " + package + ", or build against a copy that souptrace_component() declares"});
  }

  void broken(const std::string& file, const std::string& text) {
    out_.add(system_database_broken(disk_ + file, text, std::string(kOpkgRemedy)));
  }

  const SystemQuestion& question_;
  std::string directory_;  ///< as within the root
  std::string disk_;       ///< on this machine
  Distribution distribution_;
  std::unordered_set<std::string_view> wanted_;  ///< the paths in question
  Outcome<SystemPackages> out_;
};

Outcome<SystemPackages> look_up(const SystemQuestion& question) {
  for (const char* directory : {"/usr/lib/opkg", "/var/lib/opkg"}) {
    const auto found = question.root.find(directory);
    if (found && question.root.find(*found + "/info")) return OpkgLookUp(question, *found).run();
  }
  return {};
}

}  // namespace

std::unique_ptr<Resolver> opkg_resolver(std::string root) {
  return system_resolver(std::move(root), look_up);
}

}  // namespace souptrace::identify
