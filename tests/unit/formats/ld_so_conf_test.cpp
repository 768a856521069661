// SPDX-License-Identifier: Apache-2.0
#include "formats/ld_so_conf.hpp"

#include "formats/glob.hpp"
#include "support/catch.hpp"

using namespace souptrace::formats;

namespace {

/// "include x" and directories as text, for comparison.
std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> out;
  for (const LdSoConfLine& line : parse_ld_so_conf(text))
    out.push_back((line.include ? "include " : "") + line.value);
  return out;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("directories and includes keep their order") {
  CHECK(lines("include /etc/ld.so.conf.d/*.conf\n\n# comment\n/usr/local/lib\n  /opt/lib/  # mine\n") ==
        Texts{"include /etc/ld.so.conf.d/*.conf", "/usr/local/lib", "/opt/lib"});
  CHECK(lines("/a\ninclude b.conf c.conf\t d/*.conf\n/e") ==
        Texts{"/a", "include b.conf", "include c.conf", "include d/*.conf", "/e"});
}

TEST_CASE("what ldconfig ignores is ignored") {
  CHECK(lines("hwcap 1 nosegneg\n/lib/old=libc5\n///\n").size() == 2);
  CHECK(lines("/lib/old=libc5\n") == Texts{"/lib/old"});
  CHECK(lines("///\n") == Texts{"/"});
  CHECK(lines("includefoo\nhwcaps\n") == Texts{"includefoo", "hwcaps"});
  CHECK(lines("").empty());
  CHECK(lines("\r\n/x\r\n") == Texts{"/x"});
  CHECK(lines("=\n").empty());
}

TEST_CASE("patterns match as a shell's do") {
  CHECK(glob_matches("*.conf", "x86_64.conf"));
  CHECK(glob_matches("*", ""));
  CHECK(glob_matches("", ""));
  CHECK_FALSE(glob_matches("", "a"));
  CHECK_FALSE(glob_matches("a", ""));
  CHECK_FALSE(glob_matches("*.conf", "x.conf~"));
  CHECK(glob_matches("a?c", "abc"));
  CHECK_FALSE(glob_matches("a?c", "ac"));
  CHECK(glob_matches("lib[a-c0]*.so", "libb-2.so"));
  CHECK_FALSE(glob_matches("lib[a-c]*.so", "libd.so"));
  CHECK(glob_matches("[!a]b", "xb"));
  CHECK_FALSE(glob_matches("[!a]b", "ab"));
  CHECK(glob_matches("[]]x", "]x"));
  CHECK(glob_matches("[a", "[a"));  // a bracket that nothing closes is itself
  CHECK(glob_matches("\\*", "*"));
  CHECK_FALSE(glob_matches("\\*", "a"));
  CHECK(glob_matches("a*b*c", "aXbXbYc"));
}

TEST_CASE("a slash is matched by nothing but itself, unless it is ordinary") {
  CHECK_FALSE(glob_matches("*", "a/b"));
  CHECK_FALSE(glob_matches("a?b", "a/b"));
  CHECK_FALSE(glob_matches("a[/]b", "a/b"));
  CHECK(glob_matches("*/*.c", "dir/x.c"));
  CHECK_FALSE(glob_matches("a*/x", "ab/c/x"));
  CHECK(glob_matches("*", "a/b", GlobSlash::ordinary));
  CHECK(glob_matches("lib/*.c", "lib/sub/x.c", GlobSlash::ordinary));
  CHECK(glob_matches("a?b", "a/b", GlobSlash::ordinary));
}

TEST_CASE("many stars do not take exponential time") {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  CHECK_FALSE(glob_matches(pattern + "b", std::string(2000, 'a')));
  CHECK(glob_matches(pattern, std::string(2000, 'a')));
}
