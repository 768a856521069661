// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "formats/sqlite_read.hpp"
#include "host/host.hpp"
#include "model/finding.hpp"

// Where Conan 2 keeps what it installed. A cache is a directory with cache.sqlite3 and, for each package that
// was installed, <path>/p, for each that was built here, b/<hash>/p (with the build directory b/<hash>/b),
// and for each recipe <path>/e. Conan's deployers copy package folders to anywhere else.
namespace souptrace::identify {

/// What a cache's database says about one package folder.
struct ConanRow {
  std::string reference;  ///< "zlib/1.3.1", "zlib/1.3.1@user/channel"
  std::string recipe_revision;
  std::string package_id;
  std::string package_revision;
  bool built_here = false;  ///< in the cache's "b" directory
};

/// Finds package folders by what lies in them. Each directory is looked at once.
class ConanFolders {
 public:
  explicit ConanFolders(Host& host) : host_(host) {}

  /// The package folder in which the files of `directory` belong: the innermost one around it that holds
  /// conaninfo.txt and conanmanifest.txt. The build directory and the folder that a recipe's finalize() wrote
  /// belong to the package folder beside them. "" when there is none.
  [[nodiscard]] const std::string& package_of(const std::string& directory);

 private:
  [[nodiscard]] bool is_package(const std::string& directory) const;
  [[nodiscard]] std::string look(const std::string& directory);

  Host& host_;
  std::unordered_map<std::string, std::string> known_;
};

/// The databases of all caches that files in question lie in, each read once.
class ConanDatabases {
 public:
  explicit ConanDatabases(Host& host) : host_(host) {}

  /// The row of a package folder; nothing when it lies in no cache. A database that is missing where one must
  /// be, that cannot be read or that does not know the folder is a finding "database-broken".
  [[nodiscard]] Outcome<std::optional<ConanRow>> row(const std::string& package_folder);

  /// Conan's home directory, in which the cache of that package folder lies unless Conan is configured
  /// otherwise; "" when the folder lies in no cache.
  [[nodiscard]] std::string home_of(const std::string& package_folder) const;

  /// The folder with the recipe of a row of that package folder; "" when the database does not say.
  [[nodiscard]] std::string recipe_folder(const std::string& package_folder, const ConanRow& row);

 private:
  struct Cache {
    std::optional<formats::SqliteDatabase> database;  ///< nothing when it is broken
  };
  struct Place {
    std::string cache;  ///< the cache's directory; "" = in none
    std::string path;   ///< of the package, relative to it, as the database spells it
  };

  [[nodiscard]] Place place_of(const std::string& package_folder) const;
  /// The cache at that directory, opened at the first call.
  Cache& open(const std::string& directory, std::vector<Finding>& findings);
  [[nodiscard]] Result<formats::SqliteDatabase> read(const std::string& directory) const;

  Host& host_;
  std::map<std::string, Cache> caches_;  ///< by directory
};

}  // namespace souptrace::identify
