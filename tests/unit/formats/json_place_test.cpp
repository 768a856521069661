// SPDX-License-Identifier: Apache-2.0
#include "formats/json_place.hpp"

#include <string>

#include "support/catch.hpp"

using souptrace::formats::json_place;

TEST_CASE("a pointer's place is that of the member's name, or of the element") {
  const std::string text = "{\n \"a\": {\"b/c\": [10, {\"x\\\"y\" : 1}]},\n \"~\": 2 }";
  CHECK(text.substr(json_place(text, ""), 1) == "{");
  CHECK(text.substr(json_place(text, "/a"), 3) == "\"a\"");
  CHECK(text.substr(json_place(text, "/a/b~1c"), 5) == "\"b/c\"");
  CHECK(text.substr(json_place(text, "/a/b~1c/0"), 2) == "10");
  CHECK(text.substr(json_place(text, "/a/b~1c/1/x\"y"), 6) == "\"x\\\"y\"");
  CHECK(text.substr(json_place(text, "/~0"), 3) == "\"~\"");
}

TEST_CASE("a pointer that leads nowhere gives the last place on its way, and bad text does no harm") {
  const std::string text = "{\"a\": [1]}";
  CHECK(json_place(text, "/a/7") == 1);
  CHECK(json_place(text, "/a/x/y") == 1);
  CHECK(json_place(text, "/b") == 0);
  for (std::size_t size = 0; size < text.size(); ++size) CHECK(json_place(text.substr(0, size), "/a/0") <= size);
  CHECK(json_place("", "/a") == 0);
}
