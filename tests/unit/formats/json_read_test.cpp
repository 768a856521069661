// SPDX-License-Identifier: Apache-2.0
#include "formats/json_read.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_bytes.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

constexpr std::string_view kSample =
    R"({"name":"pump \u00e4\n","n":-3,"big":9223372036854775807,"real":1.5,"yes":true,"none":null,)"
    R"("list":["a","b"],"mixed":["a",1],"deep":{"a/b~c":[{"x":1}]}})";

Json parsed(std::string_view text) {
  const Result<Json> json = Json::parse(text);
  REQUIRE(json);
  return *json;
}

Error error_of(std::string_view text) {
  const Result<Json> json = Json::parse(text);
  REQUIRE_FALSE(json);
  return json.error();
}

}  // namespace

TEST_CASE("values are what they are and nothing else") {
  const Json json = parsed(kSample);
  CHECK(json.is_object());
  CHECK(json.size() == 9);
  CHECK(json.member("name").string() == "pump \xC3\xA4\n");
  CHECK(json.member("n").integer() == -3);
  CHECK(json.member("big").integer() == INT64_MAX);
  CHECK(json.member("real").number() == 1.5);
  CHECK_FALSE(json.member("real").integer());
  CHECK(json.member("n").number() == -3.0);
  CHECK(json.member("yes").boolean() == true);
  CHECK(json.member("none").is_null());
  CHECK_FALSE(json.member("name").integer());
  CHECK_FALSE(json.member("n").string());
  CHECK_FALSE(json.member("n").boolean());
}

TEST_CASE("a number that does not fit is no integer") {
  CHECK_FALSE(parsed("9223372036854775808").integer());
  CHECK(parsed("-9223372036854775808").integer() == INT64_MIN);
  CHECK(parsed("18446744073709551616").is_number());
}

TEST_CASE("look-ups of what is not there give null and can be chained") {
  const Json json = parsed(kSample);
  CHECK(json.member("absent").member("more").is_null());
  CHECK(json.member("name").member("x").is_null());
  CHECK(Json().items().empty());
  CHECK(Json().members().empty());
  CHECK(Json().pointer().empty());
  CHECK(json.member("n").items().empty());
  CHECK(json.member("list").members().empty());
}

TEST_CASE("elements keep their order, members are sorted by name") {
  const Json json = parsed(R"({"b":[3,1,2],"a":0})");
  REQUIRE(json.members().size() == 2);
  CHECK(json.members()[0].key() == "a");
  CHECK(json.members()[1].key() == "b");
  std::vector<std::int64_t> order;
  for (const Json& item : json.member("b").items()) order.push_back(*item.integer());
  CHECK(order == std::vector<std::int64_t>{3, 1, 2});
}

TEST_CASE("a value outlives the text and the root it came from") {
  Json kept;
  {
    const std::string text(kSample);
    kept = parsed(text).member("deep");
  }
  CHECK(kept.member("a/b~c").items().front().member("x").integer() == 1);
}

TEST_CASE("defaults stand in for what is missing or of another kind") {
  const Json json = parsed(kSample);
  CHECK(json.string_or("name", "") == "pump \xC3\xA4\n");
  CHECK(json.string_or("n", "other") == "other");
  CHECK(json.string_or("absent", "other") == "other");
  CHECK(json.integer_or("n", 7) == -3);
  CHECK(json.integer_or("name", 7) == 7);
  CHECK(json.boolean_or("yes", false));
  CHECK(json.boolean_or("absent", true));
}

TEST_CASE("required members are there or the error names their place") {
  const Json json = parsed(kSample);
  CHECK(*json.required_string("name") == "pump \xC3\xA4\n");
  CHECK(*json.required_integer("n") == -3);
  CHECK(json.required_array("list")->size() == 2);
  CHECK(json.required_object("deep")->size() == 1);
  const Result<std::string> missing = json.member("deep").required_string("no/pe");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == "json-mismatch");
  CHECK(missing.error().text == "/deep/no~1pe is missing; expected: a string");
  CHECK(json.required_integer("real").error().text == "/real is a number; expected: an integer");
  CHECK_FALSE(json.required_array("deep"));
  CHECK_FALSE(json.required_object("list"));
}

TEST_CASE("lists of strings are all strings or an error") {
  const Json json = parsed(kSample);
  CHECK(*json.strings("list") == std::vector<std::string>{"a", "b"});
  CHECK(json.strings("absent")->empty());
  CHECK_FALSE(json.strings("mixed"));
  CHECK_FALSE(json.strings("name"));
}

TEST_CASE("a pointer leads to the value, with its escapes") {
  const Json inner = parsed(kSample).member("deep").member("a/b~c").items().front().member("x");
  CHECK(inner.pointer() == "/deep/a~1b~0c/0/x");
  CHECK(parsed("1").pointer().empty());
}

TEST_CASE("a JSON error tells line, column and byte") {
  const Error error = error_of("{\n  \"a\": tru\n}");
  CHECK(error.code == "json-malformed");
  CHECK(error.text.starts_with("line 2, column 11"));
  CHECK(error.offset == 12U);
  CHECK(error_of("").offset == 0U);
  CHECK(error_of("[1,]").offset == 3U);
}

TEST_CASE("what is not one JSON value is refused") {
  for (const std::string_view bad :
       {"",    " ",    "{",     "[1 2]",    "{\"a\" 1}", "{a:1}",   "'a'",     "01",  "1.",    "+1",
        "nul", "[1],", "{} {}", "\"\xff\"", "\"\x01\"",  "\"\\x\"", "// c\n1", "NaN", "1e999", "\"\\ud800\""})
    CHECK(error_of(bad).code == "json-malformed");
}

TEST_CASE("what stands behind a zero byte is no part of a JSON text that could be overlooked") {
  using namespace std::string_view_literals;
  for (const std::string_view bad : {"{}\0"sv, "{}\n\0{\"a\":1}"sv, "\0"sv, "[1,\0]"sv}) CHECK(error_of(bad).code == "json-malformed");
  CHECK(error_of("{}\n \0{}"sv).text.find("line 2, column 2") == 0);
  CHECK(parsed(R"("\u0000")").string()->size() == 1);
}

TEST_CASE("a name that occurs twice in one object is refused and named") {
  const Error error = error_of(R"({"x":[{"a":1,"b":2,"a":3}]})");
  CHECK(error.code == "json-malformed");
  CHECK(error.text.find("\"a\"") != std::string::npos);
  CHECK(error.text.find("/x") != std::string::npos);
  CHECK(parsed(R"([{"a":1},{"a":2}])").size() == 2);
}

TEST_CASE("nesting of JSON has a limit") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(Json::parse(nested(Json::kMaximumDepth)));
  CHECK(error_of(nested(Json::kMaximumDepth + 1)).text.find("nested") != std::string::npos);
  error_of(std::string(1000000, '['));
  std::string objects;
  for (std::size_t i = 0; i <= Json::kMaximumDepth; ++i) objects += "{\"a\":";
  CHECK(error_of(objects).text.find("nested") != std::string::npos);
}

TEST_CASE("a JSON text cut anywhere is refused") {
  test::for_each_prefix(kSample,
                        [](ByteView prefix, std::size_t) { CHECK_FALSE(Json::parse(as_text(prefix))); });
}

TEST_CASE("a spoilt JSON text gives a value or an error with its place") {
  test::for_each_spoiling(kSample, [](ByteView bytes) {
    const Result<Json> json = Json::parse(as_text(bytes));
    if (json) return;
    CHECK(json.error().code == "json-malformed");
    if (json.error().offset) CHECK(*json.error().offset <= bytes.size());
  });
}
