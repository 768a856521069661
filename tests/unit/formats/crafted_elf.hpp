// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "unit/formats/crafted_bytes.hpp"

// ELF files made to order (gABI chapters 4 and 5).
namespace souptrace::test {

struct CraftedSymbol {
  std::string name;
  std::uint8_t info = 0x10;  ///< binding << 4 | type
  std::uint16_t section = 1;
  std::uint64_t value = 0;
  std::uint64_t size = 0;
};

struct CraftedSection {
  std::string name;
  std::uint32_t type = 1;
  std::string data;
  std::uint32_t link = 0;
  std::uint64_t entry_size = 0;
};

/// What the file shall say. Segments are written when there is anything for them; sections when
/// `with_sections`.
struct CraftedElf {
  bool is_64 = true;
  Endian endian = Endian::little;
  std::uint16_t type = 3;
  std::uint16_t machine = 62;
  std::string interpreter;
  std::vector<std::pair<std::uint64_t, std::string>> strings;   ///< dynamic tag and its string
  std::vector<std::pair<std::uint64_t, std::uint64_t>> values;  ///< dynamic tag and its value
  std::string notes;
  std::string comment;
  std::vector<CraftedSymbol> symbols;
  std::vector<CraftedSection> more_sections;
  bool with_sections = false;
  bool extended_counts = false;   ///< e_shnum 0, e_shstrndx SHN_XINDEX, e_phnum PN_XNUM
  std::uint64_t base = 0x400000;  ///< address of the file's first byte
};

/// A note of the GNU name.
inline std::string gnu_note(Endian endian, std::uint32_t type, const std::string& description) {
  Writer note(endian);
  note.u32(4).u32(description.size()).u32(type).text(std::string_view("GNU\0", 4)).text(description);
  note.pad_to((note.size() + 3) / 4 * 4);
  return note.out;
}

class ElfMaker {
 public:
  explicit ElfMaker(const CraftedElf& elf) : elf_(elf), word_(elf.is_64 ? 8 : 4), out_(elf.endian) {}

  std::string make() {
    out_.pad_to(header_size());
    place_segments();
    place_sections();
    const std::uint64_t segments_at = segments_.empty() ? 0 : align();
    for (const Segment& segment : segments_) write_segment(segment);
    const std::uint64_t sections_at = sections_.empty() ? 0 : align();
    write_sections();
    write_header(segments_at, sections_at);
    return out_.out;
  }

 private:
  struct Segment {
    std::uint32_t type;
    std::uint64_t offset, size, alignment;
  };
  struct Section {
    std::string name;
    std::uint32_t type;
    std::uint64_t offset, size;
    std::uint32_t link;
    std::uint64_t entry_size;
  };

  [[nodiscard]] std::size_t header_size() const { return elf_.is_64 ? 64 : 52; }
  std::uint64_t align() {
    out_.pad_to((out_.size() + 7) / 8 * 8);
    return out_.size();
  }
  /// Appends bytes; gives their offset.
  std::uint64_t put(const std::string& bytes) {
    const std::uint64_t at = align();
    out_.text(bytes);
    return at;
  }

  void place_segments() {
    if (!elf_.interpreter.empty())
      segments_.push_back({3, put(elf_.interpreter + '\0'), elf_.interpreter.size() + 1, 1});
    if (!elf_.notes.empty()) segments_.push_back({4, put(elf_.notes), elf_.notes.size(), 4});
    if (!elf_.strings.empty() || !elf_.values.empty()) place_dynamic();
    if (!segments_.empty()) segments_.push_back({1, 0, out_.size(), 0x1000});
  }

  void place_dynamic() {
    std::string table(1, '\0');
    Writer dynamic(elf_.endian);
    for (const auto& [tag, text] : elf_.strings) {
      dynamic.integer(tag, word_).integer(table.size(), word_);
      table += text + '\0';
    }
    const std::uint64_t table_at = put(table);
    dynamic.integer(5, word_)
        .integer(elf_.base + table_at, word_)
        .integer(10, word_)
        .integer(table.size(), word_);
    for (const auto& [tag, value] : elf_.values) dynamic.integer(tag, word_).integer(value, word_);
    dynamic.integer(0, word_).integer(0, word_);
    segments_.push_back({2, put(dynamic.out), dynamic.size(), 8});
  }

  void place_sections() {
    if (!elf_.with_sections) return;
    sections_.push_back({"", 0, 0, 0, 0, 0});
    if (!elf_.comment.empty())
      sections_.push_back({".comment", 1, put(elf_.comment), elf_.comment.size(), 0, 0});
    for (const CraftedSection& one : elf_.more_sections)
      sections_.push_back({one.name, one.type, put(one.data), one.data.size(), one.link, one.entry_size});
    if (!elf_.symbols.empty()) place_symbols();
    std::string names;
    for (const Section& one : sections_) names += one.name + '\0';
    names += std::string(".shstrtab") + '\0';
    sections_.push_back({".shstrtab", 3, put(names), names.size(), 0, 0});
  }

  void place_symbols() {
    std::string names(1, '\0');
    Writer table(elf_.endian);
    table.pad_to(elf_.is_64 ? 24 : 16);
    for (const CraftedSymbol& one : elf_.symbols) {
      table.u32(names.size());
      if (!elf_.is_64) table.u32(one.value).u32(one.size);
      table.u8(one.info).u8(0).u16(one.section);
      if (elf_.is_64) table.u64(one.value).u64(one.size);
      names += one.name + '\0';
    }
    const auto link = static_cast<std::uint32_t>(sections_.size() + 1);
    sections_.push_back({".symtab", 2, put(table.out), table.size(), link, elf_.is_64 ? 24U : 16U});
    sections_.push_back({".strtab", 3, put(names), names.size(), 0, 0});
  }

  void write_segment(const Segment& segment) {
    out_.u32(segment.type);
    if (elf_.is_64) out_.u32(4);
    out_.integer(segment.offset, word_).integer(elf_.base + segment.offset, word_).integer(0, word_);
    out_.integer(segment.size, word_).integer(segment.size, word_);
    if (!elf_.is_64) out_.u32(4);
    out_.integer(segment.alignment, word_);
  }

  void write_sections() {
    std::uint64_t name = 0;
    for (std::size_t i = 0; i < sections_.size(); ++i) {
      const Section& one = sections_[i];
      const bool first = i == 0 && elf_.extended_counts;
      out_.u32(name).u32(one.type).integer(0, word_).integer(0, word_).integer(one.offset, word_);
      out_.integer(first ? sections_.size() : one.size, word_);
      out_.u32(first ? sections_.size() - 1 : one.link).u32(first ? segments_.size() : 0);
      out_.integer(1, word_).integer(one.entry_size, word_);
      name += one.name.size() + 1;
    }
  }

  void write_header(std::uint64_t segments_at, std::uint64_t sections_at) {
    Writer header(elf_.endian);
    header
        .text(
            "\x7f"
            "ELF")
        .u8(elf_.is_64 ? 2 : 1)
        .u8(elf_.endian == Endian::little ? 1 : 2)
        .u8(1);
    header.pad_to(16).u16(elf_.type).u16(elf_.machine).u32(1).integer(0, word_);
    header.integer(segments_at, word_).integer(sections_at, word_).u32(0).u16(header_size());
    header.u16(elf_.is_64 ? 56 : 32).u16(elf_.extended_counts ? 0xffff : segments_.size());
    header.u16(elf_.is_64 ? 64 : 40).u16(elf_.extended_counts ? 0 : sections_.size());
    header.u16(sections_.empty() ? 0 : elf_.extended_counts ? 0xffff : sections_.size() - 1);
    std::copy(header.out.begin(), header.out.end(), out_.out.begin());
  }

  const CraftedElf& elf_;
  unsigned word_;
  Writer out_;
  std::vector<Segment> segments_;
  std::vector<Section> sections_;
};

inline std::string make_elf(const CraftedElf& elf) {
  return ElfMaker(elf).make();
}

}  // namespace souptrace::test
