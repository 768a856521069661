// SPDX-License-Identifier: Apache-2.0
#include "formats/archive_symbols.hpp"

#include <optional>

namespace souptrace::formats {
namespace {

Error malformed(std::string text, std::uint64_t offset) {
  return {"archive-malformed", std::move(text), offset};
}

struct BsdTable {
  Cursor entries;
  Cursor names;
  std::uint64_t count = 0;
};

/// The two parts of a BSD table read in one byte order; nothing when the sizes do not fit.
std::optional<BsdTable> split_bsd_table(ByteView table, Endian endian, unsigned width) {
  Cursor cursor(table, endian);
  const std::uint64_t entries_size = cursor.unsigned_integer(width);
  const ByteView entries = cursor.take(entries_size);
  const std::uint64_t names_size = cursor.unsigned_integer(width);
  const ByteView names = cursor.take(names_size);
  if (!cursor.ok() || entries_size % (std::uint64_t{2} * width) != 0) return std::nullopt;
  return BsdTable{Cursor(entries, endian), Cursor(names, endian), entries_size / (std::uint64_t{2} * width)};
}

}  // namespace

Result<std::vector<ArchiveSymbol>> parse_gnu_symbols(ByteView table, std::uint64_t at, unsigned width) {
  Cursor offsets(table, Endian::big);
  const std::uint64_t count = offsets.unsigned_integer(width);
  if (!offsets.ok() || count > offsets.remaining() / width)
    return malformed("the symbol table is smaller than its own count", at);
  Cursor names(table, Endian::big);
  names.seek(width + count * width);
  std::vector<ArchiveSymbol> symbols;
  symbols.reserve(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string_view name = names.c_string();
    if (!names.ok()) return malformed("the symbol table has fewer names than its count", at + names.offset());
    symbols.push_back({name, offsets.unsigned_integer(width)});
  }
  return symbols;
}

Result<std::vector<ArchiveSymbol>> parse_bsd_symbols(ByteView table, std::uint64_t at, bool wide) {
  const unsigned width = wide ? 8 : 4;
  auto parts = split_bsd_table(table, Endian::little, width);
  if (!parts) parts = split_bsd_table(table, Endian::big, width);
  if (!parts) return malformed("the sizes in the symbol table do not fit it", at);
  std::vector<ArchiveSymbol> symbols;
  symbols.reserve(static_cast<std::size_t>(parts->count));
  std::uint64_t budget =
      table.size() * 16;  // entries may share a name, but a table cannot make us read it over and over
  for (std::uint64_t i = 0; i < parts->count; ++i) {
    const std::uint64_t index = parts->entries.unsigned_integer(width);
    const std::uint64_t header = parts->entries.unsigned_integer(width);
    Cursor name = parts->names;
    name.seek(index);
    symbols.push_back({name.c_string(), header});
    if (!name.ok()) return malformed("a name of the symbol table lies outside it", at);
    const std::uint64_t read = symbols.back().name.size() + 1;
    if (read > budget) return malformed("the names of the symbol table overlap without end", at);
    budget -= read;
  }
  return symbols;
}

}  // namespace souptrace::formats
