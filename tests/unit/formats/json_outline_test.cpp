// SPDX-License-Identifier: Apache-2.0
#include "formats/json_outline.hpp"

#include "formats/json_read.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::formats;

TEST_CASE("the members of an object are its names and the text of their values") {
  const auto members = json_members(" {\"a\" : [1, {\"b\": \"}\"}] ,\"\\u0062\":\"x\\\"y\",\"n\":-1.5e+3 , \"t\":true,\"e\":{}} \n");
  REQUIRE(members);
  REQUIRE(members->size() == 5);
  CHECK((*members)[0].name == "a");
  CHECK((*members)[0].value == "[1, {\"b\": \"}\"}]");
  CHECK((*members)[1].name == "b");
  CHECK(member_text(*members, "b") == "\"x\\\"y\"");
  CHECK(member_text(*members, "n") == "-1.5e+3");
  CHECK(member_text(*members, "missing").empty());
  CHECK(json_members("{}")->empty());
}

TEST_CASE("what is not JSON is refused as the JSON reader refuses it") {
  for (const char* text : {"", "{", "}", "[]", "null", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}", "{\"a\":01}", "{\"a\":1.}",
                           "{\"a\":.5}", "{\"a\":+1}", "{\"a\":1e}", "{\"a\":tru}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}",
                           "{\"a\":\"", "{\"a\":[1,]}", "{\"a\":[1}", "{\"a\":{]}", "{\"a\":1}x", "{\"a\":1}{}", "{a:1}", "{\"a\":-}", "{\"a\":NaN}"}) {
    CAPTURE(text);
    CHECK_FALSE(json_members(text));
    CHECK_FALSE((Json::parse(text).ok() && Json::parse(text)->is_object()));
  }
}

TEST_CASE("a name that occurs twice is refused, however it is spelt") {
  CHECK_FALSE(json_members("{\"a\":1,\"a\":2}"));
  CHECK_FALSE(json_members("{\"a\":1,\"\\u0061\":2}"));
}

TEST_CASE("a text cut anywhere is refused") {
  const std::string whole = "{\"payload\":\"YQ==\",\"list\":[{\"k\":null},2.5],\"t\":false}";
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(json_members(whole.substr(0, size)));
}

TEST_CASE("nesting and the number of members are bounded") {
  CHECK_FALSE(json_members("{\"a\":" + std::string(1'000'000, '[')));
  CHECK(json_members("{\"a\":" + std::string(150, '[') + std::string(150, ']') + '}'));
  std::string many = "{";
  for (int i = 0; i <= 10'000; ++i) many += '"' + std::to_string(i) + "\":0,";
  many.back() = '}';
  CHECK_FALSE(json_members(many));
}

TEST_CASE("the elements of an array come one at a time, and an error ends the reading") {
  std::vector<std::string> seen;
  const auto all = each_json_element(" [1, \"two\" ,{\"three\":[3]}] ", [&](std::string_view text) -> std::optional<Error> {
    seen.emplace_back(text);
    return std::nullopt;
  });
  CHECK(all);
  CHECK(seen == std::vector<std::string>{"1", "\"two\"", "{\"three\":[3]}"});
  const auto stopped = each_json_element("[1,2,3]", [](std::string_view text) -> std::optional<Error> {
    if (text == "2") return Error{"enough", "enough"};
    return std::nullopt;
  });
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().code == "enough");
  for (const char* text : {"", "[", "[1", "[1,", "[1,]", "{}", "[1]x"})
    CHECK_FALSE(each_json_element(text, [](std::string_view) { return std::optional<Error>(); }));
}
