// SPDX-License-Identifier: Apache-2.0
#include "identify/conan_resolver.hpp"

#include <map>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "identify/conan_editables.hpp"
#include "identify/conan_packages.hpp"
#include "identify/recorded_file.hpp"

namespace souptrace::identify {
namespace {

constexpr const char* kConanRemedy =
    "Remove the package from the cache (conan remove), install it and build anew";

/// The files in question of one package.
struct Members {
  std::vector<std::size_t> files;
  std::vector<std::pair<std::size_t, std::string>> aliases;  ///< other names of files that lie in the package
};

std::string md5_of(std::string_view text) {
  DigestSet wanted;
  wanted.sha256 = false;
  wanted.md5 = true;
  return digest(as_bytes(text), wanted).md5;
}

class ConanResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    ConanPackages packages(question);
    for (const auto& [folder, members] : by_package(question, packages.folders)) {
      const ConanPackage package = out.take(packages.at(folder));
      if (package.reference.name.empty())
        report_nameless(question, package, members, out);
      else
        claim_package(question, package, members, out);
    }
    claim_conan_editables(question, packages, out);
    return out;
  }

 private:
  static std::map<std::string, Members> by_package(const Question& question, ConanFolders& folders) {
    std::map<std::string, Members> out;
    for (std::size_t i = 0; i < question.files.size(); ++i) {
      const FileInQuestion& file = question.files[i];
      const std::string& folder = folders.package_of(std::string(path::parent(file.path)));
      if (!folder.empty()) out[folder].files.push_back(i);
      for (const std::string& alias : file.aliases) {
        const std::string& place = folders.package_of(std::string(path::parent(alias)));
        if (place.empty() || !path::is_below(alias, place)) continue;
        const auto real = question.host.real_path(place);
        if (real) out[*real].aliases.emplace_back(i, path::below(alias, place));
      }
    }
    return out;
  }

  static void claim_package(const Question& question, const ConanPackage& package, const Members& members,
                            Outcome<Knowledge>& out) {
    Component component = out.take(conan_component(question.host, package));
    const std::string id = component.id;
    if (component.version.empty())
      out.add({"version-unknown", Severity::warning, id, "nothing states the version of " + component.name,
               "Install the package with Conan into its cache"});
    out.value.components.emplace(id, std::move(component));
    out.value.folders.push_back({package.folder, conan_folder_name(package), id});
    for (const std::size_t index : members.files) claim_file(question, package, id, index, out);
    for (const auto& [index, relative] : members.aliases)
      claim_alias(question, package, id, index, relative, out);
  }

  static void claim_file(const Question& question, const ConanPackage& package, const std::string& id,
                         std::size_t index, Outcome<Knowledge>& out) {
    const std::string& file = question.files[index].path;
    const bool is_inside = path::is_below(file, package.folder);
    if (!is_inside) return claim_beside(question, package, id, index, out);
    if (!package.manifest)
      return claim_directory(package, {id, index, package.folder},
                             "in the folder of the package, which has no valid manifest", out);
    const std::string relative(path::below(file, package.folder));
    const auto listed = package.manifest->md5.find(relative);
    if (listed != package.manifest->md5.end())
      return claim_recorded_file(question, index, record(package, id, *listed), out);
    claim_directory(package, {id, index, package.folder}, "in the package's folder, but not in its manifest",
                    out);
    out.add({"package-db-mismatch", Severity::error, file,
             "the file was added after " + id +
                 " was installed: the package's conanmanifest.txt does not list it",
             kConanRemedy});
  }

  /// In the package's build directory, or in what its recipe's finalize() wrote.
  static void claim_beside(const Question& question, const ConanPackage& package, const std::string& id,
                           std::size_t index, Outcome<Knowledge>& out) {
    const std::string above(path::parent(package.folder));
    const std::string name(path::below(question.files[index].path, above).substr(0, 1));  // "b" or "f"
    out.value.folders.push_back({path::join(above, name), conan_folder_name(package) + '#' + name, id});
    claim_directory(package, {id, index, above}, "in a folder beside the package's, which has no manifest",
                    out);
  }

  static RecordedFile record(const ConanPackage& package, const std::string& id,
                             const std::pair<const std::string, std::string>& listed) {
    const std::string manifest = id + "/conanmanifest.txt";
    const std::string name = package.reference.name + '/' + package.reference.version;
    return {
        "conan",       id,       name,        {"conan", manifest, "lists " + listed.first}, DigestKind::md5,
        listed.second, manifest, kConanRemedy};
  }

  struct Below {
    const std::string& id;
    std::size_t index;
    std::string directory;
  };

  static void claim_directory(const ConanPackage& package, const Below& file, const std::string& rule,
                              Outcome<Knowledge>& out) {
    out.value.claims.push_back({file.index,
                                Reach::directory,
                                file.directory,
                                {file.id, Tier::resolver_metadata, "conan: " + rule, {package.named_by}}});
  }

  /// A symbolic link of the package through which the build found the file.
  static void claim_alias(const Question& question, const ConanPackage& package, const std::string& id,
                          std::size_t index, const std::string& relative, Outcome<Knowledge>& out) {
    const std::string link = path::join(package.folder, relative);
    const auto target = question.host.read_link(link);
    if (!target) return;  // a link stands further up in the path: what it leads to has its own entry
    if (!path::is_below(question.files[index].path, package.folder))
      out.value.claims.push_back(
          {index,
           Reach::link,
           "",
           {id,
            Tier::package_db_listed,
            "conan: owns a symbolic link to the file",
            {{"conan", id + "/conanmanifest.txt",
              "lists " + relative + ", the name under which the build found the file"}}}});
    if (package.manifest) check_links(question.host, package, id, relative, out);
  }

  /// Compares a symbolic link, and those of the package that it leads to, with the targets that the manifest
  /// has.
  static void check_links(Host& host, const ConanPackage& package, const std::string& id,
                          const std::string& first, Outcome<Knowledge>& out) {
    constexpr int kLongestChain = 40;  // as the kernel's
    std::string link = path::join(package.folder, first);
    for (int hop = 0; hop < kLongestChain && path::is_below(link, package.folder); ++hop) {
      const auto target = host.read_link(link);
      if (!target) return;
      const auto listed = package.manifest->md5.find(std::string(path::below(link, package.folder)));
      const bool is_listed = listed != package.manifest->md5.end();
      if (!is_listed || listed->second != md5_of(*target))
        out.add({"package-db-mismatch", Severity::error, link,
                 "the symbolic link was changed after " + id + " was installed: it leads to " + *target +
                     (is_listed ? ", and the package's conanmanifest.txt has the MD5 of another target"
                                : ", and the package's conanmanifest.txt does not list it"),
                 kConanRemedy});
      link = path::absolute(*target, path::parent(link));
    }
  }

  /// Nothing says what the package is called: its files keep another owner or none, but are still verified.
  static void report_nameless(const Question& question, const ConanPackage& package, const Members& members,
                              Outcome<Knowledge>& out) {
    out.add({"database-broken", Severity::error, package.folder,
             "this is the folder of a Conan package (package id " + package.package_id +
                 ", package revision " + package.package_revision +
                 "), and neither a cache database nor Conan's CMake files name it",
             "Install the package with Conan into its cache, or declare it with souptrace_component()"});
    if (!package.manifest) return;
    Outcome<Knowledge> compared;
    for (const std::size_t index : members.files) {
      if (!path::is_below(question.files[index].path, package.folder)) continue;
      const std::string relative(path::below(question.files[index].path, package.folder));
      const auto listed = package.manifest->md5.find(relative);
      if (listed == package.manifest->md5.end()) continue;
      RecordedFile one = record(package, "conan:", *listed);
      one.package = "the Conan package";
      one.digest_place = "its conanmanifest.txt";
      claim_recorded_file(question, index, one, compared);
    }
    for (Finding& finding : compared.findings) out.add(std::move(finding));
  }
};

}  // namespace

std::unique_ptr<Resolver> conan_resolver() {
  return std::make_unique<ConanResolver>();
}

}  // namespace souptrace::identify
