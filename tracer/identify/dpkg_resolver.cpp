// SPDX-License-Identifier: Apache-2.0
#include "identify/dpkg_resolver.hpp"

#include <set>
#include <span>
#include <utility>

#include "base/path.hpp"
#include "identify/dpkg_component.hpp"
#include "identify/dpkg_database.hpp"
#include "identify/recorded_file.hpp"
#include "identify/system_packages.hpp"

namespace souptrace::identify {
namespace {

class DpkgResolver final : public Resolver {
 public:
  explicit DpkgResolver(std::string root) : root_(std::move(root)) {}

  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    const SystemRoot root(question.host, question.facts, root_);
    DpkgDatabase database(root);
    const std::vector<std::string> paths = wanted_paths(root, question);
    if (paths.empty() || !database.exists()) return out;
    const auto owners = out.take(database.owners(paths));
    std::set<std::string> names;
    for (const auto& [path, listings] : owners)
      for (const DpkgListing& listing : listings) names.insert(listing.package);
    const auto packages = out.take(database.packages(names));
    const auto md5sums = out.take(read_md5sums(database, owners));
    const Found found{root, owners, packages, md5sums};
    for (std::size_t i = 0; i < question.files.size(); ++i) claim_file(question, i, found, out);
    add_components(root, packages, out);
    return out;
  }

 private:
  /// MD5 by package and path, both as the database spells them.
  using Md5Sums = std::map<std::pair<std::string, std::string>, std::string>;

  struct Found {
    const SystemRoot& root;
    const std::map<std::string, std::vector<DpkgListing>>& owners;
    const std::map<std::string, DpkgPackage>& packages;
    const Md5Sums& md5sums;

    [[nodiscard]] std::span<const DpkgListing> listings_of(const std::string& path) const {
      const auto inner = root.inner(path);
      if (!inner) return {};
      const auto at = owners.find(*inner);
      return at == owners.end() ? std::span<const DpkgListing>() : std::span<const DpkgListing>(at->second);
    }
  };

  static Outcome<Md5Sums> read_md5sums(DpkgDatabase& database,
                                       const std::map<std::string, std::vector<DpkgListing>>& owners) {
    Outcome<Md5Sums> out;
    std::map<std::string, std::set<std::string>> wanted;
    for (const auto& [path, listings] : owners)
      for (const DpkgListing& listing : listings) wanted[listing.package].insert(listing.path);
    for (const auto& [package, paths] : wanted)
      for (auto& [path, md5] : out.take(database.md5sums(package, paths)))
        out.value[{package, path}] = std::move(md5);
    return out;
  }

  void claim_file(const Question& question, std::size_t index, const Found& found,
                  Outcome<Knowledge>& out) const {
    const FileInQuestion& file = question.files[index];
    for (const DpkgListing& listing : found.listings_of(file.path)) claim_listing(question, index, listing, found, out);
    for (const std::string& alias : file.aliases) claim_alias(question, index, alias, found, out);
  }

  void claim_listing(const Question& question, std::size_t index, const DpkgListing& listing,
                     const Found& found, Outcome<Knowledge>& out) const {
    const auto package = found.packages.find(listing.package);
    if (package == found.packages.end()) return;  // the missing stanza is a finding already
    const std::string note = listing.note.empty() ? "" : ", " + listing.note;
    const auto md5 = found.md5sums.find({listing.package, listing.path});
    claim_recorded_file(
        question, index,
        {"dpkg",
         dpkg_component_id(package->second),
         listing.package,
         {"dpkg", DpkgDatabase::info_file(listing.package, ".list"), "lists " + listing.path + note},
         DigestKind::md5,
         md5 == found.md5sums.end() ? "" : md5->second,
         DpkgDatabase::info_file(listing.package, ".md5sums"),
         "Reinstall " + listing.package + ", or build against a copy that souptrace_component() declares"},
        out);
  }

  /// The symbolic link's own package, or the alternative that it belongs to.
  void claim_alias(const Question& question, std::size_t index, const std::string& alias, const Found& found,
                   Outcome<Knowledge>& out) const {
    const auto listings = found.listings_of(alias);
    if (listings.empty()) return claim_alternative(question, index, alias, out);
    for (const DpkgListing& listing : listings) {
      const auto package = found.packages.find(listing.package);
      if (package == found.packages.end()) continue;
      FileClaim one{index,
                    Reach::link,
                    "",
                    {dpkg_component_id(package->second),
                     Tier::package_db_listed,
                     "dpkg: owns a symbolic link to the file",
                     {}}};
      one.claim.evidence.push_back(
          {"dpkg", DpkgDatabase::info_file(listing.package, ".list"),
           "lists " + listing.path + ", the name under which the build found the file"});
      out.value.claims.push_back(std::move(one));
    }
  }

  /// update-alternatives(1) links a generic name to /etc/alternatives/<name>, and that to the chosen
  /// package's file. No package owns the generic name, so this is told with the file's own claim.
  void claim_alternative(const Question& question, std::size_t index, const std::string& alias,
                         Outcome<Knowledge>& out) const {
    const auto target = question.host.read_link(alias);
    if (!target || !target->starts_with("/etc/alternatives/")) return;
    const std::string name(path::filename(*target));
    auto& claims = out.value.claims;  // those to this file stand last
    for (auto at = claims.rbegin(); at != claims.rend() && at->file == index; ++at)
      if (at->reach == Reach::listed)
        at->claim.evidence.push_back(
            {"dpkg", "/var/lib/dpkg/alternatives/" + name, "the alternative " + name + " leads to the file"});
  }

  static void add_components(const SystemRoot& root, const std::map<std::string, DpkgPackage>& packages,
                             Outcome<Knowledge>& out) {
    const Distribution distribution = read_distribution(root);
    for (const auto& [name, package] : packages) {
      Component component = out.take(dpkg_component(root, package, distribution));
      std::string id = component.id;
      out.value.components.emplace(std::move(id), std::move(component));
    }
  }

  std::string root_;
};

}  // namespace

std::unique_ptr<Resolver> dpkg_resolver(std::string root) {
  return std::make_unique<DpkgResolver>(std::move(root));
}

}  // namespace souptrace::identify
