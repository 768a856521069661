// SPDX-License-Identifier: Apache-2.0
#include "formats/pe.hpp"

#include <algorithm>
#include <charconv>

namespace souptrace::formats {
namespace {

constexpr std::size_t kLongestName = 512;
constexpr std::size_t kMostImports = 4096;
constexpr std::uint32_t kExportDirectory = 0;
constexpr std::uint32_t kImportDirectory = 1;
constexpr std::uint32_t kDelayDirectory = 13;

Error malformed_pe(std::string text, std::uint64_t offset) { return {"pe-malformed", std::move(text), offset}; }

class PeReader {
 public:
  explicit PeReader(ByteView bytes) : bytes_(bytes) {}

  Result<Pe> read() {
    Cursor cursor(bytes_);
    if (const Status header = read_headers(cursor); !header) return header.error();
    if (const Status sections = read_sections(); !sections) return sections.error();
    if (const Status names = read_export_name(); !names) return names.error();
    if (const Status imports = read_imports(directory(kImportDirectory), 20, 12, out_.imports); !imports) return imports.error();
    if (const Status delayed = read_imports(directory(kDelayDirectory), 32, 4, out_.delay_imports); !delayed) return delayed.error();
    return std::move(out_);
  }

 private:
  Status read_headers(Cursor& cursor) {
    cursor.seek(0x3c);  // e_lfanew
    const std::uint32_t at = cursor.u32();
    cursor.seek(at);
    if (as_text(cursor.take(4)) != std::string_view("PE\0\0", 4)) return malformed_pe("a DOS program without a PE header", at);
    out_.machine = cursor.u16();
    out_.fixed = as_text(bytes_.first(std::min<std::size_t>(at, bytes_.size())));
    section_count_ = cursor.u16();
    cursor.skip(4);  // time stamp
    symbols_ = cursor.u32();
    symbol_count_ = cursor.u32();
    const std::uint16_t optional_size = cursor.u16();
    out_.is_dll = (cursor.u16() & 0x2000) != 0;  // IMAGE_FILE_DLL
    const std::uint64_t optional = cursor.offset();
    sections_at_ = optional + optional_size;
    if (!cursor.ok()) return malformed_pe("the file ends within its headers", bytes_.size());
    if (optional_size != 0) read_optional(Cursor(bytes_), optional, optional_size);
    return Done{};
  }

  void read_optional(Cursor cursor, std::uint64_t at, std::uint16_t size) {
    cursor.seek(at);
    out_.is_64 = cursor.u16() == 0x20b;
    cursor.skip(14);
    out_.entry = cursor.u32();
    cursor.skip(out_.is_64 ? 4 : 8);
    out_.image_base = cursor.unsigned_integer(out_.is_64 ? 8 : 4);
    out_.fixed += as_text(cursor.take(24));  // alignments, versions
    cursor.skip(12);                         // sizes of the image and of its headers, checksum
    out_.subsystem = cursor.u16();
    out_.fixed += as_text(cursor.take(out_.is_64 ? 38 : 22));  // characteristics, stack and heap sizes, loader flags
    const std::uint32_t count = cursor.u32();
    for (std::uint32_t i = 0; i < count && i < 16 && cursor.offset() + 8 <= at + size; ++i) {
      const std::uint32_t address = cursor.u32();
      out_.directories.push_back({address, cursor.u32()});
    }
    if (!cursor.ok()) out_.directories.clear();
  }

  [[nodiscard]] PeDirectory directory(std::uint32_t index) const {
    return index < out_.directories.size() ? out_.directories[index] : PeDirectory{};
  }

  Status read_sections() {
    Cursor cursor(bytes_);
    cursor.seek(sections_at_);
    for (unsigned i = 0; i < section_count_; ++i) {
      PeSection section;
      const std::string_view name = as_text(cursor.take(8));
      section.name = long_name(name.substr(0, name.find('\0')));
      section.memory_size = cursor.u32();
      section.address = cursor.u32();
      const std::uint32_t size = cursor.u32();
      const std::uint32_t offset = cursor.u32();
      cursor.skip(12);
      section.characteristics = cursor.u32();
      if (!cursor.ok()) return malformed_pe("the file ends within its section table", cursor.offset());
      const auto content = subview(bytes_, size == 0 ? 0 : offset, size);
      if (!content) return malformed_pe("a section reaches behind the file", offset);
      section.bytes = *content;
      if (size != 0) out_.end = std::max<std::uint64_t>(out_.end, std::uint64_t{offset} + size);
      out_.sections.push_back(std::move(section));
    }
    const auto symbols = symbols_end();
    if (!symbols) return malformed_pe("the symbol table reaches behind the file", symbols_);
    out_.end = std::max<std::uint64_t>({out_.end, cursor.offset(), *symbols});
    return Done{};
  }

  /// Behind the COFF symbols and their strings, which MinGW's linkers append.
  [[nodiscard]] std::optional<std::uint64_t> symbols_end() const {
    if (symbols_ == 0) return 0;
    const std::uint64_t strings = symbols_ + std::uint64_t{18} * symbol_count_;
    if (strings == bytes_.size()) return strings;
    const auto size = subview(bytes_, strings, 4);
    if (!size) return std::nullopt;
    const std::uint64_t end = strings + Cursor(*size).u32();
    return end <= bytes_.size() ? std::optional(end) : std::nullopt;
  }

  [[nodiscard]] std::string long_name(std::string_view name) const {
    if (!name.starts_with('/') || symbols_ == 0) return std::string(name);
    std::uint32_t at = 0;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), at);
    if (error != std::errc() || end != name.data() + name.size()) return std::string(name);
    const std::uint64_t from = symbols_ + std::uint64_t{18} * symbol_count_ + at;
    if (from >= bytes_.size()) return std::string(name);
    const std::string_view text = as_text(bytes_.subspan(static_cast<std::size_t>(from))).substr(0, kLongestName);
    return std::string(text.substr(0, text.find('\0')));
  }

  /// The file's bytes from a relative virtual address to the end of its section.
  [[nodiscard]] std::optional<ByteView> at(std::uint32_t address) const {
    for (const PeSection& section : out_.sections)
      if (address >= section.address && address - section.address < section.bytes.size())
        return section.bytes.subspan(address - section.address);
    return std::nullopt;
  }

  [[nodiscard]] Result<std::string> text_at(std::uint32_t address) const {
    const auto bytes = at(address);
    if (!bytes) return malformed_pe("a name lies outside the image's sections", address);
    const std::string_view text = as_text(bytes->first(std::min(bytes->size(), kLongestName)));
    const std::size_t end = text.find('\0');
    if (end == std::string_view::npos) return malformed_pe("a name has no end", address);
    return std::string(text.substr(0, end));
  }

  Status read_export_name() {
    const PeDirectory exports = directory(kExportDirectory);
    if (exports.size == 0) return Done{};
    const auto table = at(exports.address);
    if (!table || table->size() < 40) return malformed_pe("the export directory lies outside the image's sections", exports.address);
    Cursor cursor(*table);
    cursor.skip(12);
    auto name = text_at(cursor.u32());
    if (!name) return name.error();
    out_.name = std::move(*name);
    return Done{};
  }

  /// Entries of `size` bytes with the address of a name at `name_at`; one of zeros ends them.
  Status read_imports(PeDirectory table, unsigned size, unsigned name_at, std::vector<std::string>& names) const {
    if (table.size == 0) return Done{};
    const auto bytes = at(table.address);
    if (!bytes) return malformed_pe("an import directory lies outside the image's sections", table.address);
    Cursor cursor(*bytes);
    while (cursor.remaining() >= size) {
      Cursor entry(cursor.take(size));
      entry.skip(name_at);
      const std::uint32_t address = entry.u32();
      if (address == 0) return Done{};
      if (names.size() == kMostImports) return malformed_pe("an import directory has no end", table.address);
      auto name = text_at(address);
      if (!name) return name.error();
      names.push_back(std::move(*name));
    }
    return malformed_pe("an import directory has no end", table.address);
  }

  ByteView bytes_;
  Pe out_;
  unsigned section_count_ = 0;
  std::uint64_t sections_at_ = 0;
  std::uint32_t symbols_ = 0;
  std::uint32_t symbol_count_ = 0;
};

}  // namespace

bool PeSection::is_debug() const {
  for (const std::string_view prefix : {".debug", ".zdebug", ".stab", ".gnu_debug", ".comment"})
    if (name.starts_with(prefix)) return true;
  return false;
}

bool is_pe(ByteView bytes) { return as_text(bytes).starts_with("MZ"); }

Result<Pe> parse_pe(ByteView bytes) {
  if (!is_pe(bytes)) return malformed_pe("not a PE image", 0);
  return PeReader(bytes).read();
}

std::string pe_machine_name(std::uint16_t machine) {
  switch (machine) {
    case 0x8664:
      return "x86_64";
    case 0x014c:
      return "i386";
    case 0xaa64:
      return "aarch64";
    case 0x01c4:
      return "arm";
    default:
      return "machine-" + std::to_string(machine);
  }
}

}  // namespace souptrace::formats
