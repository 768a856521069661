// SPDX-License-Identifier: Apache-2.0
#include "formats/dsse.hpp"

#include "base/base64.hpp"
#include "base/signature.hpp"
#include "support/catch.hpp"
#include "support/test_keys.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

// The test vector of protocol.md.
const std::string kVector =
    "{\"payload\": \"aGVsbG8gd29ybGQ=\",\n \"payloadType\": \"http://example.com/HelloWorld\",\n \"signatures\": [{\"sig\": "
    "\"A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==\"}]}";

std::string envelope(const std::string& payload, const std::string& signatures = R"([{"keyid":"k","sig":"YQ=="}])") {
  return R"({"payload":")" + payload + R"(","payloadType":"t","signatures":)" + signatures + '}';
}

}  // namespace

TEST_CASE("the specification's envelope is read, and its signature is over the PAE that it prints") {
  const auto parsed = parse_dsse(kVector);
  REQUIRE(parsed);
  CHECK(parsed->payload_type == "http://example.com/HelloWorld");
  CHECK(parsed->payload() == "hello world");
  CHECK(parsed->signed_bytes == "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  CHECK(parsed->signed_bytes == dsse_pae("http://example.com/HelloWorld", "hello world"));
  REQUIRE(parsed->signatures.size() == 1);
  CHECK(parsed->signatures[0].keyid.empty());
  const auto key = PublicKey::from_pem(test::kP256Public);
  REQUIRE(key);
  CHECK(key->verifies(as_bytes(parsed->signed_bytes), as_bytes(parsed->signatures[0].signature)));
}

TEST_CASE("the payload may be of either alphabet, with and without padding, and of any length") {
  for (std::size_t size = 0; size < 70; ++size) {
    std::string payload(size, '\0');
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<char>(251 + i * 7);
    std::string encoded = base64(as_bytes(payload));
    for (int form = 0; form < 3; ++form) {
      const auto parsed = parse_dsse(envelope(encoded));
      REQUIRE(parsed);
      CHECK(parsed->payload() == payload);
      CHECK(parsed->signed_bytes == dsse_pae("t", payload));
      for (char& c : encoded) c = c == '+' ? '-' : c == '/' ? '_' : c;
      if (form == 1) encoded.resize(std::min(encoded.size(), encoded.find('=')));
    }
  }
  CHECK(parse_dsse(envelope("YWI\\/"))->payload() == "ab?");
}

TEST_CASE("members that DSSE does not know are read past, as it asks, and noted in a signature") {
  const auto parsed = parse_dsse(R"({"x":{"y":[]},"payload":"","payloadType":"t","signatures":[{"sig":"","cert":"c"},{"sig":"","keyid":"k"}]})");
  REQUIRE(parsed);
  CHECK(parsed->payload().empty());
  CHECK(parsed->signatures[0].has_unknown_members);
  CHECK_FALSE(parsed->signatures[1].has_unknown_members);
}

TEST_CASE("what is no envelope is refused") {
  for (const std::string& text :
       {std::string("null"), std::string("{}"), std::string(R"({"payloadType":"t","signatures":[{"sig":""}]})"),
        std::string(R"({"payload":"","signatures":[{"sig":""}]})"), std::string(R"({"payload":"","payloadType":"t"})"),
        std::string(R"({"payload":1,"payloadType":"t","signatures":[{"sig":""}]})"), std::string(R"({"payload":"","payloadType":1,"signatures":[{"sig":""}]})"),
        envelope("", "[]"), envelope("", "{}"), envelope("", "[1]"), envelope("", "[{}]"), envelope("", R"([{"sig":1}])"), envelope("", R"([{"sig":"a b"}])"),
        envelope("", R"([{"sig":"","keyid":5}])"), envelope("", R"([{"sig":"","sig":""}])"), envelope("Zh=="), envelope("Zg"  "\\n"), envelope("+_"),
        std::string(R"({"payload":"","payload":"","payloadType":"t","signatures":[{"sig":""}]})"), envelope("") + envelope("")}) {
    CAPTURE(text);
    const auto parsed = parse_dsse(text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == "dsse-malformed");
  }
  std::string many = "[";
  for (int i = 0; i < 101; ++i) many += R"({"sig":""},)";
  many.back() = ']';
  CHECK_FALSE(parse_dsse(envelope("", many)));
}

TEST_CASE("an envelope cut anywhere is refused") {
  for (std::size_t size = 0; size < kVector.size(); ++size) CHECK_FALSE(parse_dsse(kVector.substr(0, size)));
}
