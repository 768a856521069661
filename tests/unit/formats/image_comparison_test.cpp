// SPDX-License-Identifier: Apache-2.0
#include "formats/image_comparison.hpp"

#include <cstdint>

#include "base/digest.hpp"
#include "formats/elf_sections.hpp"
#include "formats/memory_image.hpp"
#include "support/catch.hpp"
#include "unit/formats/crafted_elf.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using Texts = std::vector<std::string>;

namespace {

test::CraftedElf linked_elf(bool is_64 = true, Endian endian = Endian::little) {
  test::CraftedElf elf;
  elf.is_64 = is_64;
  elf.endian = endian;
  elf.interpreter = "/lib/ld.so";
  elf.strings = {{1, "libz.so.1"}, {29, "/home/builder/lib"}};
  elf.comment = std::string("GCC: 12\0", 8);
  elf.with_sections = true;
  elf.more_sections = {{".debug_info", 1, "where it came from", 0, 0}};
  elf.symbols = {{"main", 0x12, 1, 0x1000, 8}};
  return elf;
}

std::string replaced(std::string bytes, const std::string& from, const std::string& to) {
  const std::size_t at = bytes.find(from);
  REQUIRE(at != std::string::npos);
  REQUIRE(from.size() == to.size());
  return bytes.replace(at, from.size(), to);
}

ImageComparison compared(const std::string& linked, const std::string& shipped) {
  const auto result = compare_elf_images(as_bytes(linked), as_bytes(shipped));
  REQUIRE(result);
  return *result;
}

}  // namespace

TEST_CASE("an image is the same as itself") {
  for (const bool is_64 : {true, false})
    for (const Endian endian : {Endian::little, Endian::big}) {
      const std::string bytes = test::make_elf(linked_elf(is_64, endian));
      const ImageComparison out = compared(bytes, bytes);
      CHECK(out.is_same_program());
      CHECK_FALSE(out.run_path);
      CHECK((out.removed.empty() && out.added.empty() && out.altered.empty() && out.appended == 0));
    }
}

TEST_CASE("a run path that was edited in place is told from every other change") {
  const std::string linked = test::make_elf(linked_elf());
  const std::string edited = replaced(linked, "/home/builder/lib", std::string("$ORIGIN/../lib\0\0\0", 17));
  const ImageComparison out = compared(linked, edited);
  CHECK(out.is_same_program());
  CHECK(out.run_path);
  CHECK(out.run_path_sha256 == sha256_hex(as_bytes(edited)));
  const ImageComparison more = compared(linked, replaced(edited, "libz.so.1", "libevil.1"));
  CHECK_FALSE(more.is_same_program());
}

TEST_CASE("sections that are not mapped are compared by name") {
  const std::string linked = test::make_elf(linked_elf());
  test::CraftedElf stripped = linked_elf();
  stripped.more_sections = {{".gnu_debuglink", 1, "pump.debug", 0, 0}};
  const auto out = compare_elf_images(as_bytes(linked), as_bytes(test::make_elf(stripped)));
  REQUIRE(out);
  CHECK(out->removed == Texts{".debug_info"});
  CHECK(out->added == Texts{".gnu_debuglink"});
  const ImageComparison altered = compared(linked, replaced(linked, "where it came from", "where it went then"));
  CHECK(altered.altered == Texts{".debug_info"});
  CHECK(altered.is_same_program());
}

TEST_CASE("bytes behind the end are counted") {
  const std::string linked = test::make_elf(linked_elf());
  CHECK(compared(linked, linked + "signature").appended == 9);
  CHECK(compared(linked + "own", linked + "own").appended == 0);
}

TEST_CASE("files of other kinds cannot be compared") {
  const std::string linked = test::make_elf(linked_elf());
  const auto code = [&](const std::string& other) {
    const auto result = compare_elf_images(as_bytes(linked), as_bytes(other));
    return result ? std::string("none") : result.error().code;
  };
  CHECK(code(test::make_elf(linked_elf(false))) == "image-unlike");
  test::CraftedElf arm = linked_elf();
  arm.machine = 40;
  CHECK(code(test::make_elf(arm)) == "image-unlike");
  CHECK(code("not an ELF file") == "elf-malformed");
}

TEST_CASE("a flipped bit anywhere in what is mapped is noticed or is an error") {
  const std::string linked = test::make_elf(linked_elf());
  std::size_t same = 0;
  for (std::size_t at = 0; at < linked.size(); ++at) {
    std::string other = linked;
    other[at] = static_cast<char>(other[at] ^ 4);
    const auto out = compare_elf_images(as_bytes(linked), as_bytes(other));
    if (out && out->is_same_program() && !out->run_path && out->removed.empty() && out->added.empty() && out->altered.empty()) ++same;
  }
  // Left are the file offsets in the headers, section headers' own fields and padding, none of which is mapped.
  CHECK(same < linked.size() * 2 / 3);
}

TEST_CASE("cut files are errors") {
  const std::string linked = test::make_elf(linked_elf());
  for (std::size_t size = 0; size < linked.size(); size += 3) (void)compare_elf_images(as_bytes(linked), as_bytes(linked.substr(0, size)));
  for (std::size_t size = 0; size < linked.size(); size += 3) (void)compare_elf_images(as_bytes(linked.substr(0, size)), as_bytes(linked));
  SUCCEED("it ended each time");
}

TEST_CASE("section headers whose place and size wrap around end the comparison and hide no difference") {
  const std::string linked = test::make_elf(linked_elf());
  std::string shipped = replaced(linked, "libz.so.1", "libz.so.2");
  const auto number = [](const std::string& bytes, std::size_t at, std::size_t size) {
    std::uint64_t out = 0;
    for (std::size_t i = size; i-- > 0;) out = out << 8 | static_cast<unsigned char>(bytes[at + i]);
    return static_cast<std::size_t>(out);
  };
  const auto put = [](std::string& bytes, std::size_t at, std::uint64_t value) {
    for (std::size_t i = 0; i < 8; ++i) bytes[at + i] = static_cast<char>(value >> (8 * i));
  };
  const std::size_t table = number(linked, 0x28, 8);  // e_shoff
  const std::size_t count = number(linked, 0x3c, 2);  // e_shnum
  REQUIRE(count > 4);
  REQUIRE(table + count * 64 <= linked.size());
  constexpr std::size_t kFlags = 8, kAddress = 16, kOffset = 24, kSize = 32;
  for (std::size_t section = 0; section < count; ++section)
    for (const std::size_t field : {kAddress, kOffset})
      for (const std::uint64_t place : {UINT64_MAX, UINT64_MAX - 15, std::uint64_t{1} << 63U, std::uint64_t{0x400000}})
        for (const std::uint64_t size : {UINT64_MAX, UINT64_MAX - place, UINT64_MAX - place + 1, UINT64_MAX - place + 2, std::uint64_t{16}}) {
          std::string a = linked;
          std::string b = shipped;
          for (std::string* bytes : {&a, &b}) {
            put(*bytes, table + section * 64 + field, place);
            put(*bytes, table + section * 64 + kSize, size);
            put(*bytes, table + section * 64 + kFlags, 2);  // SHF_ALLOC
          }
          CAPTURE(section, field, place, size);
          const std::vector<std::pair<ByteView, ByteView>> pairs{
              {as_bytes(a), as_bytes(b)}, {as_bytes(linked), as_bytes(b)}, {as_bytes(a), as_bytes(shipped)}};
          for (const auto& [before, after] : pairs) {
            const auto out = compare_elf_images(before, after);
            CHECK_FALSE((out && out->is_same_program()));
            (void)compare_sections(before, after);
          }
          if (const auto image = elf_memory_image(as_bytes(a))) CHECK(image->size() <= count);
        }
}
