// SPDX-License-Identifier: Apache-2.0
#include "identify/pacman_resolver.hpp"

#include <unordered_set>

#include "base/text.hpp"
#include "formats/gzip_read.hpp"
#include "formats/pacman_records.hpp"
#include "formats/purl.hpp"
#include "identify/runtime_table.hpp"
#include "identify/system_packages.hpp"

namespace souptrace::identify {
namespace {

using Record = std::map<std::string_view, std::vector<std::string_view>>;

constexpr std::string_view kPacmanRemedy =
    "Reinstall the package, or restore its folder in the database; `pacman -Dk` checks the database";
constexpr std::size_t kLargestMtree = std::size_t{64} << 20;  // 300 000 files; the largest package has some ten thousand

std::string value(const Record& record, std::string_view key) {
  const auto at = record.find(key);
  return at == record.end() || at->second.empty() ? "" : to_utf8(at->second.front());
}

/// Several %LICENSE% lines do not say whether all of them or one of them applies.
std::string license_text(const Record& record) {
  std::string out;
  if (const auto at = record.find("LICENSE"); at != record.end())
    for (const std::string_view line : at->second) out += (out.empty() ? "" : "\n") + to_utf8(line);
  return out;
}

class PacmanLookUp {
 public:
  PacmanLookUp(const SystemQuestion& question, std::string directory)
      : question_(question),
        directory_(std::move(directory)),
        disk_(question.root.directory() + directory_),
        distribution_(read_distribution(question.root)) {
    for (const std::string& path : question.paths) relative_.insert(std::string_view(path).substr(1));
  }

  Outcome<SystemPackages> run() {
    Host& host = question_.root.host();
    const auto names = host.list(disk_);
    if (!names) {
      broken("", names.error().text);
      return std::move(out_);
    }
    for (const std::string& name : *names) {
      if (name == "ALPM_DB_VERSION") continue;
      const auto files = host.read(disk_ + '/' + name + "/files");
      if (!files)
        broken(name + "/files", files.error().text);
      else
        take(name, (*files)->text());
    }
    return std::move(out_);
  }

 private:
  void take(const std::string& name, std::string_view files) {
    const auto record = formats::parse_pacman_record(files);
    if (!record) return broken(name + "/files", record.error().describe());
    const auto list = record->find("FILES");
    if (list == record->end()) return;
    std::set<std::string> paths;
    for (const std::string_view path : list->second)
      if (relative_.contains(path)) paths.insert('/' + std::string(path));
    if (!paths.empty()) take(name, paths);
  }

  void take(const std::string& name, const std::set<std::string>& paths) {
    const auto file = question_.root.host().read(disk_ + '/' + name + "/desc");
    if (!file) return broken(name + "/desc", file.error().text);
    const auto record = formats::parse_pacman_record((*file)->text());
    if (!record) return broken(name + "/desc", record.error().describe());
    if (value(*record, "NAME").empty() || value(*record, "VERSION").empty())
      return broken(name + "/desc", "it has no %NAME% or no %VERSION%");
    Component component = component_of(name, *record);
    const auto digests = read_mtree(name, paths);
    for (const std::string& path : paths) add_file(name, path, component.id, digests);
    out_.value.components.emplace(component.id, component);
  }

  [[nodiscard]] Component component_of(const std::string& name, const Record& record) const {
    const std::string place = directory_ + '/' + name + "/desc";
    const std::string architecture = value(record, "ARCH");
    Component out;
    out.name = value(record, "NAME");
    out.version = value(record, "VERSION");
    out.id = "pacman:" + out.name + '@' + out.version + ':' + architecture;
    const std::string base = value(record, "BASE");
    out.kind = is_runtime_package(base.empty() ? out.name : base, out.name) ? ComponentKind::runtime
                                                                            : ComponentKind::soup;
    out.supplier = value(record, "PACKAGER");
    out.license = stated_license(license_text(record), place);
    // The namespace of an alpm purl is the distribution: without os-release(5) there is none to state.
    if (!distribution_.id.empty())
      out.purl = formats::purl_text({"alpm",
                                     distribution_.id,
                                     out.name,
                                     out.version,
                                     {{"arch", architecture}, {"distro", distribution_.qualifier()}},
                                     ""});
    out.url = value(record, "URL");
    out.origin = "pacman";
    set_property(out, "architecture", architecture);
    set_property(out, "source-package", base);
    set_property(out, "validation", value(record, "VALIDATION"));
    out.evidence.push_back({"pacman", place, "%NAME% " + out.name + ", %VERSION% " + out.version});
    return out;
  }

  [[nodiscard]] std::map<std::string, formats::MtreeDigests> read_mtree(const std::string& name,
                                                                        const std::set<std::string>& paths) {
    const auto file = question_.root.host().read(disk_ + '/' + name + "/mtree");
    if (!file) {
      // Packages made by hand need not have one.
      if (file.error().code != "not-found") broken(name + "/mtree", file.error().text);
      return {};
    }
    const auto text = formats::read_gzip((*file)->bytes(), kLargestMtree);
    if (!text) {
      broken(name + "/mtree", text.error().describe());
      return {};
    }
    auto digests = formats::mtree_digests(*text, paths);
    if (digests) return std::move(*digests);
    broken(name + "/mtree", digests.error().describe());
    return {};
  }

  void add_file(const std::string& name, const std::string& path, const std::string& component,
                const std::map<std::string, formats::MtreeDigests>& digests) {
    RecordedFile record;
    record.manager = "pacman";
    record.component = component;
    record.package = name;
    record.listing = {"pacman", directory_ + '/' + name + "/files", "lists " + path};
    if (const auto at = digests.find(path); at != digests.end()) {
      record.kind = at->second.sha256.empty() ? DigestKind::md5 : DigestKind::sha256;
      record.digest = at->second.sha256.empty() ? at->second.md5 : at->second.sha256;
    }
    record.digest_place = directory_ + '/' + name + "/mtree";
    record.remedy = "Reinstall " + name + ", or build against a copy that souptrace_component() declares";
    add_recorded_file(out_.value, path, std::move(record));
  }

  void broken(const std::string& file, const std::string& text) {
    out_.add(
        system_database_broken(file.empty() ? disk_ : disk_ + '/' + file, text, std::string(kPacmanRemedy)));
  }

  const SystemQuestion& question_;
  std::string directory_;  ///< as within the root
  std::string disk_;       ///< on this machine
  Distribution distribution_;
  std::unordered_set<std::string_view> relative_;  ///< the paths in question without the leading '/'
  Outcome<SystemPackages> out_;
};

Outcome<SystemPackages> look_up(const SystemQuestion& question) {
  const auto directory = question.root.find("/var/lib/pacman/local");
  return directory ? PacmanLookUp(question, *directory).run() : Outcome<SystemPackages>{};
}

}  // namespace

std::unique_ptr<Resolver> pacman_resolver(std::string root) {
  return system_resolver(std::move(root), look_up);
}

}  // namespace souptrace::identify
