// SPDX-License-Identifier: Apache-2.0
#include "formats/spdx_tags.hpp"

#include "formats/reuse_toml.hpp"
#include "formats/spdx_terms.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

using Strings = std::vector<std::string>;
// In two parts, so that tools which read this file's tags do not take the examples for them.
const std::string kTag =
    "SPDX-License-"
    "Identifier: ";

Strings tags(const std::string& text) {
  return read_spdx_tags(text).expressions;
}

}  // namespace

TEST_CASE("a tag that begins a line of a comment is read, in every kind of comment") {
  const std::string mit = kTag + "MIT";
  for (const std::string& text :
       {"// " + mit, "/* " + mit + " */", "/*\n * " + mit + "\n */", "/* Copyright\n   " + mit + "\n*/",
        "# " + mit, "; " + mit, "! " + mit, "-- " + mit, "int x; // " + mit,
        "/****\n * " + mit + "    *\n ****/", "<!-- " + mit + " -->", "// " + mit + "\r\nint x;"}) {
    INFO(text);
    const bool behind_code = text.starts_with("int");
    CHECK(tags(text) == (behind_code ? Strings{} : Strings{"MIT"}));
  }
}

TEST_CASE("what stands in code, in a string, in prose or between the marks to ignore is no tag") {
  const std::string mit = kTag + "MIT";
  for (const std::string& text :
       {mit, "const char* a = \"" + mit + "\";", "const char* a =\n  \"" + mit + "\";",
        "// write " + mit + " at the top", "const char* a = \"/*\";\n" + mit,
        "// REUSE-Ignore" + std::string("Start\n// ") + mit + "\n// REUSE-Ignore" + "End"}) {
    INFO(text);
    CHECK(tags(text).empty());
    CHECK(read_spdx_tags(text).malformed.empty());
  }
}

TEST_CASE("several tags all hold, are normalized and stand once; what is no expression is kept as written") {
  const SpdxTags out = read_spdx_tags("// " + kTag + "mit or apache-2.0\n// " + kTag + "GPL-2.0+\n// " +
                                      kTag + "MIT OR Apache-2.0\n// " + kTag + "MIT/X11\n// " + kTag + "\n");
  CHECK(out.expressions == Strings{"MIT OR Apache-2.0", "GPL-2.0-or-later"});
  CHECK(out.malformed == Strings{"MIT/X11", ""});
}

TEST_CASE("a tag counts only whole and in the first 4 KiB") {
  const std::string line = "// " + kTag + "MIT";
  CHECK(tags(std::string(kSpdxTagWindow - line.size() - 1, '\n') + line + "\nint x;") == Strings{"MIT"});
  CHECK(tags(std::string(kSpdxTagWindow - line.size() + 1, '\n') + line + "-0\nint x;").empty());
  CHECK(tags(std::string(kSpdxTagWindow, '\n') + line).empty());
  for (std::size_t i = 0; i < line.size(); ++i) CHECK(tags(line.substr(0, i)).empty());
}

TEST_CASE("a .license file needs no comment") {
  CHECK(read_spdx_tags(kTag + "Zlib\n", SpdxTagPlace::plain_text).expressions == Strings{"Zlib"});
}

TEST_CASE("an expression contains what its licences allow") {
  CHECK(spdx_contains("MIT", "MIT"));
  CHECK(spdx_contains("MIT AND Zlib", "Zlib"));
  CHECK(spdx_contains("MIT", "GPL-2.0-only OR MIT"));
  CHECK(spdx_contains("GPL-2.0-only WITH Classpath-exception-2.0",
                      "GPL-2.0-or-later WITH Classpath-exception-2.0"));
  CHECK_FALSE(spdx_contains("MIT", "GPL-2.0-only AND MIT"));
  CHECK_FALSE(spdx_contains("MIT", "(MIT OR Zlib) AND BSD-3-Clause"));
  CHECK_FALSE(spdx_contains("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only"));
  CHECK(spdx_conjunction({"Zlib", "MIT OR Apache-2.0"}) == "(MIT OR Apache-2.0) AND Zlib");
  CHECK(spdx_conjunction({"MIT OR Apache-2.0"}) == "MIT OR Apache-2.0");
  CHECK(spdx_conjunction({}).empty());
}

TEST_CASE("REUSE.toml of version 1 is read") {
  const std::string text =
      "version = 1 # the only one\nSPDX-PackageName = \"x\"\n\n[[annotations]]\npath = [\n  \"a/*.c\", # "
      "one\n"
      "  'b/**',\n]\nprecedence = \"aggregate\"\nSPDX-FileCopyrightText = \"2024 A\\\"B\"\n"
      "\"SPDX-License-Identifier\" = [\"MIT\", \"Zlib\"]\n[[annotations]]\npath = \"x\\\\*.h\"\n";
  const auto out = parse_reuse_toml(text);
  REQUIRE(out);
  REQUIRE(out->size() == 2);
  const ReuseAnnotation& first = out->front();
  CHECK(first.licenses == Strings{"MIT", "Zlib"});
  CHECK(first.copyrights == Strings{"2024 A\"B"});
  CHECK(first.precedence == ReusePrecedence::aggregate);
  CHECK(reuse_matches(first, "a/x.c"));
  CHECK_FALSE(reuse_matches(first, "a/b/x.c"));
  CHECK(reuse_matches(first, "b/c/d"));
  CHECK_FALSE(reuse_matches(first, "c/a/x.c"));
  CHECK(reuse_matches(out->back(), "x*.h"));
  CHECK_FALSE(reuse_matches(out->back(), "xy.h"));
  for (std::size_t i = 0; i < text.size(); ++i) (void)parse_reuse_toml(text.substr(0, i));
}

TEST_CASE("what REUSE.toml may not say or this does not read is refused with its kind") {
  const auto code = [](const std::string& text) {
    const auto out = parse_reuse_toml(text);
    return out ? std::string("good") : out.error().code;
  };
  CHECK(code("version = 2\n") == "reuse-toml-version");
  CHECK(code("") == "reuse-toml-version");
  for (const char* text :
       {"[tool.x]\n", "a.b = 1\n", "a = {}\n", "a = \"\"\"x\"\"\"\n", "a = [1]\n", "a = \"\\u0041\"\n"})
    CHECK(code("version = 1\n" + std::string(text)) == "reuse-toml-unsupported");
  for (const char* text :
       {"a\n", "= 1\n", "a = 'x\n", "a = [\"x\"\n", "a = 1 b = 2\n", "a = x\n", "[[annotations]]\n",
        "[[annotations]]\npath = 1\n", "[[annotations]]\npath = 'x'\nprecedence = 'none'\n"})
    CHECK(code("version = 1\n" + std::string(text)) == "reuse-toml-malformed");
}
