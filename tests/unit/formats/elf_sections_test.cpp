// SPDX-License-Identifier: Apache-2.0
#include "formats/elf_sections.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_elf.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using namespace souptrace::test;

namespace {

std::string elf_with(const std::string& comment) {
  CraftedElf elf;
  elf.comment = comment;
  elf.with_sections = true;
  return make_elf(elf);
}

}  // namespace

TEST_CASE("sections that differ are named") {
  const std::string before = elf_with("GCC: 12");
  const auto same = compare_sections(as_bytes(before), as_bytes(before));
  REQUIRE(same);
  CHECK(same->elsewhere);
  const auto changed = compare_sections(as_bytes(before), as_bytes(elf_with("GCC: 13")));
  REQUIRE(changed);
  CHECK(changed->changed == std::vector<std::string>{".comment"});
  CHECK_FALSE(changed->elsewhere);
}

TEST_CASE("sections that were removed or added are named") {
  const std::string with = elf_with("GCC: 12");
  const std::string without = elf_with("");
  const auto removed = compare_sections(as_bytes(with), as_bytes(without));
  REQUIRE(removed);
  CHECK(removed->removed == std::vector<std::string>{".comment"});
  const auto added = compare_sections(as_bytes(without), as_bytes(with));
  REQUIRE(added);
  CHECK(added->added == std::vector<std::string>{".comment"});
}

TEST_CASE("cut and foreign files are compared without harm") {
  const std::string whole = elf_with("GCC: 12");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto compared = compare_sections(as_bytes(whole), as_bytes(whole.substr(0, size)));
    if (compared) CHECK((compared->elsewhere || !compared->changed.empty() || !compared->removed.empty()));
  }
  CHECK_FALSE(compare_sections(as_bytes("x"), as_bytes(whole)));
}
