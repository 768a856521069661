// SPDX-License-Identifier: Apache-2.0
#include "identify/conan_store.hpp"

#include <utility>

#include "base/path.hpp"

namespace souptrace::identify {
namespace {

constexpr const char* kDatabase = "cache.sqlite3";

bool exists(Host& host, const std::string& path) {
  return host.lstat(path).ok();
}

Finding broken(const std::string& database, const std::string& why) {
  return {
      "database-broken", Severity::error, database,
      "Conan's cache database cannot be read, so the packages in this cache have no certain name: " + why,
      "Let Conan repair or rebuild its cache (conan cache check-integrity, conan install), then build anew"};
}

}  // namespace

const std::string& ConanFolders::package_of(const std::string& directory) {
  const auto known = known_.find(directory);
  if (known != known_.end()) return known->second;
  std::string found = look(directory);
  return known_.emplace(directory, std::move(found)).first->second;
}

std::string ConanFolders::look(const std::string& directory) {
  if (is_package(directory)) return directory;
  if (directory == "/" || directory.empty()) return "";
  const std::string parent(path::parent(directory));
  const std::string_view name = path::filename(directory);
  std::string beside = path::join(parent, "p");
  if ((name == "b" || name == "f") && is_package(beside)) return beside;
  return package_of(parent);
}

bool ConanFolders::is_package(const std::string& directory) const {
  const bool has_manifest = exists(host_, path::join(directory, "conanmanifest.txt"));
  // In a cache either one is enough: the other was deleted, and that must not hide the package.
  const bool is_named_p = path::filename(directory) == "p";
  if (!has_manifest && !is_named_p) return false;
  const bool has_information = exists(host_, path::join(directory, "conaninfo.txt"));
  return is_named_p ? has_manifest || has_information : has_information;
}

ConanDatabases::Place ConanDatabases::place_of(const std::string& package_folder) const {
  if (path::filename(package_folder) != "p") return {};
  const std::string package(path::parent(package_folder));
  const std::string above(path::parent(package));
  const std::string name(path::filename(package));
  if (exists(host_, path::join(above, kDatabase))) return {above, name};
  if (path::filename(above) == "b") return {std::string(path::parent(above)), "b/" + name};
  return {above, name};
}

Outcome<std::optional<ConanRow>> ConanDatabases::row(const std::string& package_folder) {
  Outcome<std::optional<ConanRow>> out;
  const Place place = place_of(package_folder);
  if (place.cache.empty()) return out;
  const Cache& cache = open(place.cache, out.findings);
  if (!cache.database) return out;
  const auto rows =
      cache.database->rows("SELECT reference, rrev, pkgid, prev FROM packages WHERE path = ?", {place.path});
  if (!rows) {
    out.add(broken(path::join(place.cache, kDatabase), rows.error().describe()));
    return out;
  }
  if (rows->empty()) {
    out.add({"database-broken", Severity::error, package_folder,
             "Conan's cache database has no row for this package folder, so the package has no certain name",
             "Remove the folder and let Conan install the package anew, then build anew"});
    return out;
  }
  const formats::SqliteRow& row = rows->front();
  out.value = ConanRow{row[0], row[1], row[2], row[3], place.path.starts_with("b/")};
  return out;
}

std::string ConanDatabases::home_of(const std::string& package_folder) const {
  return std::string(path::parent(place_of(package_folder).cache));
}

std::string ConanDatabases::recipe_folder(const std::string& package_folder, const ConanRow& row) {
  const Place place = place_of(package_folder);
  const auto cache = caches_.find(place.cache);
  if (cache == caches_.end() || !cache->second.database) return "";
  const auto rows = cache->second.database->rows("SELECT path FROM recipes WHERE reference = ? AND rrev = ?",
                                                 {row.reference, row.recipe_revision});
  if (!rows || rows->empty() || rows->front()[0].empty()) return "";
  return path::join(place.cache, rows->front()[0]);
}

ConanDatabases::Cache& ConanDatabases::open(const std::string& directory, std::vector<Finding>& findings) {
  const auto [at, is_new] = caches_.try_emplace(directory);
  if (!is_new) return at->second;
  auto database = read(directory);
  if (database)
    at->second.database = std::move(*database);
  else
    findings.push_back(broken(path::join(directory, kDatabase), database.error().describe()));
  return at->second;
}

Result<formats::SqliteDatabase> ConanDatabases::read(const std::string& directory) const {
  const std::string file = path::join(directory, kDatabase);
  const auto bytes = host_.read(file);
  if (!bytes) return bytes.error();
  // A rollback journal with content: Conan was stopped while it wrote, or is writing now.
  const auto journal = host_.stat(file + "-journal");
  if (journal && journal->size != 0)
    return Error{"sqlite-journal", "an unfinished change stands in its -journal file"};
  const auto write_ahead = host_.read(file + "-wal");
  return formats::SqliteDatabase::open((*bytes)->bytes(), write_ahead ? (*write_ahead)->bytes() : ByteView(),
                                       *bytes);
}

}  // namespace souptrace::identify
