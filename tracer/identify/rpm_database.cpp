// SPDX-License-Identifier: Apache-2.0
#include "identify/rpm_database.hpp"

#include <iterator>
#include <utility>

#include "base/path.hpp"

namespace souptrace::identify {
namespace {

constexpr std::size_t kKeysAtOnce = 400;  // SQLite takes 999 parameters at least

using Rows = std::vector<formats::SqliteRow>;

/// The rows of "`select` IN (`keys`)", asked in portions.
Result<Rows> rows_with(const formats::SqliteDatabase& database, const std::string& select,
                       const std::set<std::string>& keys) {
  Rows out;
  for (auto at = keys.begin(); at != keys.end();) {
    std::vector<std::string> some;
    while (at != keys.end() && some.size() < kKeysAtOnce) some.push_back(*at++);
    std::string query = select + " IN (?";
    for (std::size_t i = 1; i < some.size(); ++i) query += ",?";
    auto rows = database.rows(query + ')', some);
    if (!rows) return rows.error();
    out.insert(out.end(), std::make_move_iterator(rows->begin()), std::make_move_iterator(rows->end()));
  }
  return out;
}

std::string directory_of(const std::string& path) {
  return path.substr(0, path.rfind('/') + 1);
}

}  // namespace

Result<RpmDatabase::Headers> RpmDatabase::index(std::string_view table,
                                                const std::set<std::string>& keys) const {
  auto rows = rows_with(database_, "SELECT key, hnum FROM " + std::string(table) + " WHERE key", keys);
  if (!rows) return rows.error();
  Headers out;
  for (formats::SqliteRow& row : *rows) out[std::move(row[0])].insert(std::move(row[1]));
  return out;
}

void RpmDatabase::read_header(const std::string& number, std::string blob) {
  RpmPackage& package = packages_[number];
  package.blob = std::move(blob);
  auto header = formats::parse_rpm_header(as_bytes(package.blob));
  if (header) {
    package.header = std::move(*header);
    return;
  }
  broken_.push_back("header " + number + ": " + header.error().describe());
  packages_.erase(number);
}

Status RpmDatabase::read_headers(const std::set<std::string>& numbers) {
  for (const std::string& number : numbers) {
    auto row = database_.rows("SELECT blob FROM Packages WHERE hnum = CAST(? AS INTEGER)", {number});
    if (!row) return row.error();
    if (row->empty())
      broken_.push_back("header " + number + " is in the index and not in the table Packages");
    else
      read_header(number, std::move(row->front().front()));
  }
  return Done{};
}

Result<std::map<std::string, std::vector<RpmListing>>> RpmDatabase::owners(const std::set<std::string>& paths) {
  std::set<std::string> directories;
  for (const std::string& path : paths) directories.insert(directory_of(path));
  const auto in_directory = index("Dirnames", directories);
  if (!in_directory) return in_directory.error();
  std::set<std::string> names;
  for (const std::string& path : paths)
    if (in_directory->contains(directory_of(path))) names.emplace(path::filename(path));
  const auto with_name = index("Basenames", names);
  if (!with_name) return with_name.error();

  std::set<std::string> numbers;
  for (const std::string& path : paths) {
    const auto directory = in_directory->find(directory_of(path));
    const auto name = with_name->find(path::filename(path));
    if (directory == in_directory->end() || name == with_name->end()) continue;
    // A directory may be thousands of packages' (/usr/include), a name is seldom more than a few's.
    for (const std::string& number : name->second)
      if (directory->second.contains(number)) numbers.insert(number);
  }
  if (const Status read = read_headers(numbers); !read) return read.error();

  std::map<std::string, std::vector<RpmListing>> out;
  std::string path;
  for (const auto& [number, package] : packages_)
    for (const formats::RpmFile& file : package.header.files) {
      if (!file.installed || !names.contains(std::string(file.name))) continue;
      path.assign(file.directory).append(file.name);
      if (paths.contains(path)) out[path].push_back({&package, &file});
    }
  return out;
}

}  // namespace souptrace::identify
