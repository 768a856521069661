// SPDX-License-Identifier: Apache-2.0
#include "write/json_text.hpp"

#include <algorithm>

#include "support/catch.hpp"

using souptrace::write::JsonText;
using Layout = JsonText::Layout;

namespace {

std::string quoted(std::string_view text) {
  std::string out;
  JsonText(out).value(text);
  return out;
}

}  // namespace

TEST_CASE("an object in lines has a member on each line, one inside a line stays there") {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("a", "x");
  json.key("list");
  json.begin_array();
  json.begin_object(Layout::one_line);
  json.member("n", std::uint64_t{7});
  json.member_list("texts", {"p", "q"});
  json.end_object();
  json.value(true);
  json.end_array();
  json.end_object();
  CHECK(out == "{\n \"a\": \"x\",\n \"list\": [\n  {\"n\": 7, \"texts\": [\"p\", \"q\"]},\n  true\n ]\n}");
}

TEST_CASE("empty containers are written without a line break") {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.key("list");
  json.begin_array();
  json.end_array();
  json.key("object");
  json.begin_object();
  json.end_object();
  json.end_object();
  CHECK(out == "{\n \"list\": [],\n \"object\": {}\n}");
}

TEST_CASE("a line stays one line whatever stands in it") {
  std::string out;
  JsonText json(out);
  json.begin_array(Layout::one_line);
  json.begin_object(Layout::lines);
  json.member("a", false);
  json.end_object();
  json.end_array();
  CHECK(out == "[{\"a\": false}]");
}

TEST_CASE("an empty member is left out only where that is asked for") {
  std::string out;
  JsonText json(out);
  json.begin_object(Layout::one_line);
  json.member("kept", "");
  json.member_unless_empty("gone", "");
  json.member_unless_empty("there", "x");
  json.end_object();
  CHECK(out == R"({"kept": "", "there": "x"})");
}

TEST_CASE("texts are escaped and become UTF-8") {
  CHECK(quoted("plain text/~") == "\"plain text/~\"");
  CHECK(quoted("a\"b\\c") == R"("a\"b\\c")");
  CHECK(quoted("tab\tline\nbell\x07") == "\"tab\\tline\\nbell\\u0007\"");
  CHECK(quoted(std::string_view("nul\0!", 5)) == "\"nul\\u0000!\"");
  CHECK(quoted("\x1b[31m") == "\"\\u001b[31m\"");
  CHECK(quoted("\x7f") == "\"\x7f\"");
  CHECK(quoted("gr\xC3\xBC\xC3\x9F") == "\"gr\xC3\xBC\xC3\x9F\"");
  CHECK(quoted("latin1 \xFC") == "\"latin1 %fc\"");
  CHECK(quoted("\xED\xA0\x80") == "\"%ed%a0%80\"");
}

TEST_CASE("numbers keep all their digits") {
  std::string out;
  JsonText json(out);
  json.begin_array(Layout::one_line);
  json.value(std::uint64_t{0});
  json.value(UINT64_MAX);
  json.value(0.5);
  json.value(1.0);
  json.end_array();
  CHECK(out == "[0, 18446744073709551615, 0.5, 1.0]");
}

TEST_CASE("a document that goes to a sink piece by piece is the one that a text would hold") {
  const auto write = [](JsonText& json) {
    json.begin_object();
    json.key("list");
    json.begin_array();
    for (std::uint64_t i = 0; i < 40'000; ++i) {
      json.begin_object(Layout::one_line);
      json.member("number", i);
      json.member("text", "a \"quoted\" text");
      json.end_object();
    }
    json.end_array();
    json.end_object();
  };
  std::string whole;
  JsonText at_once(whole);
  write(at_once);

  std::string pieces;
  std::size_t largest = 0;
  std::string buffer;
  JsonText json(buffer, [&](std::string_view piece) {
    largest = std::max(largest, piece.size());
    pieces += piece;
  });
  write(json);
  CHECK(pieces.size() > whole.size() / 2);
  CHECK(largest < 100'000);
  CHECK(pieces + buffer == whole);
}
