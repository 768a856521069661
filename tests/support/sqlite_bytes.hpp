// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sqlite3.h>

#include <string>

#include "support/catch.hpp"

namespace souptrace::test {

/// The bytes of the database that SQLite itself makes of `statements`.
inline std::string sqlite_bytes(const std::string& statements) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(":memory:", &connection) == SQLITE_OK);
  REQUIRE(sqlite3_exec(connection, statements.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_int64 size = 0;
  unsigned char* const bytes = sqlite3_serialize(connection, "main", &size, 0);
  std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  sqlite3_close(connection);
  return out;
}

}  // namespace souptrace::test
