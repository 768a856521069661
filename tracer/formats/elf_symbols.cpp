// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "formats/elf.hpp"
#include "formats/elf_layout.hpp"

namespace souptrace::formats {
namespace {

using elf::Layout;
using elf::Section;

Error malformed(std::string text, std::uint64_t offset) {
  return {"elf-malformed", std::move(text), offset};
}

const Section* find_table(const Layout& layout, elf::SectionType wanted) {
  const auto at = std::find_if(layout.sections.begin(), layout.sections.end(), [&](const Section& one) { return one.type == wanted; });
  return at == layout.sections.end() ? nullptr : &*at;
}

/// One Elf32_Sym or Elf64_Sym; its name is given as an index.
std::pair<ElfSymbol, std::uint32_t> read_symbol(const Layout& layout, Cursor& cursor) {
  ElfSymbol symbol;
  const std::uint32_t name = cursor.u32();
  if (!layout.is_64) {
    symbol.value = cursor.u32();
    symbol.size = cursor.u32();
  }
  const unsigned info = cursor.u8();
  cursor.skip(1);  // st_other
  symbol.section = cursor.u16();
  if (layout.is_64) {
    symbol.value = cursor.u64();
    symbol.size = cursor.u64();
  }
  symbol.binding = static_cast<std::uint8_t>(info >> 4);
  symbol.type = static_cast<std::uint8_t>(info & 15);
  return {symbol, name};
}

/// Gives each symbol its name. In order of index, so that the string table is read once however many symbols
/// share a name.
Status name_symbols(std::vector<std::pair<ElfSymbol, std::uint32_t>>& symbols, std::string_view strings,
                    std::uint64_t at) {
  std::vector<std::size_t> order(symbols.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return symbols[a].second < symbols[b].second; });
  std::optional<std::size_t> end;  // of the name read last
  for (const std::size_t i : order) {
    const std::size_t name = symbols[i].second;
    if (name == 0) continue;  // no name
    if (name >= strings.size()) return malformed("a symbol's name lies outside the string table", at);
    if (!end || name > *end) end = strings.find('\0', name);
    if (*end == std::string_view::npos) return malformed("a symbol's name has no end", at);
    symbols[i].first.name = strings.substr(name, *end - name);
  }
  return Done{};
}

/// The symbols of one table.
Result<std::vector<ElfSymbol>> read_table(const Layout& layout, const Section& table) {
  const auto raw = layout.data(table);
  if (!raw) return Error{"elf-truncated", "the symbol table reaches behind the file", table.offset};
  const unsigned entry_size = layout.is_64 ? 24 : 16;
  if (table.entry_size != entry_size || raw->size() % entry_size != 0)
    return malformed("the symbol table does not consist of whole symbols", table.offset);
  const auto strings = table.link < layout.sections.size() ? layout.data(layout.sections[table.link]) : std::nullopt;
  if (!strings) return malformed("the symbol table has no string table", table.offset);

  std::vector<std::pair<ElfSymbol, std::uint32_t>> symbols;
  symbols.reserve(raw->size() / entry_size);
  for (Cursor cursor(*raw, layout.endian); !cursor.at_end();) symbols.push_back(read_symbol(layout, cursor));
  const Status named = name_symbols(symbols, as_text(*strings), table.offset);
  if (!named) return named.error();
  std::vector<ElfSymbol> out;
  out.reserve(symbols.size());
  for (const auto& [symbol, name] : symbols) out.push_back(symbol);
  return out;
}

}  // namespace

Result<std::vector<ElfSymbol>> parse_elf_symbols(ByteView bytes) {
  const Result<Layout> layout = elf::read_layout(bytes);
  if (!layout) return layout.error();
  const Section* table = find_table(*layout, elf::kSymbolTable);
  if (table == nullptr) table = find_table(*layout, elf::kDynamicSymbols);
  return table == nullptr ? std::vector<ElfSymbol>() : read_table(*layout, *table);
}

Result<std::vector<ElfSymbol>> parse_elf_dynamic_symbols(ByteView bytes) {
  const Result<Layout> layout = elf::read_layout(bytes);
  if (!layout) return layout.error();
  const Section* table = find_table(*layout, elf::kDynamicSymbols);
  return table == nullptr ? std::vector<ElfSymbol>() : read_table(*layout, *table);
}

}  // namespace souptrace::formats
