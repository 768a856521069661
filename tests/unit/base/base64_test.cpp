// SPDX-License-Identifier: Apache-2.0
#include "base/base64.hpp"

#include <set>

#include "support/catch.hpp"

using namespace souptrace;

TEST_CASE("base64 writes and reads the test vectors of RFC 4648") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},         {"f", "Zg=="},         {"fo", "Zm8="},      {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    CHECK(base64(as_bytes(plain)) == encoded);
    const auto back = decode_base64(encoded);
    REQUIRE(back);
    CHECK(*back == plain);
  }
}

TEST_CASE("both alphabets and missing padding are read") {
  const std::string bytes = "\xFB\xFF\xBF";
  CHECK(base64(as_bytes(bytes)) == "+/+/");
  CHECK(*decode_base64("+/+/") == bytes);
  CHECK(*decode_base64("-_-_") == bytes);
  CHECK(*decode_base64("Zg") == "f");
  CHECK(*decode_base64("Zm8") == "fo");
}

TEST_CASE("text of which two would mean the same bytes is refused") {
  for (const char* text : {"Zh==", "Zm9=", "Zg=", "Zg===", "Z", "Zm9vY", "Zm9v=", "Zm9v====", "=", "====", "Zm 9v", "Zm9v\n", "Zm9v!", "+_+_", "Zg==Zg=="}) {
    CAPTURE(text);
    const auto read = decode_base64(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "base64-malformed");
  }
}

TEST_CASE("every single-bit change of an encoded text changes its bytes or is refused") {
  const std::string bytes = "SoupTrace \x01\xFE\x80 signature";
  const std::string encoded = base64(as_bytes(bytes));
  for (std::size_t bit = 0; bit < encoded.size() * 8; ++bit) {
    std::string changed = encoded;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    const auto read = decode_base64(changed);
    CHECK((!read || *read != bytes));
  }
}
