// SPDX-License-Identifier: Apache-2.0
#include "formats/sqlite_read.hpp"

#include <memory>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/sqlite_bytes.hpp"

namespace {

using namespace souptrace;
using formats::SqliteDatabase;
using Rows = std::vector<formats::SqliteRow>;

std::string sample() {
  return test::sqlite_bytes(
      "CREATE TABLE recipes(reference TEXT, rrev TEXT, time INTEGER);"
      "INSERT INTO recipes VALUES('zlib/1.3.1','f52e03ae3d251dec704634230cd806a2',7),('nul/1',x'610062',NULL);");
}

}  // namespace

TEST_CASE("rows of a database come with numbers as digits, blobs as bytes and NULL as nothing") {
  const std::string bytes = sample();
  const auto database = SqliteDatabase::open(as_bytes(bytes), {});
  REQUIRE(database);
  const auto rows = database->rows("SELECT reference, rrev, time FROM recipes ORDER BY time DESC", {});
  REQUIRE(rows);
  CHECK(*rows == Rows{{"zlib/1.3.1", "f52e03ae3d251dec704634230cd806a2", "7"}, {"nul/1", std::string("a\0b", 3), ""}});
  const auto one = database->rows("SELECT time FROM recipes WHERE reference = ?", {"zlib/1.3.1"});
  REQUIRE(one);
  CHECK(*one == Rows{{"7"}});
}

TEST_CASE("a database with write-ahead logging is read when its log is empty and refused when it is not") {
  std::string bytes = sample();
  bytes[18] = bytes[19] = 2;
  const auto database = SqliteDatabase::open(as_bytes(bytes), {});
  REQUIRE(database);
  CHECK(database->rows("SELECT 1 FROM recipes", {}));
  const auto refused = SqliteDatabase::open(as_bytes(bytes), as_bytes("x"));
  REQUIRE(!refused);
  CHECK(refused.error().code == "sqlite-write-ahead");
}

TEST_CASE("a wrong question is an error with SQLite's words") {
  const std::string bytes = sample();
  const auto database = SqliteDatabase::open(as_bytes(bytes), {});
  REQUIRE(database);
  const auto rows = database->rows("SELECT x FROM absent", {});
  REQUIRE(!rows);
  CHECK(rows.error().code == "sqlite-query");
  CHECK(rows.error().text == "SQLite says: no such table: absent");
}

TEST_CASE("a database is read where its bytes lie, which the owner keeps") {
  auto bytes = std::make_shared<std::string>(sample());
  (*bytes)[18] = (*bytes)[19] = 2;
  const std::string before = *bytes;
  const std::string other = sample();
  {
    const auto database = SqliteDatabase::open(as_bytes(*bytes), {}, bytes);
    REQUIRE(database);
    CHECK(bytes.use_count() == 2);
    const auto second = SqliteDatabase::open(as_bytes(other), {});
    REQUIRE(second);
    // Read at the question, not before: what the bytes say then counts.
    const std::size_t at = bytes->find("f52e03ae");
    bytes->replace(at, 8, "00000000");
    CHECK(database->rows("SELECT rrev FROM recipes", {})->front() == formats::SqliteRow{"000000003d251dec704634230cd806a2"});
    CHECK(second->rows("SELECT rrev FROM recipes", {})->front() == formats::SqliteRow{"f52e03ae3d251dec704634230cd806a2"});
    bytes->replace(at, 8, "f52e03ae");
  }
  CHECK(bytes.use_count() == 1);
  CHECK(*bytes == before);
}

TEST_CASE("a database is never changed") {
  const std::string bytes = sample();
  const auto database = SqliteDatabase::open(as_bytes(bytes), {});
  REQUIRE(database);
  CHECK(!database->rows("DELETE FROM recipes", {}));
  CHECK(database->rows("SELECT 1 FROM recipes", {})->size() == 2);
}

TEST_CASE("a cut or spoilt database is an error or other rows, and nothing worse") {
  const std::string bytes = sample();
  for (std::size_t size = 0; size < bytes.size(); size += size < 128 ? 1 : 97) {
    const auto database = SqliteDatabase::open(as_bytes(bytes.substr(0, size)), {});
    if (database) CHECK_FALSE(database->rows("SELECT * FROM recipes", {}).ok());
  }
  for (std::size_t at = 0; at < bytes.size(); at += 13) {
    std::string spoilt = bytes;
    spoilt[at] = static_cast<char>(~spoilt[at]);
    const auto database = SqliteDatabase::open(as_bytes(spoilt), {});
    if (database) (void)database->rows("SELECT * FROM recipes", {});
  }
}

TEST_CASE("a view in a table's place that has rows without end, or work without end, is an error with the bound") {
  const std::string numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) ";
  for (const auto& [view, words] : {std::pair<std::string, std::string>{numbers + "SELECT x AS reference FROM n", "bytes"},
                                    {numbers + "SELECT max(x) AS reference FROM n", "takes more than 50000000 steps"},
                                    {numbers + "SELECT x AS reference FROM n WHERE x < 0", "takes more than 50000000 steps"},
                                    {numbers + "SELECT zeroblob(500000) AS reference FROM n", "bytes"},
                                    {"SELECT zeroblob(900000000) AS reference", "larger than the database"}}) {
    INFO(view);
    const std::string bytes = test::sqlite_bytes("CREATE VIEW recipes AS " + view + ";");
    const auto database = SqliteDatabase::open(as_bytes(bytes), {});
    REQUIRE(database);
    const auto rows = database->rows("SELECT reference FROM recipes", {});
    REQUIRE(!rows);
    CHECK(rows.error().code == "sqlite-too-large");
    CHECK(rows.error().text.find(words) != std::string::npos);
    // The next question is asked anew.
    CHECK(database->rows("SELECT 1", {})->front() == formats::SqliteRow{"1"});
  }
}
