// SPDX-License-Identifier: Apache-2.0
#include "link/post_link.hpp"

#include "base/digest.hpp"
#include "support/catch.hpp"
#include "unit/formats/crafted_elf.hpp"

using namespace souptrace;
using namespace souptrace::link;

namespace {

const InstallTools kCmake{"cmake 3.25.1", ""};
const InstallTools kStripping{"cmake 3.25.1", "GNU strip 2.40"};

FileContent content(const std::string& bytes) { return {as_bytes(bytes), sha256_hex(as_bytes(bytes))}; }

test::CraftedElf pump() {
  test::CraftedElf elf;
  elf.interpreter = "/lib/ld.so";
  elf.strings = {{1, "libz.so.1"}, {29, "/home/builder/lib"}};
  elf.comment = std::string("GCC: 12\0", 8);
  elf.with_sections = true;
  return elf;
}

std::vector<std::string> actions(const Explanation& out) {
  std::vector<std::string> names;
  for (const PostLinkStep& step : out.steps) names.push_back(step.action);
  return names;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a copy is one step that changes nothing") {
  const std::string linked = test::make_elf(pump());
  const Explanation out = explain_installed(content(linked), content(linked), kCmake);
  CHECK(out.unexplained.empty());
  REQUIRE(actions(out) == Texts{"install"});
  CHECK(out.steps[0].sha256_before == out.steps[0].sha256_after);
}

TEST_CASE("what is gone is explained by an installation that strips, and by no other") {
  test::CraftedElf debug = pump();
  debug.more_sections = {{".debug_aranges", 1, "where it came from", 0, 0}};
  debug.symbols = {{"main", 0x12, 1, 0x1000, 8}};
  const std::string linked = test::make_elf(debug);
  test::CraftedElf without = debug;
  without.more_sections = {{".gnu_debuglink", 1, "where it all went.", 0, 0}};
  const std::string stripped = test::make_elf(without);
  CHECK(actions(explain_installed(content(linked), content(stripped), kStripping)) == Texts{"install", "strip"});
  CHECK(explain_installed(content(linked), content(stripped), kCmake).unexplained.find("does not strip") != std::string::npos);
}

TEST_CASE("bytes that no loader maps are no free space either") {
  const std::string linked = test::make_elf(pump());
  std::string comment = linked;
  comment[comment.find("GCC: 12")] = 'X';
  const Explanation out = explain_installed(content(linked), content(comment), kStripping);
  CHECK(out.steps.empty());
  CHECK(out.unexplained == "other bytes than the linked binary in .comment");
  CHECK(explain_installed(content(linked), content(linked + "more"), kStripping).unexplained.find("4 bytes behind its end") !=
        std::string::npos);
  CHECK_FALSE(explain_installed(content(linked), content("another file"), kStripping).unexplained.empty());
}

TEST_CASE("a declared step explains bytes around the former file, and nothing else") {
  const DeclaredAction sign{"sign", "signer 1.0"};
  const Explanation out = explain_declared(content("firmware"), content("header firmware signature"), sign);
  REQUIRE(actions(out) == Texts{"sign"});
  CHECK(out.steps[0].tool == "signer 1.0");
  CHECK_FALSE(explain_declared(content("firmware"), content("header fIrmware signature"), sign).unexplained.empty());
  CHECK_FALSE(explain_declared(content(""), content("anything"), sign).unexplained.empty());
}

TEST_CASE("only a signature explains bytes around the former file, and none a program before it") {
  const std::string linked = test::make_elf(pump());
  CHECK_FALSE(explain_declared(content(linked), content(linked + "more"), {"objcopy", ""}).unexplained.empty());
  CHECK_FALSE(explain_declared(content("firmware"), content("firmware signature"), {"strip", ""}).unexplained.empty());
  CHECK(explain_declared(content(linked), content(linked + "signature"), {"sign", ""}).unexplained.empty());
  CHECK_FALSE(explain_declared(content("firmware"), content(linked + "firmware"), {"sign", ""}).unexplained.empty());
}

TEST_CASE("a search in long runs of one byte ends") {
  const std::string from = std::string(1 << 20, '\0') + "x";
  const std::string file(1 << 22, '\0');
  CHECK_FALSE(explain_declared(content(from), content(file), {"sign", ""}).unexplained.empty());
  CHECK(explain_declared(content(from), content(file + "x" + file), {"sign", ""}).unexplained.empty());
}

TEST_CASE("a file that is made of a binary is found by what is mapped, not by its name") {
  const std::string linked = test::make_elf(pump());
  test::CraftedElf more = pump();
  more.comment = std::string("GCC: 13\0", 8);
  CHECK(is_made_of(as_bytes(linked), as_bytes(test::make_elf(more))));
  more.strings = {{1, "libz.so.2"}, {29, "/home/builder/lib"}};
  CHECK_FALSE(is_made_of(as_bytes(linked), as_bytes(test::make_elf(more))));
}
