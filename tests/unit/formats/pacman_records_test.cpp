// SPDX-License-Identifier: Apache-2.0
#include "formats/pacman_records.hpp"

#include <zlib.h>

#include "formats/gzip_read.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using formats::mtree_digests;
using formats::parse_pacman_record;
using formats::read_gzip;

namespace {

std::string gzip(const std::string& text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("a record of pacman is read by section, one value a line") {
  const auto record = parse_pacman_record("%NAME%\nzlib\n\n%LICENSE%\nMIT\nZlib\n\n%FILES%\nusr/\nusr/a b\n\n");
  REQUIRE(record);
  CHECK(record->at("NAME") == std::vector<std::string_view>{"zlib"});
  CHECK(record->at("LICENSE").size() == 2);
  CHECK(record->at("FILES")[1] == "usr/a b");
  CHECK(parse_pacman_record("")->empty());
}

TEST_CASE("a record of pacman that is cut within a section is an error") {
  const std::string whole = "%NAME%\nzlib\n\n%FILES%\nusr/\nusr/x\n\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string text = whole.substr(0, size);
    INFO(size);
    const bool between = size == 0 || text.ends_with("\n\n");
    CHECK(parse_pacman_record(text).ok() == between);
  }
  CHECK(parse_pacman_record("value\n\n").error().offset == 0U);
}

TEST_CASE("digests of an mtree are found by absolute path, escapes undone") {
  const auto digests = mtree_digests(
      "#mtree\n/set type=file uid=0 gid=0 mode=644\n./.PKGINFO time=1 sha256digest=00\n./usr time=1 type=dir\n"
      "./usr/a\\040b time=1 size=3 md5digest=0A sha256digest=AB\n./usr/c time=1 md5digest=0c\n./usr/no x=1\n",
      {"/usr/a b", "/usr/c", "/usr/d"});
  REQUIRE(digests);
  REQUIRE(digests->size() == 2);
  CHECK(digests->at("/usr/a b").sha256 == "ab");
  CHECK(digests->at("/usr/a b").md5 == "0a");
  CHECK(digests->at("/usr/c").sha256.empty());
}

TEST_CASE("what is no mtree or is cut is an error") {
  for (const char* text : {"", "./usr/a x=1\n", "#mtree\n./usr/a sha256digest=a", "#mtree\n x=1\n", "#mtree\n/abs x=1\n"})
    CHECK_FALSE(mtree_digests(text, {}).ok());
}

TEST_CASE("gzip members are read one after the other, and cut or spoilt ones are errors") {
  const std::string one = gzip("hello ");
  const std::string whole = one + gzip("world");
  REQUIRE(read_gzip(as_bytes(whole), 100));
  CHECK(*read_gzip(as_bytes(whole), 100) == "hello world");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    INFO(size);
    const auto content = read_gzip(as_bytes(whole.substr(0, size)), 100);
    CHECK(content.ok() == (size == one.size()));
  }
  CHECK(read_gzip(as_bytes("no gzip at all"), 100).error().code == "gzip-malformed");
}

TEST_CASE("a gzip bomb stops at the size that is allowed") {
  const std::string bomb = gzip(std::string(std::size_t{8} << 20, 'x'));
  CHECK(bomb.size() < 20000);
  CHECK(read_gzip(as_bytes(bomb), 1 << 20).error().code == "gzip-too-large");
  CHECK(read_gzip(as_bytes(bomb), std::size_t{8} << 20)->size() == std::size_t{8} << 20);
}
