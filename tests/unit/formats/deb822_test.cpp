// SPDX-License-Identifier: Apache-2.0
#include "formats/deb822.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_bytes.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using Lines = std::vector<std::string_view>;

namespace {

constexpr std::string_view kStatus =
    "Package: zlib1g\nStatus: install ok installed\nSource: zlib (1:1.2.13-1)\nDescription: compression\n "
    "first\n .\n last\n\n\n"
    "package:libc6\nConffiles:\n /etc/a 00\n /etc/b 11\nEmpty:\n";

std::vector<Deb822Stanza> all(std::string_view text) {
  std::vector<Deb822Stanza> out;
  Deb822Reader reader(text);
  for (Deb822Stanza stanza;;) {
    const Result<bool> more = reader.next(stanza);
    REQUIRE(more);
    if (!*more) return out;
    out.push_back(stanza);
  }
}

}  // namespace

TEST_CASE("stanzas give their fields in any letter case") {
  const std::vector<Deb822Stanza> stanzas = all(kStatus);
  REQUIRE(stanzas.size() == 2);
  CHECK(stanzas[0].value("package") == "zlib1g");
  CHECK(stanzas[0].value("SOURCE") == "zlib (1:1.2.13-1)");
  CHECK(stanzas[0].value("Nothing").empty());
  CHECK_FALSE(stanzas[0].has("Nothing"));
  CHECK(stanzas[1].value("Package") == "libc6");
  CHECK(stanzas[1].has("empty"));
  CHECK(stanzas[1].value("Empty").empty());
  CHECK(kStatus.substr(stanzas[1].offset).starts_with("package:libc6"));
}

TEST_CASE("a longer value keeps its lines, and its lines come without their marks") {
  const std::vector<Deb822Stanza> stanzas = all(kStatus);
  CHECK(deb822_lines(stanzas[0].value("Description")) == Lines{"compression", "first", "", "last"});
  CHECK(deb822_lines(stanzas[1].value("Conffiles")) == Lines{"/etc/a 00", "/etc/b 11"});
  CHECK(deb822_lines("").empty());
}

TEST_CASE("comments are no part of a value, and a line of blanks is one of a longer value") {
  const auto stanzas = all("# head\nA: 1\n# between\nB: x\n y\n# within\n z\n  \n end\n# tail\n\n#\nC: 2\n");
  REQUIRE(stanzas.size() == 2);
  CHECK(stanzas[0].value("A") == "1");
  CHECK(deb822_lines(stanzas[0].value("B")) == Lines{"x", "y", "z", " ", "end"});
  CHECK(stanzas[1].value("C") == "2");
}

TEST_CASE("control data with line ends of Windows is read") {
  const auto stanzas = all("A: 1\r\nB: x\r\n y\r\n\r\nC: 2\r\n");
  REQUIRE(stanzas.size() == 2);
  CHECK(stanzas[0].value("A") == "1");
  CHECK(deb822_lines(stanzas[0].value("B")) == Lines{"x", "y"});
}

TEST_CASE("text without stanzas has none") {
  CHECK(all("").empty());
  CHECK(all("\n\n# only this\n\n").empty());
}

TEST_CASE("a bad stanza is reported with its place and passed over") {
  for (const std::string_view bad :
       {"no colon here\n", ": no name\n", " starts with a blank\n", "Good: x\nno colon\n"}) {
    const std::string text = "A: 1\n\n" + std::string(bad) + "Rest: of it\n\nB: 2\n";
    Deb822Reader reader(text);
    Deb822Stanza stanza;
    REQUIRE(*reader.next(stanza));
    const Result<bool> broken = reader.next(stanza);
    REQUIRE_FALSE(broken);
    CHECK(broken.error().code == "deb822-malformed");
    CHECK(broken.error().offset >= 6U);
    REQUIRE(*reader.next(stanza));
    CHECK(stanza.value("B") == "2");
    CHECK_FALSE(*reader.next(stanza));
  }
}

TEST_CASE("text cut anywhere gives stanzas within it or an error, and comes to an end") {
  test::for_each_prefix(kStatus, [](ByteView prefix, std::size_t) {
    Deb822Reader reader(as_text(prefix));
    Deb822Stanza stanza;
    int count = 0;
    for (Result<bool> more = reader.next(stanza); !more || *more; more = reader.next(stanza)) {
      REQUIRE(++count <= 3);
      for (const auto& field : stanza.fields)
        CHECK((test::lies_in(field.name, prefix) && test::lies_in(field.value, prefix)));
    }
  });
}
