// SPDX-License-Identifier: Apache-2.0
#include "write/markdown.hpp"

#include "support/catch.hpp"

using namespace souptrace::write;

TEST_CASE("Markdown shows a text as it is, in one line") {
  CHECK(markdown_text("libz.a(inflate.o)") == "libz.a(inflate.o)");
  CHECK(markdown_text("pkg:deb/debian/zlib1g@1.2") == "pkg:deb/debian/zlib1g&#64;1.2");
  CHECK(markdown_text("a\r\nb\tc") == "a b c");
  CHECK(markdown_text("\x1b[2J\u202E") == "\\\\x1b\\[2J\\\\u\\{202E\\}");
}

TEST_CASE("Markdown takes no text for markup, HTML, a link or a mention") {
  CHECK(markdown_text("a|b`c`<img>\n# x") == "a\\|b\\`c\\`&lt;img&gt; \\# x");
  CHECK(markdown_text("<b>&amp;") == "&lt;b&gt;&amp;amp;");
  CHECK(markdown_text("[x](javascript:1) @team") == "\\[x\\](javascript:1) &#64;team");
  CHECK(markdown_text("http://x www.y") == "http\\://x www\\.y");
}

TEST_CASE("Markdown tables have a line below their head") {
  CHECK(markdown_head({"a", "b"}) + markdown_row({"1", "2"}) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n");
}
