// SPDX-License-Identifier: Apache-2.0
#include "formats/elf_dynamic.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace souptrace::formats::elf {
namespace {

enum Tag : std::uint64_t {
  kNull = 0,
  kNeeded = 1,
  kStringTable = 5,
  kStringSize = 10,
  kSoname = 14,
  kRpath = kTagRpath,
  kRunpath = kTagRunpath,
  kFlags1 = 0x6ffffffb,
};
constexpr std::uint64_t kNoDefaultLibrary = 0x00000800;  // DF_1_NODEFLIB
constexpr std::uint64_t kPie = 0x08000000;               // DF_1_PIE
constexpr std::size_t kLongestString = std::size_t{64} * 1024;

Error malformed(std::string text, std::uint64_t offset) {
  return {"elf-malformed", std::move(text), offset};
}

std::vector<DynamicEntry> read_entries(const Layout& layout, ByteView raw) {
  std::vector<DynamicEntry> entries;
  Cursor cursor(raw, layout.endian);
  while (cursor.remaining() >= std::uint64_t{2} * layout.word()) {
    const std::uint64_t tag = cursor.unsigned_integer(layout.word());
    const std::uint64_t value = cursor.unsigned_integer(layout.word());
    if (tag == kNull) break;
    entries.push_back({tag, value});
  }
  return entries;
}

const std::uint64_t* last_value(const std::vector<DynamicEntry>& entries, Tag tag) {
  const auto found =
      std::find_if(entries.rbegin(), entries.rend(), [tag](const DynamicEntry& e) { return e.tag == tag; });
  return found == entries.rend() ? nullptr : &found->value;
}

Result<DynamicTable> table_of_segment(const Layout& layout, const Segment& segment) {
  const auto raw = layout.data(segment);
  if (!raw) return Error{"elf-truncated", "the dynamic segment reaches behind the file", segment.offset};
  DynamicTable table{read_entries(layout, *raw), segment.offset, {}};
  if (const std::uint64_t* address = last_value(table.entries, kStringTable)) {
    const auto mapped = layout.mapped_at(*address);
    if (!mapped) return malformed("no segment holds the dynamic string table", segment.offset);
    const std::uint64_t* size = last_value(table.entries, kStringSize);
    table.strings =
        mapped->first(static_cast<std::size_t>(std::min<std::uint64_t>(mapped->size(), size ? *size : 0)));
  }
  return table;
}

Result<DynamicTable> table_of_section(const Layout& layout, const Section& section) {
  const auto raw = layout.data(section);
  if (!raw) return Error{"elf-truncated", "the dynamic section reaches behind the file", section.offset};
  const auto strings =
      section.link < layout.sections.size() ? layout.data(layout.sections[section.link]) : std::nullopt;
  if (!strings) return malformed("the dynamic section has no string table", section.offset);
  return DynamicTable{read_entries(layout, *raw), section.offset, *strings};
}

/// Reads strings of the table's string table; refuses a file whose entries share strings so that they add up
/// to more than the file.
class Strings {
 public:
  Strings(const DynamicTable& table, std::uint64_t budget) : table_(table), budget_(budget) {}

  Result<std::string_view> at(std::uint64_t index) {
    if (index >= table_.strings.size())
      return malformed("a dynamic string lies outside its table", table_.offset);
    const ByteView rest = table_.strings.subspan(static_cast<std::size_t>(index));
    const std::string_view text = until_nul(rest.first(std::min(rest.size(), kLongestString)));
    if (text.size() == rest.size() || text.size() == kLongestString || text.size() > budget_)
      return malformed("a dynamic string has no end", table_.offset);
    budget_ -= text.size();
    return text;
  }

 private:
  const DynamicTable& table_;
  std::uint64_t budget_;
};

std::vector<std::string> split_path(std::string_view list) {
  std::vector<std::string> out;
  for (const std::string_view part : split(list, ':')) out.emplace_back(part);
  return out;
}

Status take_string(Elf& elf, const DynamicEntry& entry, Strings& strings) {
  if (entry.tag != kNeeded && entry.tag != kSoname && entry.tag != kRpath && entry.tag != kRunpath)
    return Done{};
  const Result<std::string_view> text = strings.at(entry.value);
  if (!text) return text.error();
  if (entry.tag == kNeeded) elf.needed.emplace_back(*text);
  if (entry.tag == kSoname) elf.soname = *text;
  if (entry.tag == kRpath) elf.rpath = split_path(*text);
  if (entry.tag == kRunpath) elf.runpath = split_path(*text);
  return Done{};
}

}  // namespace

Result<DynamicTable> read_dynamic_table(const Layout& layout) {
  for (const Segment& segment : layout.segments)
    if (segment.type == kDynamic) return table_of_segment(layout, segment);
  for (const Section& section : layout.sections)
    if (section.type == kDynamicSection) return table_of_section(layout, section);
  return DynamicTable{};
}

Status read_dynamic(const Layout& layout, Elf& elf) {
  const Result<DynamicTable> table = read_dynamic_table(layout);
  if (!table) return table.error();
  Strings strings(*table, layout.bytes.size());
  for (const DynamicEntry& entry : table->entries) {
    const Status taken = take_string(elf, entry, strings);
    if (!taken) return taken.error();
  }
  if (const std::uint64_t* flags = last_value(table->entries, kFlags1)) {
    elf.is_pie = (*flags & kPie) != 0;
    elf.no_default_lib = (*flags & kNoDefaultLibrary) != 0;
  }
  return Done{};
}

}  // namespace souptrace::formats::elf
