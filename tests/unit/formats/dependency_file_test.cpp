// SPDX-License-Identifier: Apache-2.0
#include "formats/dependency_file.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_bytes.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using namespace std::string_view_literals;
using Texts = std::vector<std::string>;

namespace {

std::vector<DependencyRule> compiler(std::string_view text) {
  const auto result = parse_compiler_dependency_file(text);
  REQUIRE(result);
  return *result;
}

DependencyRule only_rule(std::string_view text) {
  const std::vector<DependencyRule> rules = compiler(text);
  REQUIRE(rules.size() == 1);
  return rules.front();
}

Texts linker(std::string_view text, bool escaped = false) {
  const auto result = parse_linker_dependency_file(text, escaped);
  REQUIRE(result);
  return *result;
}

/// What a linker writes for these paths: bfd and gold, lld, mold differ in what stands between the paths of
/// the first rule.
std::string linker_file(const Texts& paths, std::string_view separator) {
  std::string out = "out dir/pump:";
  for (const std::string& path : paths) out += std::string(separator) + path;
  out += '\n';
  for (const std::string& path : paths) out += '\n' + path + ":\n";
  return out;
}
constexpr std::string_view kBfd = " \\\n  ", kLld = " \\\n ", kMold = " ";

}  // namespace

TEST_CASE("a compiler's rule gives its target and prerequisites over continued lines") {
  const DependencyRule rule = only_rule("main.o: main.c /usr/include/stdio.h \\\n ../a.h \\\n  b.h\n");
  CHECK(rule.targets == Texts{"main.o"});
  CHECK(rule.prerequisites == Texts{"main.c", "/usr/include/stdio.h", "../a.h", "b.h"});
}

TEST_CASE("what gcc and clang escape is undone") {
  // written by gcc 12 for the name: sp ace/h$b#c:d%é\z  \ q.h
  CHECK(only_rule("t.o: sp\\ ace/h$$b\\#c:d%\xC3\xA9\\z\\ \\ \\\\\\ q.h end: a\\:b.h tab\\\tx.h [x]*?(y).h\n")
            .prerequisites ==
        Texts{"sp ace/h$b#c:d%\xC3\xA9\\z  \\ q.h", "end:", "a\\:b.h", "tab\tx.h", "[x]*?(y).h"});
}

TEST_CASE("backslashes stand for themselves unless a blank or a hash follows") {
  CHECK(only_rule("o: C:\\src\\a.c b\\\\c\n").prerequisites == Texts{"C:\\src\\a.c", "b\\\\c"});
  CHECK(only_rule("o: a\\ b\n").prerequisites == Texts{"a b"});
  CHECK(only_rule("o: a\\\\ b\n").prerequisites == Texts{"a\\\\", "b"});
  CHECK(only_rule("o: a\\\\\\ b\n").prerequisites == Texts{"a\\ b"});
  CHECK(only_rule("o: a\\\\#b\n").prerequisites == Texts{"a\\#b"});
  CHECK(only_rule("o: a\\").prerequisites == Texts{"a\\"});
}

TEST_CASE("dollars: two are one, a lone one is itself") {
  CHECK(only_rule("o: a$$b c$d $$$$\n").prerequisites == Texts{"a$b", "c$d", "$$"});
}

TEST_CASE("a target may hold a colon, and -MT may give several") {
  CHECK(only_rule("my dir/t$x#y:z.o: t.c\n").targets == Texts{"my", "dir/t$x#y:z.o"});
  CHECK(only_rule("my\\ dir/t$$x\\#y:z.o: t.c\n").targets == Texts{"my dir/t$x#y:z.o"});
  CHECK(only_rule("a.o b.o : x.h\n").targets == Texts{"a.o", "b.o"});
  CHECK(only_rule("C:/b/a.o: x.h\n").targets == Texts{"C:/b/a.o"});
}

TEST_CASE("rules of -MP without prerequisites are kept") {
  const std::vector<DependencyRule> rules = compiler("a.o: a.c h.h\n\nh.h:\n\nend::\n");
  REQUIRE(rules.size() == 3);
  CHECK(rules[1].targets == Texts{"h.h"});
  CHECK(rules[1].prerequisites.empty());
  CHECK(rules[2].targets == Texts{"end:"});
}

TEST_CASE("line ends of Windows are line ends") {
  const std::vector<DependencyRule> rules = compiler("a.o: a.c \\\r\n h.h\\\r\n i.h\r\nh.h:\r\n");
  REQUIRE(rules.size() == 2);
  CHECK(rules[0].prerequisites == Texts{"a.c", "h.h", "i.h"});
}

TEST_CASE("a file without rules is empty, and text without a target is refused") {
  CHECK(compiler("").empty());
  CHECK(compiler("\n \n\\\n").empty());
  for (const std::string_view bad : {"a.o b.c\n"sv, ": a.c\n"sv, "x: y\nstray\n"sv, "a.o: a\0c\n"sv}) {
    const auto result = parse_compiler_dependency_file(bad);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == "dependency-file-malformed");
  }
  CHECK(parse_compiler_dependency_file("x: y\nstray\n").error().offset == 5U);
}

TEST_CASE("a compiler's file cut anywhere never gives a name that is no prefix of a true one") {
  const std::string whole = "dir/a.o: one.c two\\ words.h \\\n /abs/th$$ree.h\n\nlast.h:\n";
  const Texts names{"dir/a.o", "one.c", "two words.h", "/abs/th$ree.h", "last.h"};
  test::for_each_prefix(whole, [&](ByteView prefix, std::size_t) {
    const auto result = parse_compiler_dependency_file(as_text(prefix));
    if (!result) return;
    for (const DependencyRule& rule : *result) {
      for (const Texts& list : {rule.targets, rule.prerequisites})
        for (const std::string& word : list)
          CHECK(std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            return name.starts_with(word) ||
                   name.starts_with(word.substr(0, word.size() - 1));  // a cut escape leaves its '\' or '$'
          }));
    }
  });
}

TEST_CASE("each linker's file gives every path once, in order") {
  const Texts paths{"crt1.o", "sp ace/a$b#c:d%\xC3\xA9\\z.o", "end:", "bs\\", "crt1.o", "two\nlines.o", "x"};
  const Texts once{"crt1.o", "sp ace/a$b#c:d%\xC3\xA9\\z.o", "end:", "bs\\", "two\nlines.o", "x"};
  for (const std::string_view separator : {kBfd, kLld, kMold})
    CHECK(linker(linker_file(paths, separator)) == once);
}

TEST_CASE("lld's escapes are undone when asked") {
  const std::string file = linker_file({"sp\\ ace/a$$b\\#c:d/z.o"}, kLld);
  CHECK(linker(file, true) == Texts{"sp ace/a$b#c:d/z.o"});
  CHECK(linker(file, false) == Texts{"sp\\ ace/a$$b\\#c:d/z.o"});
}

TEST_CASE("a linker's file with Windows line ends is read") {
  CHECK(linker("o: \\\r\n  a.o \\\r\n  b.o\r\n\r\na.o:\r\n\r\nb.o:\r\n") == Texts{"a.o", "b.o"});
}

TEST_CASE("a linker that opened nothing has an empty list") {
  CHECK(linker("out:\n").empty());
}

TEST_CASE("a linker's file cut anywhere is refused") {
  for (const std::string_view separator : {kBfd, kLld, kMold}) {
    test::for_each_prefix(linker_file({"a.o", "dir/b.o", "lib c.a"}, separator),
                          [](ByteView prefix, std::size_t) {
                            const auto result = parse_linker_dependency_file(as_text(prefix), false);
                            REQUIRE_FALSE(result);
                            CHECK(result.error().code == "dependency-file-malformed");
                          });
  }
}

TEST_CASE("a list that differs from the rules behind it is refused") {
  for (const std::string_view bad : {"o: a b\n\na:\n", "o: a\n\na:\n\nb:\n", "o: a b\n\nb:\n\na:\n",
                                     "o: a\n\nb:\n", "o: ab\n\nb:\n", "o: a\n", "", "a\n", "o:\n\n:\n"})
    CHECK_FALSE(parse_linker_dependency_file(bad, false));
}
