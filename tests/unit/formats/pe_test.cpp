// SPDX-License-Identifier: Apache-2.0
#include "formats/pe.hpp"

#include "formats/image_comparison.hpp"
#include "support/catch.hpp"
#include "unit/formats/crafted_pe.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using Texts = std::vector<std::string>;

namespace {

test::CraftedPe full() {
  test::CraftedPe pe;
  pe.is_dll = true;
  pe.name = "alarm.dll";
  pe.imports = {"KERNEL32.dll", "msvcrt.dll"};
  pe.sections = {{".text", "the program's code"}, {".debug_i", "where it came from"}};
  return pe;
}

ImageComparison compared(const std::string& linked, const std::string& shipped) {
  const auto result = compare_pe_images(as_bytes(linked), as_bytes(shipped));
  REQUIRE(result);
  return *result;
}

}  // namespace

TEST_CASE("a PE image names itself and what it imports, in 32 and 64 bits") {
  for (const bool is_64 : {true, false}) {
    test::CraftedPe crafted = full();
    crafted.is_64 = is_64;
    const std::string bytes = test::make_pe(crafted);
    const auto pe = parse_pe(as_bytes(bytes));
    REQUIRE(pe);
    CHECK(pe->is_64 == is_64);
    CHECK(pe->is_dll);
    CHECK(pe->name == "alarm.dll");
    CHECK(pe->imports == Texts{"KERNEL32.dll", "msvcrt.dll"});
    CHECK(pe_machine_name(pe->machine) == "x86_64");
    CHECK(pe->sections.at(0).name == ".text");
    CHECK(as_text(pe->sections.at(0).bytes) == "the program's code");
    CHECK(pe->end == bytes.size());
  }
}

TEST_CASE("a PE image cut or spoilt anywhere never leads outside of it") {
  const std::string bytes = test::make_pe(full());
  test::for_each_prefix(bytes, [](ByteView prefix, std::size_t) { (void)parse_pe(prefix); });
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (const char value : {'\x00', '\x7f', '\xff'}) {
      std::string spoilt = bytes;
      spoilt[at] = value;
      const std::vector<std::uint8_t> copy = test::exact(spoilt);
      (void)parse_pe(copy);
    }
  CHECK(parse_pe(as_bytes("MZ")).error().code == "pe-malformed");
  CHECK(parse_pe(as_bytes("no image")).error().code == "pe-malformed");
}

TEST_CASE("stripped and signed PE images are told from changed ones") {
  const std::string linked = test::make_pe(full());
  CHECK(compared(linked, linked).is_same_program());
  test::CraftedPe changed = full();
  changed.appended = "signature";
  CHECK(compared(linked, test::make_pe(changed)).appended == 9);
  changed = full();
  changed.sections.at(0).data = "the program's CODE";
  CHECK(compared(linked, test::make_pe(changed)).loaded == Texts{".text"});
  changed = full();
  changed.sections.at(1).data = "where it went then";
  const ImageComparison debug = compared(linked, test::make_pe(changed));
  CHECK(debug.is_same_program());
  CHECK(debug.altered == Texts{".debug_i"});
  changed = full();
  changed.imports = {"KERNEL32.dll", "msvcrt.dlx"};
  CHECK(compared(linked, test::make_pe(changed)).loaded == Texts{".idata"});
  changed = full();
  changed.machine = 0x14c;
  CHECK(compare_pe_images(as_bytes(linked), as_bytes(test::make_pe(changed))).error().code == "image-unlike");
}

TEST_CASE("what a PE header asks of the loader is compared, and a symbol table outside of the file is refused") {
  const std::string linked = test::make_pe(full());
  constexpr std::size_t kOptional = 0x40 + 24;
  const auto code = [&](std::size_t at) {
    std::string other = linked;
    other[at] = static_cast<char>(other[at] ^ 1);
    const auto result = compare_pe_images(as_bytes(linked), as_bytes(other));
    return result ? std::string("none") : result.error().code;
  };
  CHECK(code(0x20) == "image-unlike");            // DOS stub
  CHECK(code(kOptional + 70) == "image-unlike");  // DllCharacteristics
  CHECK(code(kOptional + 32) == "image-unlike");  // SectionAlignment
  CHECK(code(kOptional + 64) == "none");          // CheckSum, which signing changes
  std::string symbols = linked;
  symbols[0x40 + 12] = 1;      // PointerToSymbolTable
  symbols[0x40 + 19] = '\x7f';  // NumberOfSymbols
  CHECK(parse_pe(as_bytes(symbols)).error().code == "pe-malformed");
}
