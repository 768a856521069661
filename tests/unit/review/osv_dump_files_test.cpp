// SPDX-License-Identifier: Apache-2.0
#include "review/osv_dump_files.hpp"

#include "host/memory_host.hpp"
#include "support/catch.hpp"
#include "unit/formats/crafted_zip.hpp"

using namespace souptrace;
using namespace souptrace::review;

TEST_CASE("a zip that unfolds into more than any dump does is refused with its name and the limit, before anything is unfolded") {
  MemoryHost host;
  const std::string bomb = crafted::zip({{"a.json", std::string(40 << 20, ' ')}});
  REQUIRE(bomb.size() < 100'000);
  host.add_file("/osv/all.zip", bomb);
  const auto refused = open_dump(host, "/osv/all.zip");
  REQUIRE(!refused);
  CHECK(refused.error().code == "zip-too-large");
  CHECK(refused.error().text == "/osv/all.zip: its members unfold into more than " + std::to_string(bomb.size() * 64 + (32 << 20)) +
                                    " bytes, which those of no dump do");
  // The same in a directory, and with sizes that overflow.
  CHECK(open_dump(host, "/osv").error().code == "zip-too-large");
  std::string liar = crafted::zip({{"a.json", "{}", true}, {"b.json", "{}", true}}, true);
  for (std::size_t at = liar.find(std::string("PK\1\2", 4)); at != std::string::npos; at = liar.find(std::string("PK\1\2", 4), at + 4)) {
    const std::size_t size = at + 46 + 6 + 4;  // of the ZIP64 field: the size comes first
    for (std::size_t i = 0; i < 8; ++i) liar[size + i] = '\xff';
  }
  host.add_file("/osv/all.zip", liar);
  CHECK(open_dump(host, "/osv/all.zip").error().code == "zip-too-large");
}

TEST_CASE("a dump of ordinary records is opened") {
  MemoryHost host;
  host.add_file("/osv/all.zip", crafted::zip({{"a.json", std::string(1 << 20, ' ')}, {"b.json", "{}", true}, {"readme", "x"}}));
  const auto dump = open_dump(host, "/osv/all.zip");
  REQUIRE(dump);
  CHECK(dump->records == 2);
}
