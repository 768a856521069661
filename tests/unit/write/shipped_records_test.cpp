// SPDX-License-Identifier: Apache-2.0
#include "write/shipped_records.hpp"

#include "support/catch.hpp"

using namespace souptrace;

TEST_CASE("remembered installations are read back as they were, and a damaged memory is refused") {
  ShippedRecord record{"pump", "digest", "/opt/a \"b\"/pump", {}, true, "why", "another"};
  record.file.path = {Root::install, "bin/pump"};
  record.file.steps = {{"install", "cmake 3.25.1", "a", "a"}, {"strip", "GNU strip", "a", "b"}};
  const std::string text = write::shipped_records_json({record});
  const auto read = write::read_shipped_records(text);
  REQUIRE(read);
  REQUIRE(read->size() == 1);
  CHECK(read->front().place == record.place);
  CHECK(read->front().declared);
  CHECK(read->front().unexplained == "why");
  CHECK(read->front().foreign == "another");
  CHECK(read->front().file.steps.size() == 2);
  CHECK(write::shipped_records_json(*read) == text);
  for (std::size_t size = 0; size + 2 < text.size(); ++size) CHECK_FALSE(write::read_shipped_records(text.substr(0, size)));
  CHECK(write::read_shipped_records("[]").error().code == "shipped-records-malformed");
  CHECK(write::read_shipped_records(R"({"format":2,"records":[]})").error().code == "shipped-records-malformed");
  CHECK(write::read_shipped_records(R"({"format":1,"records":[{"target":1}]})").error().code == "shipped-records-malformed");
}
