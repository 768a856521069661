// SPDX-License-Identifier: Apache-2.0
#include "formats/spdx_expression.hpp"

#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

std::string normal(std::string_view text) {
  const Result<std::string> result = normalize_spdx_expression(text);
  return result ? *result : "error: " + result.error().code;
}

}  // namespace

TEST_CASE("identifiers get their official spelling") {
  CHECK(normal("mit") == "MIT");
  CHECK(normal("APACHE-2.0") == "Apache-2.0");
  CHECK(normal("  Zlib\t") == "Zlib");
  CHECK(normal("0bsd") == "0BSD");
  CHECK(normal("zpl-2.1") == "ZPL-2.1");
  CHECK(spdx_license_id("bsd-3-clause") == "BSD-3-Clause");
  CHECK_FALSE(spdx_license_id("BSD"));
  CHECK_FALSE(spdx_license_id(""));
  CHECK(spdx_exception_id("llvm-exception") == "LLVM-exception");
  CHECK_FALSE(spdx_exception_id("MIT"));
  CHECK_FALSE(spdx_license_list_version().empty());
}

TEST_CASE("operators get one spelling and parentheses that change nothing go") {
  CHECK(normal("mit or apache-2.0") == "MIT OR Apache-2.0");
  CHECK(normal("((MIT))") == "MIT");
  CHECK(normal("(MIT AND Zlib) OR ISC") == "MIT AND Zlib OR ISC");
  CHECK(normal("MIT AND (Zlib AND ISC)") == "MIT AND Zlib AND ISC");
  CHECK(normal("(MIT OR Zlib) OR ISC") == "MIT OR Zlib OR ISC");
  CHECK(normal("MIT AND(Zlib OR ISC)") == "MIT AND (Zlib OR ISC)");
  CHECK(normal("(Zlib OR ISC) AND MIT AND ISC") == "(Zlib OR ISC) AND MIT AND ISC");
  CHECK(normal("gpl-2.0-or-later with classpath-exception-2.0 and mit") ==
        "GPL-2.0-or-later WITH Classpath-exception-2.0 AND MIT");
}

TEST_CASE("normalising twice changes nothing") {
  for (const char* text :
       {"mit", "GPL-2.0+ with GCC-exception-3.1", "(a OR b)", "(MIT OR (ISC AND Zlib)) AND (0BSD OR X11)",
        "Apache-1.1+", "DocumentRef-a:LicenseRef-b AND LicenseRef-c"}) {
    const std::string once = normal(text);
    if (!once.starts_with("error")) CHECK(normal(once) == once);
  }
}

TEST_CASE("deprecated GNU identifiers become the current ones of the same meaning") {
  CHECK(normal("GPL-2.0") == "GPL-2.0-only");
  CHECK(normal("GPL-2.0+") == "GPL-2.0-or-later");
  CHECK(normal("lgpl-2.1+") == "LGPL-2.1-or-later");
  CHECK(normal("AGPL-3.0") == "AGPL-3.0-only");
  CHECK(normal("GFDL-1.3+") == "GFDL-1.3-or-later");
  CHECK(normal("GPL-2.0-with-classpath-exception") == "GPL-2.0-only WITH Classpath-exception-2.0");
  CHECK(normal("Apache-1.1+") == "Apache-1.1+");
}

TEST_CASE("references are accepted as they are") {
  CHECK(normal("LicenseRef-My.Own-1") == "LicenseRef-My.Own-1");
  CHECK(normal("DocumentRef-x:LicenseRef-y") == "DocumentRef-x:LicenseRef-y");
  CHECK(normal("MIT WITH AdditionRef-z") == "MIT WITH AdditionRef-z");
}

TEST_CASE("what is no expression is refused") {
  for (const char* bad : {"",
                          " ",
                          "NOASSERTION",
                          "NONE",
                          "Foo",
                          "MIT Zlib",
                          "MIT AND",
                          "OR MIT",
                          "AND",
                          "MIT OR OR ISC",
                          "(MIT",
                          "MIT)",
                          "()",
                          "MIT WITH",
                          "MIT WITH Zlib",
                          "MIT WITH LLVM-exception WITH LLVM-exception",
                          "GPL-2.0-only+",
                          "GPL-2.0-or-later+",
                          "MIT++",
                          "+",
                          "MIT/ISC",
                          "MIT, ISC",
                          "LicenseRef-",
                          "LicenseRef-a+",
                          "LicenseRef-a:b",
                          "DocumentRef-:LicenseRef-a",
                          "DocumentRef-a",
                          "MIT | ISC",
                          "(MIT) WITH LLVM-exception",
                          "GPL-2.0-with-GCC-exception+",
                          "GPL-2.0-with-GCC-exception WITH LLVM-exception",
                          "MIT\xC3\xA4",
                          "AdditionRef-z"})
    CHECK(normal(bad) == "error: spdx-expression-malformed");
}

TEST_CASE("an expression error tells its place") {
  CHECK(normalize_spdx_expression("MIT AND Foo").error().offset == 8U);
  CHECK(normalize_spdx_expression("(MIT").error().offset == 0U);
}

TEST_CASE("nesting and length have limits") {
  CHECK(normal(std::string(100, '(') + "MIT" + std::string(100, ')')) == "MIT");
  CHECK(normal(std::string(101, '(') + "MIT" + std::string(101, ')')).starts_with("error"));
  CHECK(normal(std::string(60000, '(')).starts_with("error"));
  CHECK(normal(std::string(70000, ' ') + "MIT").starts_with("error"));
}
