// SPDX-License-Identifier: Apache-2.0
#include "formats/in_toto.hpp"

#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

const std::string kSha256(64, 'a');
const std::string kSha512(128, 'b');

std::string statement(const std::string& subject, const std::string& type = "https://in-toto.io/Statement/v1", const std::string& predicate = R"({"p":1})") {
  return R"({"_type":")" + type + R"(","subject":)" + subject + R"(,"predicateType":"urn:x","predicate":)" + predicate + '}';
}
std::string subject(const std::string& digest) { return R"([{"name":"pump","digest":)" + digest + "}]"; }

}  // namespace

TEST_CASE("subjects, predicate type and the predicate's text are read") {
  const std::string text = statement(R"([{"name":"pump","digest":{"sha256":")" + kSha256 + R"(","sha512":")" + kSha512 + R"("}},{"digest":{"sha256":")" + kSha256 + R"("}}])");
  const auto parsed = parse_statement(text);
  REQUIRE(parsed);
  REQUIRE(parsed->subjects.size() == 2);
  CHECK(parsed->subjects[0].name == "pump");
  CHECK(parsed->subjects[0].sha256 == kSha256);
  CHECK(parsed->subjects[0].sha512 == kSha512);
  CHECK(parsed->subjects[1].name.empty());
  CHECK(parsed->predicate_type == "urn:x");
  CHECK(parsed->predicate == R"({"p":1})");
  for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(parse_statement(text.substr(0, size)));
}

TEST_CASE("a statement of another version is said to be that") {
  for (const char* type : {"https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v2"}) {
    const auto parsed = parse_statement(statement(subject(R"({"sha256":")" + kSha256 + "\"}"), type));
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == "statement-version");
    CHECK(parsed.error().text.find(type) != std::string::npos);
  }
}

TEST_CASE("a statement about nothing, or about something without a digest, is refused") {
  for (const std::string& bad :
       {std::string("[]"), std::string("{}"), std::string("null"), std::string("[1]"), subject("{}"), subject(R"({"sha1":"aa"})"), subject(R"({"sha256":""})"),
        subject(R"({"sha256":")" + std::string(64, 'A') + "\"}"), subject(R"({"sha256":")" + std::string(63, 'a') + "\"}"),
        subject(R"({"sha256":")" + kSha256 + R"(","sha512":"b"})"), subject(R"({"sha256":")" + kSha256 + R"(","sha512":5})"),
        subject(R"({"sha256":")" + kSha256 + R"(","sha256":")" + kSha256 + "\"}")}) {
    CAPTURE(bad);
    const auto parsed = parse_statement(statement(bad));
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == "statement-malformed");
  }
  const std::string good = subject(R"({"sha256":")" + kSha256 + "\"}");
  CHECK(parse_statement(statement(good)));
  CHECK_FALSE(parse_statement(statement(good, "https://in-toto.io/Statement/v1", "[]")));
  CHECK_FALSE(parse_statement(R"({"_type":"https://in-toto.io/Statement/v1","subject":)" + good + "}"));
  CHECK_FALSE(parse_statement(R"({"subject":)" + good + R"(,"predicateType":"x"})"));
}
