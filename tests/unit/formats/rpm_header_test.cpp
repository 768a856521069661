// SPDX-License-Identifier: Apache-2.0
#include "formats/rpm_header.hpp"

#include "crafted_rpm.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::test;
using formats::parse_rpm_header;

TEST_CASE("an rpm header gives the package and its files with state, digest and what is verified") {
  const std::string bytes = zlib_devel("ab").bytes();
  const auto header = parse_rpm_header(as_bytes(bytes));
  REQUIRE(header);
  CHECK(header->name == "zlib-devel");
  CHECK(header->version == "1.3");
  CHECK(header->release == "2");
  CHECK(header->epoch == 1U);
  CHECK(header->vendor == "ACME");
  CHECK(header->source_rpm == "zlib-1.3-2.src.rpm");
  CHECK(header->digest_algorithm == 8);
  REQUIRE(header->files.size() == 3);
  CHECK(header->files[0].directory == "/usr/include/");
  CHECK(header->files[1].directory == "/usr/lib64/");
  CHECK(header->files[1].name == "libz.so");
  CHECK(header->files[0].digest == "ab");
  CHECK(header->files[0].installed);
  CHECK_FALSE(header->files[2].installed);
  CHECK(header->files[0].digest_verified);
  CHECK_FALSE(header->files[2].digest_verified);
}

TEST_CASE("a header without files, epoch and algorithm is one of MD5 and no files") {
  const std::string bytes = CraftedRpm().text(1000, "a").text(1001, "1").text(1002, "2").bytes();
  const auto header = parse_rpm_header(as_bytes(bytes));
  REQUIRE(header);
  CHECK_FALSE(header->epoch);
  CHECK(header->digest_algorithm == 1);
  CHECK(header->files.empty());
}

TEST_CASE("an rpm header cut at any byte is an error") {
  const std::string bytes = zlib_devel("ab").bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto header = parse_rpm_header(as_bytes(bytes.substr(0, size)));
    INFO(size);
    REQUIRE_FALSE(header);
    CHECK(header.error().code == "rpm-header-malformed");
  }
}

TEST_CASE("lists of different lengths, wrong types, absurd counts and directories that are not there are errors") {
  const auto package = [] { return CraftedRpm().text(1000, "a").text(1001, "1").text(1002, "2"); };
  const auto fails = [](const CraftedRpm& header) {
    const std::string bytes = header.bytes();
    return !parse_rpm_header(as_bytes(bytes)).ok();
  };
  CHECK(fails(CraftedRpm().text(1000, "a").text(1001, "1")));
  CHECK(fails(package().texts(1117, {"x"})));
  CHECK(fails(package().texts(1117, {"x"}).texts(1118, {"/"}).numbers(1116, {1})));
  CHECK(fails(package().texts(1117, {"x", "y"}).texts(1118, {"/"}).numbers(1116, {0})));
  CHECK(fails(package().texts(1117, {"x"}).texts(1118, {"/"}).numbers(1116, {0}).texts(1035, {"a", "b"})));
  CHECK(fails(package().texts(1117, {"x"}).texts(1118, {"/"}).numbers(1116, {0}).chars(1029, "aa")));
  CHECK(fails(package().text(1003, "epoch")));
  CHECK(fails(package().add(1117, 8, 0xffffffff, "x")));
  CHECK(fails(package().add(1116, 4, 0xffffffff, "x")));
  CHECK(fails(package().add(1014, 4, 1, "abcd")));
  std::string bytes = package().bytes();
  bytes.replace(0, 8, "\xff\xff\xff\xff\xff\xff\xff\xff");
  CHECK_FALSE(parse_rpm_header(as_bytes(bytes)).ok());
}
