// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include "base/result.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using Parts = std::vector<std::string_view>;

TEST_CASE("trim removes white space at both ends only") {
  CHECK(trim(" \t\r\n\v\fa b\n") == "a b");
  CHECK(trim(" \t ").empty());
  CHECK(trim("").empty());
  CHECK(trim("\xC2\xA0x") == "\xC2\xA0x");  // a no-break space is not ASCII
}

TEST_CASE("words are joined with what is between them, and only between them") {
  CHECK(joined(Parts{}) == "");
  CHECK(joined(Parts{"a"}) == "a");
  CHECK(joined(Parts{"a", "b", "c"}) == "a, b, c");
  CHECK(joined(Parts{"a", "b"}, "") == "ab");
  std::string list;
  add_word(list, "a", "; ");
  add_word(list, "b", "; ");
  CHECK(list == "a; b");
}

TEST_CASE("split keeps empty parts") {
  CHECK(split("a,,b", ',') == Parts{"a", "", "b"});
  CHECK(split("", ',') == Parts{""});
  CHECK(split(",", ',') == Parts{"", ""});
  CHECK(split("abc", ',') == Parts{"abc"});
}

TEST_CASE("next_line gives every line once, without its line end") {
  std::string_view rest = "a\r\n\nb\rc\nlast";
  Parts lines;
  while (const auto line = next_line(rest)) lines.push_back(*line);
  CHECK(lines == Parts{"a", "", "b\rc", "last"});
  std::string_view ended = "x\n";
  CHECK(next_line(ended) == "x");
  CHECK_FALSE(next_line(ended));
}

TEST_CASE("parse_unsigned takes whole numbers that fit") {
  CHECK(parse_unsigned("0") == 0U);
  CHECK(parse_unsigned("18446744073709551615") == UINT64_MAX);
  CHECK(parse_unsigned("fF", 16) == 255U);
  for (const char* bad : {"", " 1", "1 ", "-1", "+1", "0x10", "1a", "18446744073709551616"})
    CHECK_FALSE(parse_unsigned(bad));
}

TEST_CASE("to_lower changes ASCII letters only") {
  CHECK(to_lower("AbZ[\xC3\x84") == "abz[\xC3\x84");
}

TEST_CASE("to_hex writes two lower-case digits for each byte") {
  CHECK(to_hex(std::string_view("\x00\x0f\xa5\xff", 4)) == "000fa5ff");
  CHECK(to_hex("").empty());
}

TEST_CASE("to_utf8 leaves well-formed text as it is") {
  for (const char* good : {"", "plain 100%", "\xC3\xA4", "\xE2\x82\xAC", "\xED\x9F\xBF", "\xEE\x80\x80",
                           "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    CHECK(to_utf8(good) == good);
}

TEST_CASE("to_utf8 writes every byte that is not well-formed as %XX") {
  CHECK(to_utf8("a\xFF"
                "b") == "a%ffb");
  CHECK(to_utf8("\xC3") == "%c3");                         // cut
  CHECK(to_utf8("\xE2\x82") == "%e2%82");                  // cut
  CHECK(to_utf8("\xC0\xAF") == "%c0%af");                  // overlong
  CHECK(to_utf8("\xE0\x9F\xBF") == "%e0%9f%bf");           // overlong
  CHECK(to_utf8("\xF0\x8F\xBF\xBF") == "%f0%8f%bf%bf");    // overlong
  CHECK(to_utf8("\xED\xA0\x80") == "%ed%a0%80");           // surrogate
  CHECK(to_utf8("\xF4\x90\x80\x80") == "%f4%90%80%80");    // beyond U+10FFFF
  CHECK(to_utf8("\x80\xC3\xA4\xF5") == "%80\xC3\xA4%f5");  // between good text
}

TEST_CASE("printable shows control characters instead of sending them") {
  CHECK(printable("a\x1b[2J\n\x7f\xC3\xA4") == "a\\x1b[2J\\x0a\\x7f\xC3\xA4");
  CHECK(printable(std::string_view("\0", 1)) == "\\x00");
}

TEST_CASE("an error describes itself with its place where it has one") {
  CHECK(Error{"code", "what happened", std::nullopt}.describe() == "what happened");
  CHECK(Error{"code", "what happened", 7}.describe() == "what happened (at byte 7)");
}

TEST_CASE("a result is its value or its error") {
  const Result<std::string> good = std::string("x");
  const Result<std::string> bad = Error{"code", "text"};
  REQUIRE(good);
  CHECK(*good == "x");
  CHECK(good->size() == 1);
  REQUIRE_FALSE(bad);
  CHECK(bad.error().code == "code");
}
