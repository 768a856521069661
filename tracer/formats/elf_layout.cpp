// SPDX-License-Identifier: Apache-2.0
#include "formats/elf_layout.hpp"

#include <algorithm>

namespace souptrace::formats::elf {
namespace {

constexpr std::uint16_t kExtendedSegments = 0xffff;  // PN_XNUM: the count is in sh_info of section 0
constexpr std::uint16_t kExtendedIndex = 0xffff;     // SHN_XINDEX: the index is in sh_link of section 0

Error truncated(std::string text, std::uint64_t offset) {
  return {"elf-truncated", std::move(text), offset};
}
Error malformed(std::string text, std::uint64_t offset) {
  return {"elf-malformed", std::move(text), offset};
}

/// The part of the file header that says where the tables are.
struct Tables {
  std::uint64_t segments_at = 0;
  std::uint64_t sections_at = 0;
  std::uint16_t segment_size = 0;
  std::uint16_t segment_count = 0;
  std::uint16_t section_size = 0;
  std::uint16_t section_count = 0;
  std::uint16_t names_index = 0;
};

/// Section 0 holds what did not fit the header's 16 bits.
struct RawSection {
  Section section;
  std::uint32_t name = 0;
  std::uint32_t info = 0;
};

Result<Tables> read_header(Layout& layout) {
  const ByteView bytes = layout.bytes;
  if (bytes.size() < 4 || as_text(bytes.first(4)) !=
                              "\x7f"
                              "ELF")
    return malformed("not an ELF file", 0);
  Cursor identification(bytes);
  identification.skip(4);
  const unsigned elf_class = identification.u8();
  const unsigned encoding = identification.u8();
  const unsigned version = identification.u8();
  if (!identification.ok()) return truncated("the file ends within the ELF header", bytes.size());
  if (elf_class < 1 || elf_class > 2 || encoding < 1 || encoding > 2 || version != 1)
    return Error{"elf-unsupported", "ELF of an unknown class, byte order or version", 4};
  layout.is_64 = elf_class == 2;
  layout.endian = encoding == 1 ? Endian::little : Endian::big;

  Cursor header(bytes, layout.endian);
  header.skip(16);
  layout.type = header.u16();
  layout.machine = header.u16();
  header.skip(4);  // e_version
  layout.entry = header.unsigned_integer(layout.word());
  Tables tables;
  tables.segments_at = header.unsigned_integer(layout.word());
  tables.sections_at = header.unsigned_integer(layout.word());
  layout.flags = header.u32();
  header.skip(2);  // e_ehsize
  tables.segment_size = header.u16();
  tables.segment_count = header.u16();
  tables.section_size = header.u16();
  tables.section_count = header.u16();
  tables.names_index = header.u16();
  if (!header.ok()) return truncated("the file ends within the ELF header", bytes.size());
  return tables;
}

Segment read_segment(const Layout& layout, ByteView raw) {
  Cursor cursor(raw, layout.endian);
  Segment segment;
  segment.type = cursor.u32();
  if (layout.is_64) segment.flags = cursor.u32();  // which stands further behind in 32 bits
  segment.offset = cursor.unsigned_integer(layout.word());
  segment.address = cursor.unsigned_integer(layout.word());
  segment.physical = cursor.unsigned_integer(layout.word());
  segment.file_size = cursor.unsigned_integer(layout.word());
  segment.memory_size = cursor.unsigned_integer(layout.word());
  if (!layout.is_64) segment.flags = cursor.u32();
  segment.alignment = cursor.unsigned_integer(layout.word());
  return segment;
}

RawSection read_section(const Layout& layout, ByteView raw) {
  Cursor cursor(raw, layout.endian);
  RawSection out;
  out.name = cursor.u32();
  out.section.type = cursor.u32();
  out.section.flags = cursor.unsigned_integer(layout.word());
  out.section.address = cursor.unsigned_integer(layout.word());
  out.section.offset = cursor.unsigned_integer(layout.word());
  out.section.size = cursor.unsigned_integer(layout.word());
  out.section.link = cursor.u32();
  out.info = cursor.u32();
  out.section.alignment = cursor.unsigned_integer(layout.word());
  out.section.entry_size = cursor.unsigned_integer(layout.word());
  return out;
}

/// The bytes of a table of `count` entries of `size` bytes, which must be at least `least`.
Result<ByteView> table_bytes(const Layout& layout, std::uint64_t at, std::uint64_t count, unsigned size,
                             unsigned least) {
  if (size < least) return malformed("the entries of a header table are smaller than the format's", at);
  const auto total = checked_multiply(count, size);
  const auto raw = total ? subview(layout.bytes, at, *total) : std::nullopt;
  if (!raw)
    return truncated("a header table of " + std::to_string(count) + " entries reaches behind the file", at);
  return *raw;
}

void name_sections(Layout& layout, const std::vector<std::uint32_t>& names, std::uint64_t index) {
  if (index >= layout.sections.size()) return;
  const auto table = layout.data(layout.sections[static_cast<std::size_t>(index)]);
  if (!table) return;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] < table->size()) layout.sections[i].name_tail = as_text(*table).substr(names[i]);
}

/// Fills in the sections; gives section 0 for the extended counts.
Result<RawSection> read_sections(Layout& layout, const Tables& tables) {
  if (tables.sections_at == 0) return RawSection{};
  const unsigned least = layout.is_64 ? 64 : 40;
  const Result<ByteView> first = table_bytes(layout, tables.sections_at, 1, tables.section_size, least);
  if (!first) return first.error();
  const RawSection zero = read_section(layout, *first);
  const std::uint64_t count = tables.section_count != 0 ? tables.section_count : zero.section.size;
  const Result<ByteView> all = table_bytes(layout, tables.sections_at, count, tables.section_size, least);
  if (!all) return all.error();
  layout.section_table = *all;

  std::vector<std::uint32_t> names;
  names.reserve(static_cast<std::size_t>(count));
  layout.sections.reserve(static_cast<std::size_t>(count));
  for (std::size_t at = 0; at < all->size(); at += tables.section_size) {
    const RawSection raw = read_section(layout, all->subspan(at, tables.section_size));
    names.push_back(raw.name);
    layout.sections.push_back(raw.section);
  }
  name_sections(layout, names, tables.names_index == kExtendedIndex ? zero.section.link : tables.names_index);
  return zero;
}

Status read_segments(Layout& layout, const Tables& tables, const RawSection& zero) {
  if (tables.segments_at == 0 || tables.segment_count == 0) return Done{};
  const std::uint64_t count =
      tables.segment_count == kExtendedSegments && zero.info != 0 ? zero.info : tables.segment_count;
  const Result<ByteView> all =
      table_bytes(layout, tables.segments_at, count, tables.segment_size, layout.is_64 ? 56 : 32);
  if (!all) return all.error();
  layout.segment_table = *all;
  layout.segments.reserve(static_cast<std::size_t>(count));
  for (std::size_t at = 0; at < all->size(); at += tables.segment_size)
    layout.segments.push_back(read_segment(layout, all->subspan(at, tables.segment_size)));
  return Done{};
}

}  // namespace

std::optional<ByteView> Layout::data(const Section& section) const {
  if (section.type == kNoBits) return ByteView{};
  return subview(bytes, section.offset, section.size);
}

std::optional<ByteView> Layout::data(const Segment& segment) const {
  return subview(bytes, segment.offset, segment.file_size);
}

std::optional<ByteView> Layout::mapped_at(std::uint64_t address) const {
  for (const Segment& segment : segments) {
    if (segment.type != kLoad || address < segment.address || address - segment.address >= segment.file_size)
      continue;
    const std::uint64_t skipped = address - segment.address;
    const auto offset = checked_add(segment.offset, skipped);
    return offset ? subview(bytes, *offset, segment.file_size - skipped) : std::nullopt;
  }
  return std::nullopt;
}

Result<Layout> read_layout(ByteView bytes) {
  Layout layout;
  layout.bytes = bytes;
  const Result<Tables> tables = read_header(layout);
  if (!tables) return tables.error();
  const Result<RawSection> zero = read_sections(layout, *tables);
  if (!zero) return zero.error();
  const Status segments = read_segments(layout, *tables, *zero);
  if (!segments) return segments.error();
  return layout;
}

std::string_view until_nul(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  return text.substr(0, text.find('\0'));
}

}  // namespace souptrace::formats::elf
