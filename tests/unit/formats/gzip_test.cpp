// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include "formats/gzip_read.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using formats::read_gzip;

namespace {

std::string gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string code_of(const std::string& bytes, std::size_t most = 1000) {
  const auto text = read_gzip(as_bytes(bytes), most);
  return text ? "" : text.error().code;
}

}  // namespace

TEST_CASE("a gzip file is read to its end, all members one after the other") {
  CHECK(read_gzip(as_bytes(gzipped("one") + gzipped("") + gzipped("two")), 6).value() == "onetwo");
  CHECK(read_gzip(as_bytes(gzipped("")), 0).value().empty());
}

TEST_CASE("what unfolds into more than is allowed is an error with the limit, in one member or in many") {
  const std::string bomb = gzipped(std::string(16 << 20, '0'));
  REQUIRE(bomb.size() < 20'000);
  const auto refused = read_gzip(as_bytes(bomb), 1'000'000);
  REQUIRE(!refused);
  CHECK(refused.error().code == "gzip-too-large");
  CHECK(refused.error().text == "the content has more than 1000000 bytes");
  std::string many;
  for (int i = 0; i < 100; ++i) many += gzipped(std::string(11, '0'));
  CHECK(code_of(many) == "gzip-too-large");
  CHECK(code_of(many, 1100).empty());
  CHECK(code_of(many, 1099) == "gzip-too-large");
}

TEST_CASE("a gzip file that is cut anywhere, spoilt or followed by something is malformed") {
  const std::string whole = gzipped("text that is compressed, text that is compressed");
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK(code_of(whole.substr(0, size)) == "gzip-malformed");
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string spoilt = whole;
    spoilt[at] = static_cast<char>(spoilt[at] ^ 0x10);
    const auto text = read_gzip(as_bytes(spoilt), 1000);
    if (text) CHECK(*text == "text that is compressed, text that is compressed");  // the header's time and system
  }
  CHECK(code_of(whole + "more") == "gzip-malformed");
}
