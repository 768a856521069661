// SPDX-License-Identifier: Apache-2.0
#include "formats/zip.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_zip.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using crafted::zip;

namespace {

constexpr std::uint64_t kMost = 1 << 20;

std::string code_of(const std::string& bytes) {
  const auto members = parse_zip(as_bytes(bytes));
  return members ? "" : members.error().code;
}

}  // namespace

TEST_CASE("Members of a ZIP archive are read whole, stored, deflated and in ZIP64") {
  const std::string long_text(100'000, 'x');
  for (const bool wide : {false, true}) {
    const std::string bytes = zip({{"a.json", "stored", true}, {"dir/b.json", long_text}, {"empty", ""}}, wide);
    const auto members = parse_zip(as_bytes(bytes));
    REQUIRE(members.ok());
    REQUIRE(members->size() == 3);
    CHECK(members->at(1).name == "dir/b.json");
    CHECK(read_zip_member(as_bytes(bytes), members->at(0), kMost).value() == "stored");
    CHECK(read_zip_member(as_bytes(bytes), members->at(1), kMost).value() == long_text);
    CHECK(read_zip_member(as_bytes(bytes), members->at(2), kMost).value().empty());
    CHECK(read_zip_member(as_bytes(bytes), members->at(1), 99'999).error().code == "zip-too-large");
  }
  const std::string none = zip({});
  CHECK(parse_zip(as_bytes(none)).value().empty());
}

TEST_CASE("An archive that is cut anywhere is no archive") {
  const std::string bytes = zip({{"a.json", "one"}, {"b.json", "two", true}});
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK(code_of(bytes.substr(0, size)) == "zip-truncated");
}

TEST_CASE("No spoilt byte is passed over in silence where it would change a content") {
  const std::string good = zip({{"a.json", "{\"one\": 1}"}, {"b.json", "{\"two\": 2}", true}});
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
    const auto members = parse_zip(as_bytes(bytes));
    if (!members) continue;
    for (const ZipMember& member : *members) {
      const auto content = read_zip_member(as_bytes(bytes), member, kMost);
      if (content) CHECK((*content == "{\"one\": 1}" || *content == "{\"two\": 2}"));
    }
  }
}

TEST_CASE("Members that share bytes are refused, so that no archive unfolds into more than it has") {
  std::string bytes = zip({{"a", "same", true}, {"b", "other", true}});
  const auto entry = bytes.rfind(std::string("PK\1\2", 4));
  for (unsigned i = 0; i < 4; ++i) bytes[entry + 42 + i] = 0;  // the second member's header is said to be the first's
  CHECK(code_of(bytes) == "zip-malformed");
}

TEST_CASE("Absurd counts, sizes and offsets reserve nothing") {
  const std::string good = zip({{"a", "x", true}});
  const auto end = good.size() - 22;
  for (const std::size_t field : {8u, 10u, 12u, 13u, 14u, 15u, 16u, 17u, 18u, 19u}) {
    std::string bytes = good;
    bytes[end + field] = '\x7f';
    CHECK_FALSE(code_of(bytes).empty());
  }
  std::string wide = zip({{"a", "x", true}}, true);
  const auto record = wide.rfind(std::string("PK\6\6", 4));
  for (const std::size_t field : {24u, 31u, 32u, 39u, 40u, 47u, 48u, 55u}) {
    std::string bytes = wide;
    bytes[record + field] = '\x7f';
    CHECK_FALSE(code_of(bytes).empty());
  }
}

TEST_CASE("Encrypted members, other methods and archives in several files are not supported") {
  const std::string good = zip({{"a", "x", true}});
  const auto entry = good.rfind(std::string("PK\1\2", 4));
  const auto read = [](const std::string& bytes) {
    const auto members = parse_zip(as_bytes(bytes));
    return members ? read_zip_member(as_bytes(bytes), members->at(0), kMost).error().code : members.error().code;
  };
  std::string encrypted = good;
  encrypted[entry + 8] = 1;
  CHECK(read(encrypted) == "zip-unsupported");
  std::string other = good;
  other[entry + 10] = 9;
  CHECK(read(other) == "zip-unsupported");
  std::string several = good;
  several[entry + 34] = 1;
  CHECK(read(several) == "zip-unsupported");
}

TEST_CASE("A member that unfolds into more than it states, or states more than is allowed, is an error that names it and the limit") {
  const std::string bytes = zip({{"bomb.json", std::string(1 << 20, '0')}});
  REQUIRE(bytes.size() < 3000);
  const auto members = parse_zip(as_bytes(bytes));
  REQUIRE(members);
  const auto refused = read_zip_member(as_bytes(bytes), members->front(), 1000);
  REQUIRE(!refused);
  CHECK(refused.error().code == "zip-too-large");
  CHECK(refused.error().text == "bomb.json has 1048576 bytes, more than 1000");
  auto liar = members->front();
  liar.size = 1000;
  CHECK(read_zip_member(as_bytes(bytes), liar, 1000).error().code == "zip-malformed");
}
