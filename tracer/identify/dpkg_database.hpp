// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "identify/system_root.hpp"
#include "model/finding.hpp"

// dpkg's database below a root directory (deb(7), dpkg(1), "FILES"), read directly and only as far as it is
// asked:
//
//   var/lib/dpkg/status               one deb822 stanza for each package
//   var/lib/dpkg/info/P.list          the package's paths, one a line, directories too; P is "name" or
//   "name:arch" var/lib/dpkg/info/P.md5sums       "md5  path" without the leading '/'; no symbolic links, no
//   configuration files var/lib/dpkg/diversions           three lines each: path, where it was moved, the
//   diverting package or ":"
//
// All paths here are as within the root: "/usr/lib/libz.a", whatever the root.
namespace souptrace::identify {

/// One stanza of the status file.
struct DpkgPackage {
  std::string name, version, architecture, maintainer, homepage;
  std::string source, source_version;  ///< the package's own where the stanza names none
  std::string built_using;             ///< Built-Using and Static-Built-Using, as written
};

/// "`package` has `path`".
struct DpkgListing {
  std::string package;  ///< "zlib1g:amd64", as its files in info/ are called
  std::string path;     ///< as the package's list spells it
  std::string note;  ///< how that path became the one asked for: "diverted by …"; "" when they are the same
  auto operator<=>(const DpkgListing&) const = default;
};

class DpkgDatabase {
 public:
  explicit DpkgDatabase(const SystemRoot& root)
      : root_(root), directory_(root.directory() + root.find(kDirectory).value_or(kDirectory)) {}

  [[nodiscard]] bool exists();
  /// The packages that have each of `paths`, diversions and the spellings of merged directories (/lib and
  /// /usr/lib) considered. Reads every list once, front to back. Findings "database-broken" name file and
  /// place.
  [[nodiscard]] Outcome<std::map<std::string, std::vector<DpkgListing>>> owners(
      const std::vector<std::string>& paths);
  /// The stanzas of `packages` (as in DpkgListing) by that name. Finding "database-broken" for each that has
  /// none.
  [[nodiscard]] Outcome<std::map<std::string, DpkgPackage>> packages(const std::set<std::string>& packages);
  /// What the package's md5sums say of `paths` (as DpkgListing spells them); only those that it has.
  [[nodiscard]] Outcome<std::map<std::string, std::string>> md5sums(const std::string& package,
                                                                    const std::set<std::string>& paths);

  /// The place of a file of the database for evidence: without the root.
  [[nodiscard]] static std::string info_file(const std::string& package, std::string_view ending);
  static constexpr std::string_view kStatus = "/var/lib/dpkg/status";

 private:
  static constexpr const char* kDirectory = "/var/lib/dpkg";

  /// Where a file of the database lies on this machine; `place` as evidence has it.
  [[nodiscard]] std::string on_disk(std::string_view place) const;
  [[nodiscard]] Result<std::shared_ptr<FileBytes>> read(std::string_view place) const {
    return root_.host().read(on_disk(place));
  }

  const SystemRoot& root_;
  std::string directory_;  ///< kDirectory on this machine
};

/// A finding about a broken file of a package database. `place` is the file.
[[nodiscard]] Finding database_broken(const std::string& place, const std::string& text);

}  // namespace souptrace::identify
