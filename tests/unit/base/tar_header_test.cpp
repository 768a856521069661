// SPDX-License-Identifier: Apache-2.0
#include "base/tar_header.hpp"

#include "support/catch.hpp"

using namespace souptrace;

TEST_CASE("a header holds a name up to 255 bytes, split where ustar splits it") {
  for (const std::string& name : {std::string("a"), std::string(100, 'n'), std::string(155, 'p') + '/' + std::string(99, 'n'), std::string("p/") + std::string(100, 'n')}) {
    const auto header = tar_header(name, 5);
    REQUIRE(header);
    CHECK(header->size() == kTarBlock);
    CHECK(header->substr(257, 5) == "ustar");
    CHECK(header->substr(124, 11) == "00000000005");
  }
  CHECK_FALSE(tar_header(std::string(101, 'n'), 0));
  CHECK_FALSE(tar_header(std::string(156, 'p') + '/' + std::string(99, 'n'), 0));
  CHECK_FALSE(tar_header(std::string(60, 'p') + '/' + std::string(101, 'n'), 0));
  CHECK_FALSE(tar_header("", 0));
  CHECK_FALSE(tar_header("a", std::uint64_t{8} << 30U));
}

TEST_CASE("a name that leads out of a directory is not safe") {
  for (const char* name : {"a", "sbom/pump.cdx.json", "..a/b.", "a/...", "caf\xC3\xA9"}) CHECK(is_safe_member_name(name));
  for (const char* name : {"", "/a", "a/", "a//b", "..", "../a", "a/../b", ".", "./a", "a/.", "a\\b", "a\nb", "a\x7F"}) {
    CAPTURE(name);
    CHECK_FALSE(is_safe_member_name(name));
  }
}
