// SPDX-License-Identifier: Apache-2.0
#include "base/path.hpp"

#include "support/catch.hpp"

using namespace souptrace;

TEST_CASE("normalize folds what can be folded") {
  CHECK(path::normalize("/usr//lib/./gcc/../x.o") == "/usr/lib/x.o");
  CHECK(path::normalize("/usr/lib/") == "/usr/lib");
  CHECK(path::normalize("/") == "/");
  CHECK(path::normalize("///") == "/");
  CHECK(path::normalize("/..") == "/");
  CHECK(path::normalize("/../../a") == "/a");
  CHECK(path::normalize("a/..") == ".");
  CHECK(path::normalize("") == ".");
  CHECK(path::normalize("../../a") == "../../a");
  CHECK(path::normalize("a/../../b") == "../b");
  CHECK(path::normalize("..a/...") == "..a/...");
}

TEST_CASE("absolute resolves against the base unless the path is absolute") {
  CHECK(path::absolute("../x.o", "/build/dir") == "/build/x.o");
  CHECK(path::absolute("/x/../y", "/build") == "/y");
  CHECK(path::absolute("x", "/") == "/x");
  CHECK(path::absolute("", "/build") == "/build");
}

TEST_CASE("is_below compares whole names") {
  CHECK(path::is_below("/a/b", "/a"));
  CHECK(path::is_below("/a", "/a"));
  CHECK(path::is_below("/a", "/"));
  CHECK_FALSE(path::is_below("/ab", "/a"));
  CHECK_FALSE(path::is_below("/", "/a"));
  CHECK_FALSE(path::is_below("a", "/"));
}

TEST_CASE("below is the rest behind the directory") {
  CHECK(path::below("/a/b/c", "/a") == "b/c");
  CHECK(path::below("/a", "/a").empty());
  CHECK(path::below("/a", "/") == "a");
}

TEST_CASE("relative gives the way there, up and down") {
  CHECK(path::relative("/a/b/c", "/a/b") == "c");
  CHECK(path::relative("/a/x", "/a/b/c") == "../../x");
  CHECK(path::relative("/a", "/a") == ".");
  CHECK(path::relative("/a", "/a/b") == "..");
  CHECK(path::relative("/a", "/") == "a");
}

TEST_CASE("relative and absolute are inverse") {
  for (const char* to : {"/", "/a", "/a/b/c", "/x/y"})
    for (const char* from : {"/", "/a", "/a/b", "/z/y/x"})
      CHECK(path::absolute(path::relative(to, from), from) == to);
}

TEST_CASE("a path has a file name, a parent and an extension") {
  CHECK(path::filename("/a/b.o") == "b.o");
  CHECK(path::filename("b") == "b");
  CHECK(path::filename("/a/").empty());
  CHECK(path::parent("/a/b") == "/a");
  CHECK(path::parent("/a") == "/");
  CHECK(path::parent("a") == ".");
  CHECK(path::extension("/a.d/b") == "");
  CHECK(path::extension("x.tar.gz") == ".gz");
  CHECK(path::extension(".hidden").empty());
  CHECK(path::extension("b.") == ".");
}

TEST_CASE("join puts exactly one slash between") {
  CHECK(path::join("a", "b") == "a/b");
  CHECK(path::join("a/", "b") == "a/b");
  CHECK(path::join("/", "b") == "/b");
  CHECK(path::join("", "b") == "b");
}
