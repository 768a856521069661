// SPDX-License-Identifier: Apache-2.0
#include "formats/opkg_records.hpp"

#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

constexpr const char* kList = "/usr/include/zlib.h\n/usr/lib/libz.so.1\t0100755\t\n/usr/lib/a b\n";
constexpr const char* kSums =
    "D41D8CD98F00B204E9800998ECF8427E  usr/include/zlib.h\n"
    "d41d8cd98f00b204e9800998ecf8427e  ./usr/lib/a b\n"
    "00000000000000000000000000000000  /usr/lib/libz.so.1\n";

}  // namespace

TEST_CASE("opkg's lists have a path a line, and its md5sums are read with and without '/' before the path") {
  const OpkgList list = parse_opkg_list(kList);
  CHECK(list.paths ==
        std::vector<std::string_view>{"/usr/include/zlib.h", "/usr/lib/libz.so.1", "/usr/lib/a b"});
  CHECK_FALSE(list.error);
  const OpkgMd5Sums sums = parse_opkg_md5sums(kSums);
  CHECK(sums.md5 ==
        std::map<std::string, std::string>{{"/usr/include/zlib.h", "d41d8cd98f00b204e9800998ecf8427e"},
                                           {"/usr/lib/a b", "d41d8cd98f00b204e9800998ecf8427e"},
                                           {"/usr/lib/libz.so.1", "00000000000000000000000000000000"}});
  CHECK_FALSE(sums.error);
  CHECK(parse_opkg_list("").paths.empty());
  CHECK_FALSE(parse_opkg_list("").error);
}

TEST_CASE(
    "what stands before a broken line of opkg's records counts, and the line is an error with its place") {
  const OpkgList list = parse_opkg_list("/a\nb\n/c\n");
  CHECK(list.paths == std::vector<std::string_view>{"/a"});
  REQUIRE(list.error);
  CHECK(list.error->code == "opkg-malformed");
  CHECK(list.error->offset == 3U);
  const OpkgMd5Sums sums = parse_opkg_md5sums("d41d8cd98f00b204e9800998ecf8427e  \n");
  REQUIRE(sums.error);
  CHECK(sums.md5.empty());
  CHECK(sums.error->offset == 0U);
}

TEST_CASE("opkg's records that are cut anywhere but behind a line are an error") {
  const auto is_cut = [](std::string_view text, std::size_t size) {
    return size > 0 && text[size - 1] != '\n';
  };
  const std::string list = kList;
  for (std::size_t size = 0; size < list.size(); ++size)
    CHECK(parse_opkg_list(std::string_view(list).substr(0, size)).error.has_value() == is_cut(list, size));
  const std::string sums = kSums;
  for (std::size_t size = 0; size < sums.size(); ++size)
    CHECK(parse_opkg_md5sums(std::string_view(sums).substr(0, size)).error.has_value() == is_cut(sums, size));
}
