// SPDX-License-Identifier: Apache-2.0
#include "link/post_link.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "formats/memory_image.hpp"
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

namespace {

/// The blocks as Intel HEX, sixteen bytes in a record.
std::string intel_hex(const formats::MemoryImage& image) {
  std::string out;
  const auto record = [&](unsigned type, std::uint64_t address, const std::vector<std::uint8_t>& bytes) {
    std::vector<std::uint8_t> all{static_cast<std::uint8_t>(bytes.size()), static_cast<std::uint8_t>(address >> 8U & 0xff),
                                  static_cast<std::uint8_t>(address & 0xff), static_cast<std::uint8_t>(type)};
    all.insert(all.end(), bytes.begin(), bytes.end());
    unsigned sum = 0;
    for (const std::uint8_t byte : all) sum += byte;
    all.push_back(static_cast<std::uint8_t>(0x100U - (sum & 0xffU)));
    out += ':';
    for (const std::uint8_t byte : all) {
      out += "0123456789ABCDEF"[byte >> 4U];
      out += "0123456789ABCDEF"[byte & 15U];
    }
    out += '\n';
  };
  for (const formats::MemoryBlock& block : image)
    for (std::size_t at = 0; at < block.bytes.size(); at += 16) {
      const std::uint64_t address = block.address + at;
      record(4, 0, {static_cast<std::uint8_t>(address >> 24U & 0xff), static_cast<std::uint8_t>(address >> 16U & 0xff)});
      const auto first = block.bytes.begin() + static_cast<std::ptrdiff_t>(at);
      record(0, address & 0xffff, {first, first + static_cast<std::ptrdiff_t>(std::min<std::size_t>(16, block.bytes.size() - at))});
    }
  record(1, 0, {});
  return out;
}

/// The 64-bit little-endian file with an address of its own for each section of bytes, which programs for bare metal have.
std::string with_addresses(std::string bytes) {
  const auto number = [&](std::size_t at, std::size_t size) {
    std::size_t out = 0;
    for (std::size_t i = size; i-- > 0;) out = out << 8U | static_cast<unsigned char>(bytes[at + i]);
    return out;
  };
  const std::size_t table = number(0x28, 8);
  for (std::size_t i = 0; i < number(0x3c, 2); ++i) {
    const std::size_t header = table + 64 * i;
    if (number(header + 4, 4) != 1) continue;           // SHT_PROGBITS
    bytes[header + 8] = 2;                              // SHF_ALLOC
    bytes[header + 17] = static_cast<char>(0x10 * i);  // sh_addr
  }
  return bytes;
}

}  // namespace

TEST_CASE("a firmware image has all bytes of the program, unless it is declared to be a part") {
  test::CraftedElf elf = pump();
  elf.more_sections = {{".text", 1, "the code of the pump, longer than one record", 0, 0}, {".rodata", 1, "its tables", 0, 0}};
  const std::string linked = with_addresses(test::make_elf(elf));
  const auto program = formats::elf_memory_image(as_bytes(linked));
  REQUIRE(program);
  REQUIRE(program->size() > 1);
  const DeclaredAction whole{"objcopy", "GNU objcopy 2.40"};
  const DeclaredAction part{"part", "GNU objcopy 2.40"};
  const auto why = [&](const std::string& file, const DeclaredAction& declared) { return explain_declared(content(linked), content(file), declared).unexplained; };
  CHECK(why(intel_hex(*program), whole).empty());
  formats::MemoryImage shorter = *program;
  shorter.back().bytes.pop_back();
  formats::MemoryImage fewer = *program;
  fewer.erase(fewer.begin());
  for (const formats::MemoryImage& cut : {shorter, fewer}) {
    CHECK(why(intel_hex(cut), whole).find("not all bytes of ") == 0);
    CHECK(why(intel_hex(cut), part).empty());
  }
  const std::vector<std::uint8_t>& first = program->front().bytes;
  CHECK(why(std::string(first.begin(), first.end() - 1), whole).find("not all bytes of ") == 0);
  CHECK_FALSE(why(intel_hex({}), part).empty());
}

TEST_CASE("what is wrong with a shipped file can be read behind \"it has\"") {
  const std::string linked = test::make_elf(pump());
  const auto why = [&](const std::string& file) { return explain_declared(content(linked), content(file), {"objcopy", ""}).unexplained; };
  CHECK(why(":0500000041BE\n:00000001FF\n").find("a form that cannot be read: a record has another length than it says") == 0);
  test::CraftedElf arm = pump();
  arm.machine = 40;
  CHECK(why(test::make_elf(arm)).find("another form than what it is made of: ") == 0);
  CHECK(explain_installed(content(linked), content("text"), kCmake).unexplained.find("another form than what it is made of: ") == 0);
}
