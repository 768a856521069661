// SPDX-License-Identifier: Apache-2.0
#include "formats/sqlite_read.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace souptrace::formats {
namespace {

constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kHeaderSize = 100;
constexpr std::uint64_t kLeastLimit = 1'000'000;      // bytes
constexpr std::uint64_t kMostLimit = 1'000'000'000;   // bytes; SQLite's own
// Bytes of an answer in memory, for each byte of the database and beyond: rows of short values take more there than in the file.
constexpr std::uint64_t kMostPerByte = 4;
constexpr std::uint64_t kMostMore = std::uint64_t{64} << 20;
// "File format write version" and "read version" (file format, section 1.3.5 and 1.3.6): 2 is write-ahead
// logging.
constexpr sqlite3_int64 kWriteVersion = 18;
constexpr sqlite3_int64 kReadVersion = 19;

/// The size that the header states in pages (file format, 1.3.2, 1.3.7 and 1.3.8); 0 when it states none.
/// SQLite reads what is missing at the end of a cut file as zeros.
std::uint64_t stated_size(ByteView bytes) {
  Cursor header(bytes, Endian::big);
  header.seek(16);
  const std::uint64_t page_size = header.u16();
  header.seek(24);
  const std::uint32_t change_counter = header.u32();
  const std::uint64_t pages = header.u32();
  header.seek(92);
  return header.u32() == change_counter ? pages * (page_size == 1 ? 65536 : page_size) : 0;
}

sqlite3* connection_of(void* connection) {
  return static_cast<sqlite3*>(connection);
}

Error query_error(sqlite3* connection) {
  return {"sqlite-query", std::string("SQLite says: ") + sqlite3_errmsg(connection)};
}

/// How far a question may go. SQLite calls back after each kPortion instructions of its machine, which does some ten million in a second.
struct Budget {
  static constexpr int kPortion = 10'000;
  static constexpr unsigned kMost = 5'000;  ///< portions; to read a table of a million rows takes about 1 000
  unsigned portions = 0;

  static int spend(void* budget) { return ++static_cast<Budget*>(budget)->portions > kMost ? 1 : 0; }
};

/// Puts a bound to what SQLite does for one question.
class Bounded {
 public:
  explicit Bounded(sqlite3* connection) : connection_(connection) {
    sqlite3_progress_handler(connection_, Budget::kPortion, Budget::spend, &budget_);
  }
  ~Bounded() { sqlite3_progress_handler(connection_, 0, nullptr, nullptr); }
  Bounded(const Bounded&) = delete;
  Bounded& operator=(const Bounded&) = delete;

 private:
  sqlite3* connection_;
  Budget budget_;
};

Error too_large(const std::string& why) {
  return {"sqlite-too-large", "the answer " + why + ": this is no database of a package manager"};
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

SqliteRow row_of(sqlite3_stmt* statement) {
  SqliteRow out;
  const int columns = sqlite3_column_count(statement);
  for (int i = 0; i < columns; ++i) {
    // First the blob, then its size: SQLite's manual wants that order.
    const void* const bytes = sqlite3_column_blob(statement, i);
    const int size = sqlite3_column_bytes(statement, i);
    out.emplace_back(bytes == nullptr ? "" : static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  }
  return out;
}

/// How SQLite reads databases that are bytes in memory. The same for all of them, known from the first on.
std::atomic<const sqlite3_io_methods*> memory_methods{nullptr};

int read_without_log(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  const int code = memory_methods.load()->xRead(file, to, size, offset);
  for (const sqlite3_int64 version : {kWriteVersion, kReadVersion})
    if (offset <= version && version - offset < size) {
      auto& byte = static_cast<std::uint8_t*>(to)[version - offset];
      byte = std::min<std::uint8_t>(byte, 1);
    }
  return code;
}

/// A database in memory cannot have a write-ahead log, and SQLite refuses one that says it has. What it reads
/// of the header is changed on the way, so that the bytes need be neither writable nor copied: the databases
/// of systems have hundreds of megabytes, and a few pages of them are asked for.
bool hide_write_ahead_logging(sqlite3* connection) {
  sqlite3_file* file = nullptr;
  if (sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK) return false;
  memory_methods = file->pMethods;
  static const sqlite3_io_methods kMethods = [&] {
    sqlite3_io_methods out = *file->pMethods;
    out.iVersion = 1;  // without xFetch, which would give out the bytes themselves
    out.xRead = read_without_log;
    return out;
  }();
  file->pMethods = &kMethods;
  return true;
}

}  // namespace

void SqliteDatabase::Close::operator()(void* connection) const {
  sqlite3_close(connection_of(connection));
}

Result<SqliteDatabase> SqliteDatabase::open(ByteView bytes, ByteView write_ahead,
                                            std::shared_ptr<const void> owner) {
  if (bytes.size() < kHeaderSize || as_text(bytes.first(kMagic.size())) != kMagic)
    return Error{"sqlite-malformed",
                 "this is no SQLite database: it does not begin with a header of 100 bytes", 0};
  if (stated_size(bytes) > bytes.size())
    return Error{
        "sqlite-malformed",
        "the database is cut off: its header states " + std::to_string(stated_size(bytes)) + " bytes",
        bytes.size()};
  if (!write_ahead.empty())
    return Error{"sqlite-write-ahead", "changes that are not in the database yet stand in its -wal file"};

  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<void, Close> connection(opened);
  if (code != SQLITE_OK) return Error{"sqlite-malformed", "SQLite cannot be started"};
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  auto* const data = const_cast<std::uint8_t*>(bytes.data());  // SQLite only reads: so says the flag
  if (sqlite3_deserialize(opened, "main", data, size, size, SQLITE_DESERIALIZE_READONLY) != SQLITE_OK ||
      !hide_write_ahead_logging(opened))
    return Error{"sqlite-malformed", std::string("SQLite says: ") + sqlite3_errmsg(opened)};
  // A hostile schema must not make reading do anything but read.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // No value can be larger than the file it is in.
  sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, static_cast<int>(std::clamp<std::uint64_t>(bytes.size(), kLeastLimit, kMostLimit)));
  return SqliteDatabase(std::move(owner), std::move(connection), bytes.size());
}

Result<std::vector<SqliteRow>> SqliteDatabase::rows(std::string_view query,
                                                    const std::vector<std::string>& parameters) const {
  sqlite3* const connection = connection_of(connection_.get());
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(connection, query.data(), static_cast<int>(query.size()), &prepared, nullptr) !=
      SQLITE_OK)
    return query_error(connection);
  const Statement statement(prepared);
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (sqlite3_bind_text(prepared, static_cast<int>(i + 1), parameters[i].data(),
                          static_cast<int>(parameters[i].size()), SQLITE_STATIC) != SQLITE_OK)
      return query_error(connection);
  const Bounded bounded(connection);
  std::vector<SqliteRow> out;
  const std::uint64_t most = size_ * kMostPerByte + kMostMore;
  std::uint64_t size = 0;
  int code = sqlite3_step(prepared);
  for (; code == SQLITE_ROW; code = sqlite3_step(prepared)) {
    out.push_back(row_of(prepared));
    size += sizeof(SqliteRow);
    for (const std::string& value : out.back()) size += sizeof(std::string) + value.size();
    if (size > most) return too_large("has more than " + std::to_string(most) + " bytes");
  }
  if (code == SQLITE_INTERRUPT)
    return too_large("takes more than " + std::to_string(std::uint64_t{Budget::kPortion} * Budget::kMost) + " steps");
  if (code == SQLITE_TOOBIG) return too_large("has a value that is larger than the database");
  if (code != SQLITE_DONE) return query_error(connection);
  return out;
}

}  // namespace souptrace::formats
