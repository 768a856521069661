// SPDX-License-Identifier: Apache-2.0
#include "identify/rpm_database.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "base/path.hpp"

namespace souptrace::identify {
namespace {

constexpr std::size_t kKeysAtOnce = 400;  // SQLite takes 999 parameters at least
constexpr std::size_t kFewHeaders = 4;    // to read them is cheaper than to ask the index of names

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

Result<std::set<std::string>> RpmDatabase::headers_of(const std::set<std::string>& paths) const {
  std::set<std::string> directories;
  for (const std::string& path : paths) directories.insert(directory_of(path));
  const auto in_directory = index("Dirnames", directories);
  if (!in_directory) return in_directory.error();
  // A directory of one package says enough. /usr/include is thousands of packages' and a name there few
  // ones'; a name such as version.h may be thousands', too.
  std::set<std::string> out;
  std::map<std::string, std::vector<const std::set<std::string>*>> crowded;  // by name
  for (const std::string& path : paths) {
    const auto headers = in_directory->find(directory_of(path));
    if (headers == in_directory->end()) continue;
    if (headers->second.size() > kFewHeaders)
      crowded[std::string(path::filename(path))].push_back(&headers->second);
    else
      out.insert(headers->second.begin(), headers->second.end());
  }
  std::set<std::string> names;
  for (const auto& [name, headers] : crowded) names.insert(name);
  const auto with_name = index("Basenames", names);
  if (!with_name) return with_name.error();
  for (const auto& [name, numbers] : *with_name)
    for (const std::set<std::string>* headers : crowded.at(name))
      std::copy_if(numbers.begin(), numbers.end(), std::inserter(out, out.end()),
                   [&](const std::string& number) { return headers->contains(number); });
  return out;
}

Result<std::map<std::string, std::vector<RpmListing>>> RpmDatabase::owners(
    const std::set<std::string>& paths) {
  const auto numbers = headers_of(paths);
  if (!numbers) return numbers.error();
  if (const Status read = read_headers(*numbers); !read) return read.error();

  const std::unordered_set<std::string_view> wanted(paths.begin(), paths.end());
  std::map<std::string, std::vector<RpmListing>> out;
  std::string path;
  for (const auto& [number, package] : packages_)
    for (const formats::RpmFile& file : package.header.files) {
      if (!file.installed) continue;
      path.assign(file.directory).append(file.name);
      if (wanted.contains(path)) out[path].push_back({&package, &file});
    }
  return out;
}

}  // namespace souptrace::identify
