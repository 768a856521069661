// SPDX-License-Identifier: Apache-2.0
#include "link/references.hpp"

#include "formats/elf.hpp"

namespace souptrace::link {
namespace {

constexpr std::uint8_t kGlobal = 1;

void add_references(References& references, const std::unordered_set<std::string_view>& wanted,
                    const LinkInput& input, ByteView bytes) {
  const auto symbols = formats::parse_elf_symbols(bytes);
  if (!symbols) {
    references.complete = false;
    return;
  }
  for (const formats::ElfSymbol& symbol : *symbols) {
    if (symbol.name.starts_with("__gnu_lto_")) references.complete = false;
    if (symbol.section != 0 || symbol.binding != kGlobal) continue;
    const auto known = wanted.find(symbol.name);
    if (known != wanted.end()) references.referrers[*known].push_back(&input);
  }
}

}  // namespace

References find_references(Merge& merge, const std::unordered_set<std::string_view>& wanted) {
  References references;
  for (const auto& [key, input] : merge.inputs.all()) {
    const bool code = input.role == Role::object || input.role == Role::startup_object ||
                      input.role == Role::archive_member;
    if (!code || input.use != Use::linked) continue;
    const auto file = merge.disk.read(input.real_path);
    if (!file) {
      references.complete = false;
      continue;
    }
    ByteView bytes = (*file)->bytes();
    if (input.offset != 0) bytes = subview(bytes, input.offset, input.size).value_or(ByteView{});
    add_references(references, wanted, input, bytes);
  }
  return references;
}

}  // namespace souptrace::link
