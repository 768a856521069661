// SPDX-License-Identifier: Apache-2.0
#include "formats/yocto_records.hpp"

#include "formats/recipe_license.hpp"
#include "support/catch.hpp"

using namespace souptrace;

TEST_CASE("manifests, indexes and recipe information of Yocto are read, and cut ones are errors") {
  const auto files = formats::parse_yocto_manifest("/t/a\n/t/dir/\n\n/t/b\n");
  REQUIRE(files);
  CHECK(*files == std::vector<std::string_view>{"/t/a", "/t/b"});
  CHECK_FALSE(formats::parse_yocto_manifest("/t/a\n/t/b").ok());
  const auto index = formats::parse_yocto_index("/t/stamps/zlib/1.3 /t/sstate-control/manifest-x-zlib /t/work/x/zlib/1.3\n");
  REQUIRE(index);
  CHECK(index->at(0).work_directory == "/t/work/x/zlib/1.3");
  CHECK(index->at(0).manifest == "/t/sstate-control/manifest-x-zlib");
  for (const char* bad : {"a b\n", "a b c", "a b c\nx\n", "a  b c d\n"})
    CHECK_FALSE(formats::parse_yocto_index(bad).ok());
  const auto info = formats::parse_yocto_recipe_info("LICENSE: MIT & Zlib\nPR: r0\nPV: 1.3\n");
  CHECK(info.license == "MIT & Zlib");
  CHECK(info.version == "1.3");
  CHECK(formats::spdx_from_recipe("MIT & (Zlib | BSD-3-Clause)") == "MIT  AND  (Zlib  OR  BSD-3-Clause)");
}
