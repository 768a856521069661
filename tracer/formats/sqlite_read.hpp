// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

// SQLite databases (file format 3) as bytes in memory. Package managers keep their records in them: Conan,
// rpm, Nix.
namespace souptrace::formats {

/// The columns of one row; NULL is "", a blob its bytes, a number its decimal digits.
using SqliteRow = std::vector<std::string>;

/// A database that is only read, and of it only the pages that the questions need.
class SqliteDatabase {
 public:
  /// `bytes` must live as long as the database; `owner`, where given, is kept so that they do. Error
  /// "sqlite-malformed" for what is no database; "sqlite-write-ahead" when `write_ahead`, the content of the
  /// file beside it whose name ends in "-wal" ("" when there is none), holds changes that the database does
  /// not have yet.
  [[nodiscard]] static Result<SqliteDatabase> open(ByteView bytes, ByteView write_ahead,
                                                   std::shared_ptr<const void> owner = nullptr);

  /// The rows of a SELECT with `parameters` for its question marks. Error "sqlite-query" with SQLite's own
  /// words: a table or column that is not there, a damaged page. Error "sqlite-too-large" when the answer is larger than what the database can
  /// hold, or takes more than any such database does: a view may stand in a table's place and have rows without end.
  [[nodiscard]] Result<std::vector<SqliteRow>> rows(std::string_view query,
                                                    const std::vector<std::string>& parameters) const;

 private:
  struct Close {
    void operator()(void* connection) const;
  };
  SqliteDatabase(std::shared_ptr<const void> owner, std::unique_ptr<void, Close> connection, std::uint64_t size)
      : owner_(std::move(owner)), connection_(std::move(connection)), size_(size) {}

  std::shared_ptr<const void> owner_;        ///< outlives the connection
  std::unique_ptr<void, Close> connection_;  ///< sqlite3*
  std::uint64_t size_ = 0;                   ///< of the database, in bytes
};

}  // namespace souptrace::formats
