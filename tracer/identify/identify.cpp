// SPDX-License-Identifier: Apache-2.0
#include "identify/identify.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "base/path.hpp"
#include "identify/apk_resolver.hpp"
#include "identify/conan_resolver.hpp"
#include "identify/configured_files.hpp"
#include "identify/containment.hpp"
#include "identify/cpm_records.hpp"
#include "identify/declared_resolver.hpp"
#include "identify/dpkg_resolver.hpp"
#include "identify/fetch_records.hpp"
#include "identify/fetch_resolver.hpp"
#include "identify/file_licenses.hpp"
#include "identify/git_resolver.hpp"
#include "identify/homebrew_resolver.hpp"
#include "identify/opkg_resolver.hpp"
#include "identify/order.hpp"
#include "identify/package_folders.hpp"
#include "identify/package_metadata_resolver.hpp"
#include "identify/pacman_resolver.hpp"
#include "identify/product_resolver.hpp"
#include "identify/resolver.hpp"
#include "identify/rpm_resolver.hpp"
#include "identify/sdk_resolver.hpp"
#include "identify/spack_resolver.hpp"
#include "identify/store_resolver.hpp"
#include "identify/supplied_resolver.hpp"
#include "identify/target_owners.hpp"
#include "identify/toolchain_resolver.hpp"
#include "identify/vcpkg_resolver.hpp"
#include "identify/work_tree.hpp"
#include "identify/yocto_resolver.hpp"

namespace souptrace::identify {
namespace {

/// Writes the absolute places of a resolver's evidence as places below `root`: "host:" or "system:".
void name_root(const std::string& root, Knowledge& knowledge) {
  const auto name = [&](std::string& place) {
    if (path::is_absolute(place)) place = root + std::string(path::below(place, "/"));
  };
  for (FileClaim& one : knowledge.claims)
    for (Evidence& evidence : one.claim.evidence) name(evidence.place);
  for (auto& [id, component] : knowledge.components) {
    name(component.license.source);
    for (Evidence& evidence : component.evidence) name(evidence.place);
  }
}

class Identifier {
 public:
  Identifier(Host& host, const BuildFacts& facts, const std::vector<FileInQuestion>& files)
      : listed_(files.size(), false),
        claims_(files.size()),
        question_{host, facts, files, listed_},
        trees_(host) {}

  Outcome<Identification> identify() {
    ask_system(dpkg_resolver);
    note_listed();
    for (const auto resolver : {rpm_resolver, apk_resolver, pacman_resolver, opkg_resolver}) ask_system(resolver);
    note_listed();
    ask(*supplied_resolver());
    ask_package_managers();
    note_listed();
    ask(*sdk_resolver());
    ask_about_sources();
    DirectoryOwners owners(directories_);
    const ChosenClaim chosen_claim = [this](std::size_t index) { return chosen(index).chosen; };
    add(built_claims(question_, owners, chosen_claim));
    add(configured_claims(question_, owners));
    add(compiled_claims(question_, chosen_claim));
    ask_ownerless();
    for (std::size_t i = 0; i < question_.files.size(); ++i) finish(i);
    finish_components();
    note_containment(claims_, out_.value.components);
    add_file_licenses(question_.host, question_.files, claims_, directories_, out_);
    out_.value.package_folders = named_folders(folders_);
    return std::move(out_);
  }

 private:
  /// Asks the database of the host and that of the sysroot. Both name their records as within their root:
  /// where there are two roots, the places say which.
  void ask_system(std::unique_ptr<Resolver> (*resolver)(std::string root)) {
    const std::string& sysroot = question_.facts.sysroot;
    ask(*resolver(""), sysroot.empty() ? "" : "host:");
    if (!sysroot.empty()) ask(*resolver(sysroot), "system:");
  }

  /// What no record names so far is a package manager's, before anybody looks at directories: they are asked
  /// with `listed` as the system's databases leave it.
  void ask_package_managers() {
    ask(*conan_resolver());
    ask(*vcpkg_resolver());
    ask(*spack_resolver());
    ask(*store_resolver());
    ask(*homebrew_resolver());
    ask(*yocto_resolver());
  }

  /// What libraries say of themselves counts for those alone that nobody owns.
  void ask_ownerless() {
    for (std::size_t i = 0; i < listed_.size(); ++i) listed_[i] = !chosen(i).chosen.component.empty();
    ask(*package_metadata_resolver());
  }

  void note_listed() {
    for (std::size_t i = 0; i < listed_.size(); ++i)
      listed_[i] = std::any_of(claims_[i].begin(), claims_[i].end(),
                               [](const FileClaim& one) { return one.reach == Reach::listed; });
  }

  void ask_about_sources() {
    std::vector<FetchRecord> records = fetch_content_records(question_.host, question_.facts);
    for (FetchRecord& record : external_project_records(question_.host, question_.facts))
      records.push_back(std::move(record));
    add_cpm_records(question_.host, question_.facts, records);
    std::set<std::string> fetched;
    for (const FetchRecord& record : records) fetched.insert(record.source_directory);
    ask(*fetch_resolver(trees_, std::move(records)));
    ask(*git_resolver(trees_, std::move(fetched)));
    ask(*declared_resolver());
    ask(*toolchain_resolver());
    ask(*product_resolver());
  }

  void ask(Resolver& resolver, const std::string& root = "") {
    Knowledge knowledge = out_.take(resolver.resolve(question_));
    if (!root.empty()) name_root(root, knowledge);
    add(std::move(knowledge.claims));
    for (auto& [id, component] : knowledge.components)
      out_.value.components.try_emplace(id, std::move(component));
    directories_.insert(directories_.end(), knowledge.directories.begin(), knowledge.directories.end());
    folders_.insert(folders_.end(), knowledge.folders.begin(), knowledge.folders.end());
  }

  void add(std::vector<FileClaim> claims) {
    for (FileClaim& claim : claims) claims_[claim.file].push_back(std::move(claim));
  }

  [[nodiscard]] Ownership chosen(std::size_t index) const {
    std::vector<const FileClaim*> claims;
    for (const FileClaim& claim : claims_[index]) claims.push_back(&claim);
    return choose(claims, question_.facts.build_directory);
  }

  void finish(std::size_t index) {
    const FileInQuestion& file = question_.files[index];
    Ownership owner = chosen(index);
    if (owner.chosen.component.empty()) report_unknown(file.path);
    out_.value.files.insert_or_assign(file.path, std::move(owner));
  }

  void report_unknown(const std::string& file) {
    const bool in_build = path::is_below(file, question_.facts.build_directory);
    const bool in_source = !in_build && path::is_below(file, question_.facts.source_directory);
    std::string where = "no package database, declaration or record of CMake or git names its owner";
    if (in_build)
      where =
          "it lies in the build directory, but no target, FetchContent or ExternalProject is known to make "
          "it";
    if (in_source) where = "it is a binary in the source directory: who made it is not known";
    out_.add({"owner-unknown", Severity::warning, file, where,
              in_build ? "List it among a target's sources, or declare its directory with "
                         "souptrace_component(NAME … VERSION … PATHS …)"
                       : "Declare it with souptrace_component(NAME … VERSION … PATHS …)"});
  }

  /// Keeps the components that some claim names, and the findings about components that own something; gives
  /// declared components what is known of the same directory.
  void finish_components() {
    std::set<std::string> named;
    std::set<std::string> owning;
    for (const auto& [path, owner] : out_.value.files) {
      named.insert(owner.chosen.component);
      owning.insert(owner.chosen.component);
      for (const Claim& claim : owner.losing) named.insert(claim.component);
    }
    for (const DirectoryOwner& declared : directories_)
      for (const DirectoryOwner& other : directories_)
        if (declared.directory == other.directory && declared.component.starts_with("declared:"))
          enrich(declared.component, other.component);
    std::erase_if(out_.value.components, [&](const auto& item) { return !named.contains(item.first); });
    std::erase_if(out_.findings, [&](const Finding& one) {
      return one.code == "version-unknown" && !owning.contains(one.subject);
    });
  }

  /// The declaration says what people must say; commit, hash and tag come from the record of the same
  /// directory.
  void enrich(const std::string& declared, const std::string& other) {
    const auto from = out_.value.components.find(other);
    const auto to = out_.value.components.find(declared);
    if (declared == other || from == out_.value.components.end() || to == out_.value.components.end()) return;
    if (from->second.kind == ComponentKind::product) return;
    to->second.properties.insert(from->second.properties.begin(), from->second.properties.end());
    if (to->second.url.empty()) to->second.url = from->second.url;
    to->second.evidence.insert(to->second.evidence.end(), from->second.evidence.begin(),
                               from->second.evidence.end());
  }

  std::vector<bool> listed_;
  std::vector<std::vector<FileClaim>> claims_;  ///< by file
  Question question_;
  WorkTrees trees_;
  std::vector<DirectoryOwner> directories_;
  std::vector<PackageFolder> folders_;
  Outcome<Identification> out_;
};

}  // namespace

Outcome<Identification> identify(Host& host, const BuildFacts& facts,
                                 const std::vector<FileInQuestion>& files) {
  std::vector<FileInQuestion> sorted = files;
  std::sort(sorted.begin(), sorted.end(),
            [](const FileInQuestion& a, const FileInQuestion& b) { return a.path < b.path; });
  return Identifier(host, facts, sorted).identify();
}

}  // namespace souptrace::identify
