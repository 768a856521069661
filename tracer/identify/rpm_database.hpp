// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/rpm_header.hpp"
#include "formats/sqlite_read.hpp"

// rpm's SQLite database. The tables Basenames and Dirnames are indexes: "the header hnum has this key". They
// say which headers are worth reading; the header itself says the rest.
namespace souptrace::identify {

/// One installed package. The header's views point into `blob`.
struct RpmPackage {
  std::string blob;
  formats::RpmHeader header;
};

/// A path and where it stands in its package's header.
struct RpmListing {
  const RpmPackage* package = nullptr;
  const formats::RpmFile* file = nullptr;
};

class RpmDatabase {
 public:
  explicit RpmDatabase(const formats::SqliteDatabase& database) : database_(database) {}

  /// The packages that have each of `paths` installed. Error: SQLite's, when an index cannot be read.
  [[nodiscard]] Result<std::map<std::string, std::vector<RpmListing>>> owners(const std::set<std::string>& paths);
  /// What was wrong with single headers: "header 12: …".
  [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

 private:
  using Headers = std::map<std::string, std::set<std::string>, std::less<>>;  ///< key → header numbers

  [[nodiscard]] Result<Headers> index(std::string_view table, const std::set<std::string>& keys) const;
  /// The headers that the indexes give for these paths, and maybe some more.
  [[nodiscard]] Result<std::set<std::string>> headers_of(const std::set<std::string>& paths) const;
  [[nodiscard]] Status read_headers(const std::set<std::string>& numbers);
  void read_header(const std::string& number, std::string blob);

  const formats::SqliteDatabase& database_;
  std::map<std::string, RpmPackage> packages_;  ///< by header number
  std::vector<std::string> broken_;
};

}  // namespace souptrace::identify
