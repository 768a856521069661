// SPDX-License-Identifier: Apache-2.0
#include "formats/configure_template.hpp"

#include <string>

#include "support/catch.hpp"

using souptrace::formats::configured_from;

namespace {

constexpr const char* kTemplate =
    "#ifndef CONFIG_H\n"
    "#cmakedefine HAVE_A\n"
    "#cmakedefine HAVE_B @B_VALUE@ /* b */\n"
    "# cmakedefine HAVE_C ${C}\n"
    "#cmakedefine01 HAVE_D\n"
    "#define MAIL \"someone@example.org\"\n"
    "@TYPES@\n"
    "#define DIR \"@DIR@/${SUB_${N}}\"\n"
    "#endif\n";

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("a file that configure_file() made fits its template") {
  const std::string on =
      "#ifndef CONFIG_H\n#define HAVE_A\n#define HAVE_B 17 /* b */\n# define HAVE_C c\n#define HAVE_D 1\n"
      "#define MAIL \"someone@example.org\"\ntypedef int a;\ntypedef long b;\n#define DIR \"/usr/share/x\"\n"
      "#endif\n";
  const std::string off =
      "#ifndef CONFIG_H\n/* #undef HAVE_A */\n/* #undef HAVE_B */\n/* # undef HAVE_C */\n#define HAVE_D 0\n"
      "#define MAIL \"someone@example.org\"\n\n#define DIR \"/\"\n#endif\n";
  CHECK(configured_from(kTemplate, on));
  CHECK(configured_from(kTemplate, off));
  SECTION("with the other ends of lines, a byte order mark, no last end of line") {
    std::string windows = "\xEF\xBB\xBF";
    for (const char one : on) windows += one == '\n' ? "\r\n" : std::string(1, one);
    CHECK(configured_from(kTemplate, windows));
    CHECK(configured_from(kTemplate, on.substr(0, on.size() - 1)));
  }
  SECTION("with COPYONLY") {
    CHECK(configured_from(kTemplate, kTemplate));
  }
  SECTION("nothing cut from it does, and nothing put into its own text") {
    for (std::size_t length = 0; length + 1 < on.size(); ++length) {
      INFO(length);
      CHECK_FALSE(configured_from(kTemplate, on.substr(0, length)));
    }
    for (const char* own : {"CONFIG_H", "HAVE_A", "HAVE_D", "example.org", "#define DIR", "#endif"}) {
      INFO(own);
      std::string spoilt = on;
      spoilt.insert(spoilt.find(own) + 1, "?");
      CHECK_FALSE(configured_from(kTemplate, spoilt));
    }
  }
}

TEST_CASE("a header of the same name from elsewhere does not fit") {
  CHECK_FALSE(configured_from("#pragma once\n#define PUMP_VERSION \"@VERSION@\"\n",
                              "#pragma once\n#define ZLIB_VERSION \"1.3\"\n"));
  CHECK_FALSE(configured_from("#cmakedefine HAVE_A\n", "#define HAVE_AB\n"));
  CHECK_FALSE(configured_from("#cmakedefine HAVE_A\n", "/* #undef HAVE_AB */\n"));
}

TEST_CASE("@ONLY keeps what looks like a variable of the shell's") {
  CHECK(configured_from("a ${B} @C@\n", "a ${B} c\n"));
  CHECK(configured_from("mail me@ home @ 7 $ {x} ${open\n", "mail me@ home @ 7 $ {x} ${open\n"));
  CHECK_FALSE(configured_from("mail me@ home\n", "mail home\n"));
}

TEST_CASE("a value of several lines may hold what follows it") {
  CHECK(configured_from("begin\n@BODY@\nend\n", "begin\na\nend\nb\nend\n"));
  CHECK(configured_from("@A@x@B@xx\n#cmakedefine D\n", "axbxxx\n/* #undef D */\n"));
  CHECK_FALSE(configured_from("@A@x@B@xx\n#cmakedefine D\n", "axbxxx\n/* #undef E */\n"));
}

TEST_CASE("a template without text of its own proves nothing") {
  CHECK_FALSE(configured_from("", ""));
  CHECK_FALSE(configured_from("@BODY@\n", "int x;\n"));
  CHECK_FALSE(configured_from("@A@ ${B}\n\n@C@", "int x;\n\n"));
  CHECK(configured_from("#pragma once\n@BODY@\n", "#pragma once\nint x;\n"));
}

TEST_CASE("hostile templates end") {
  CHECK_FALSE(configured_from("a" + repeated("@X@" + std::string(2000, 'a'), 500) + "b",
                              std::string(std::size_t{2} << 20, 'a')));
  CHECK_FALSE(configured_from(repeated("${", 1 << 20), "x"));
  CHECK_FALSE(configured_from(repeated("@x", 1 << 20), "x"));
  CHECK_FALSE(configured_from(repeated("#cmakedefine ", 1 << 17), "x"));
  CHECK_FALSE(configured_from(std::string((std::size_t{4} << 20) + 1, 'a'),
                              std::string((std::size_t{4} << 20) + 1, 'a')));
}
