// SPDX-License-Identifier: Apache-2.0
#include "formats/memory_image.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_elf.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

std::string text_of(const MemoryBlock& block) { return {block.bytes.begin(), block.bytes.end()}; }

std::vector<std::uint8_t> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace

TEST_CASE("Intel HEX records become blocks at their addresses") {
  const auto image = parse_intel_hex(":020000040800F2\n:0500000048656C6C6F07\n:050005002C20776F7252\n:0400100041424344E2\n:00000001FF\n");
  REQUIRE(image);
  REQUIRE(image->size() == 2);
  CHECK(image->at(0).address == 0x08000000);
  CHECK(text_of(image->at(0)) == "Hello, wor");
  CHECK(image->at(1).address == 0x08000010);
  CHECK(text_of(image->at(1)) == "ABCD");
  const auto segmented = parse_intel_hex(":020000021000EC\n:0100000041BE\n:00000001FF\n");
  REQUIRE(segmented);
  CHECK(segmented->at(0).address == 0x10000);
}

TEST_CASE("S-records of each width become blocks at their addresses") {
  const auto good = parse_srec("S00600004844521B\r\nS105080041426F\r\nS206080000434F5F\r\nS3080800100044454610\r\nS70508000000F2\r\n");
  REQUIRE(good);
  REQUIRE(good->size() == 3);
  CHECK(good->at(0).address == 0x0800);
  CHECK(text_of(good->at(0)) == "AB");
  CHECK(good->at(1).address == 0x080000);
  CHECK(good->at(2).address == 0x08001000);
}

TEST_CASE("a file of records that is cut or spoilt anywhere is refused") {
  const std::string hex = ":020000040800F2\n:0500000048656C6C6F07\n:00000001FF\n";
  REQUIRE(parse_intel_hex(hex));
  for (std::size_t size = 0; size + 1 < hex.size(); ++size) {
    INFO(size);
    CHECK_FALSE(parse_intel_hex(hex.substr(0, size)));
  }
  const std::string srec = "S105080041426F\nS9030000FC\n";
  REQUIRE(parse_srec(srec));
  for (std::size_t size = 0; size + 1 < srec.size(); ++size) {
    INFO(size);
    CHECK_FALSE(parse_srec(srec.substr(0, size)));
  }
  for (const std::string* good : {&hex, &srec})
    for (std::size_t at = 0; at < good->size(); ++at) {
      const bool is_type = good == &srec && (at == 0 || srec[at - 1] == 'S');  // no checksum covers it
      if ((*good)[at] == '\n' || is_type) continue;
      std::string bad = *good;
      bad[at] = bad[at] == '0' ? '1' : '0';
      INFO(at);
      CHECK_FALSE((good == &hex ? parse_intel_hex(bad) : parse_srec(bad)));
    }
  CHECK_FALSE(parse_intel_hex(":0100000041BE\n:0100000042BD\n:00000001FF\n"));  // two bytes at one address
  CHECK_FALSE(parse_intel_hex(":00000001FF\n:0100000041BE\n"));
  CHECK_FALSE(parse_intel_hex(":00000006FA\n:00000001FF\n"));
  CHECK_FALSE(parse_intel_hex(":0100000041BE\n"));  // no end
}

TEST_CASE("an image agrees with the program whose bytes it holds, and with no other") {
  const MemoryImage program{{0x100, bytes_of("code"), ".text"}, {0x110, bytes_of("data"), ".data"}};
  const auto agreement = [&](const MemoryImage& image) { return compare_memory(program, image); };

  const ImageAgreement same = agreement({{0x100, bytes_of("code"), ""}, {0x110, bytes_of("data"), ""}});
  CHECK((same.missing.empty() && same.different.empty() && same.foreign == 0));
  const ImageAgreement part = agreement({{0x110, bytes_of("da"), ""}});
  CHECK(part.missing == std::vector<std::string>{".text", ".data"});
  CHECK(part.different.empty());
  const ImageAgreement other = agreement({{0x100, bytes_of("coDe"), ""}});
  CHECK(other.different == std::vector<std::string>{".text"});
  CHECK(agreement({{0xff, bytes_of("xcode"), ""}}).foreign == 1);
  CHECK(agreement({{0x100, bytes_of("codex"), ""}}).foreign == 1);
  CHECK(agreement({{0x100, bytes_of("codex"), ""}}).fill == 0);
}

TEST_CASE("a flat file begins at the lowest address and may fill gaps with one byte") {
  const MemoryImage program{{0x100, bytes_of("code"), ".text"}, {0x106, bytes_of("data"), ".data"}};
  const auto agreement = [&](std::string_view file) { return compare_memory(program, flat_image(program, as_bytes(file))); };
  CHECK(agreement("code\xff\xff" "data").foreign == 2);
  CHECK(agreement("code\xff\xff" "data").fill == 2);
  CHECK(agreement("codexydata").fill == 0);
  CHECK(agreement("code\xff\xff" "dAta").different == std::vector<std::string>{".data"});
  CHECK(flat_image({}, as_bytes("x")).empty());
}

TEST_CASE("an ELF file that is no program, or damaged, gives an error or nothing, never another image") {
  CHECK_FALSE(elf_memory_image(as_bytes("no ELF file")));
  test::CraftedElf elf;
  elf.with_sections = true;
  elf.interpreter = "/lib/ld.so";
  const std::string bytes = test::make_elf(elf);
  for (std::size_t size = 0; size < bytes.size(); ++size) (void)elf_memory_image(as_bytes(bytes.substr(0, size)));
  SUCCEED("it ended each time");
}
