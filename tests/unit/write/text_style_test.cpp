// SPDX-License-Identifier: Apache-2.0
#include "write/text_style.hpp"

#include "support/catch.hpp"

using namespace souptrace::write;

TEST_CASE("a name cannot steer a terminal") {
  CHECK(clean("plain \xC3\xBC") == "plain \xC3\xBC");
  CHECK(clean("\x1b[2Jx\r\n\x7f") == "\\x1b[2Jx\\x0d\\x0a\\x7f");
  CHECK(clean("\xC2\x9B"
              "31m") == "\\u{009B}31m");
  CHECK(clean("lib\xE2\x80\xAEos.bil") == "lib\\u{202E}os.bil");
  CHECK(clean("\xE2\x81\xA6x\xEF\xBB\xBF") == "\\u{2066}x\\u{FEFF}");
  CHECK(clean("bad \xFF") == "bad %ff");
  CHECK(clean("\x9B") == "%9b");
}

TEST_CASE("columns are counted by code points, wide and combining ones included") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("\xC3\xBC\xE2\x94\x9C") == 2);
  CHECK(display_width("\xE6\xBC\xA2\xE5\xAD\x97") == 4);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("\xF0\x9F\x98\x80") == 2);
}

TEST_CASE("numbers are grouped, counted and sized for people") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(UINT64_MAX) == "18,446,744,073,709,551,615");
  CHECK(counted(1, "member") == "1 member");
  CHECK(counted(1, "binary") == "1 binary");
  CHECK(counted(2, "binary") == "2 binaries");
  CHECK(counted(0, "member") == "0 members");
  CHECK(counted(2, "witness", "es") == "2 witnesses");
  CHECK(byte_size(1023) == "1023 B");
  CHECK(byte_size(1024) == "1.0 KiB");
  CHECK(byte_size(1536 * 1024) == "1.5 MiB");
  CHECK(byte_size(UINT64_MAX) == "16384.0 PiB");
}

TEST_CASE("colours appear only where they are allowed and do not count as columns") {
  const TextStyle plain({});
  const TextStyle coloured({.colours = true});
  CHECK(plain.paint(Colour::red, "x") == "x");
  CHECK(coloured.paint(Colour::red, "x") == "\x1b[31mx\x1b[0m");
  CHECK(coloured.paint(Colour::none, "x") == "x");
  CHECK(coloured.paint(Colour::red, "").empty());
  CHECK(plain.cell(Colour::red, "ab", 4) == "ab  ");
  CHECK(coloured.cell(Colour::bold, "ab", 4) == "\x1b[1mab\x1b[0m  ");
  CHECK(plain.cell(Colour::red, "abcde", 4) == "abcde");
}

TEST_CASE("words are wrapped between each other, never inside") {
  CHECK(TextStyle::wrap({}, 10).empty());
  CHECK(TextStyle::wrap({"one", "two", "three"}, 9) == std::vector<std::string>{"one, two,", "three"});
  CHECK(TextStyle::wrap({"a-very-long-name", "b"}, 3) == std::vector<std::string>{"a-very-long-name,", "b"});
}

TEST_CASE("trees are drawn with ASCII where there is no Unicode") {
  CHECK(TextStyle({}).branch(false) == "|- ");
  CHECK(TextStyle({}).branch(true) == "`- ");
  CHECK(TextStyle({.unicode = true}).branch(false) == "\xE2\x94\x9C\xE2\x94\x80 ");
  CHECK(TextStyle({}).continuation(true) == "   ");
}

TEST_CASE("what is too long is shortened visibly") {
  const TextStyle ascii({});
  const TextStyle unicode({.unicode = true});
  CHECK(ascii.shortened("Apache-2.0", 10) == "Apache-2.0");
  CHECK(ascii.shortened("Apache-2.0", 9) == "Apache...");
  CHECK(unicode.shortened("Apache-2.0", 9) == "Apache-2\u2026");
  CHECK(unicode.shortened("\u00fc\u00fc\u00fc", 2) == "\u00fc\u2026");
  CHECK(unicode.shortened("\u6f22\u5b57\u6f22", 4) == "\u6f22\u2026");
  CHECK(ascii.shortened("abc", 0) == "...");
}
