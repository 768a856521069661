// SPDX-License-Identifier: Apache-2.0
#include "launcher/response_files.hpp"

#include <map>

#include "support/catch.hpp"

using namespace souptrace::launcher;
using Words = std::vector<std::string>;

namespace {

Words expanded(const Words& arguments, const std::map<std::string, std::string>& files) {
  return expand_response_files(arguments, [&](const std::string& path) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found == files.end()) return std::nullopt;
    return found->second;
  });
}

}  // namespace

TEST_CASE("blanks of every kind separate the words of a response file") {
  CHECK(response_file_words(" a\tb\n\r\n c\v\fd ") == Words{"a", "b", "c", "d"});
  CHECK(response_file_words("").empty());
  CHECK(response_file_words(" \n").empty());
}

TEST_CASE("quotes and backslashes in a response file are those of the GNU tools") {
  CHECK(response_file_words(R"('a b' "c d" e\ f g\\h \'i\")") == Words{"a b", "c d", "e f", "g\\h", "'i\""});
  CHECK(response_file_words(R"(a'b c'd"e"f)") == Words{"ab cdef"});
  CHECK(response_file_words(R"('a\'b' "c\"d" 'e"f' "g'h")") == Words{"a'b", "c\"d", "e\"f", "g'h"});
  CHECK(response_file_words(R"('' "" a)") == Words{"", "", "a"});
  CHECK(response_file_words("'a\nb'") == Words{"a\nb"});
}

TEST_CASE("a response file that ends within a quote or behind a backslash keeps what was there") {
  CHECK(response_file_words("a 'b c") == Words{"a", "b c"});
  CHECK(response_file_words("a b\\") == Words{"a", "b"});
  CHECK(response_file_words("'") == Words{""});
}

TEST_CASE("response files stand for their words, nested ones too, in place") {
  CHECK(expanded({"g++", "@a", "z"}, {{"a", "x @b y"}, {"b", "'@c' -o \"p q\""}}) ==
        Words{"g++", "x", "@c", "-o", "p q", "y", "z"});
}

TEST_CASE("an argument whose file is not there stays as it is") {
  CHECK(expanded({"@", "@gone", "a@b", "@@x"}, {}) == Words{"@", "@gone", "a@b", "@@x"});
}

TEST_CASE("a response file that names itself is given up, however it branches") {
  const Words once = expanded({"@a"}, {{"a", "x @a"}});
  CHECK(once.size() == 65);  // 64 levels, then the argument as it is
  CHECK(once.back() == "@a");
  const Words twice = expanded({"@a"}, {{"a", "@a @a"}});
  CHECK(twice.size() == 2001);  // 2000 files, each adding one word to what it stands for
}

TEST_CASE("an empty response file stands for nothing") {
  CHECK(expanded({"a", "@e", "b"}, {{"e", ""}}) == Words{"a", "b"});
}
