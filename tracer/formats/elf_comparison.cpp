// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/digest.hpp"
#include "formats/elf_dynamic.hpp"
#include "formats/elf_layout.hpp"
#include "formats/elf_unmapped.hpp"
#include "formats/image_comparison.hpp"

namespace souptrace::formats {
namespace {

using elf::Layout;
using elf::Section;
using elf::Segment;
using elf::offset_of;
using elf::Range;

Error unlike(std::string text) { return {"image-unlike", std::move(text)}; }

class ElfComparison {
 public:
  ElfComparison(const Layout& linked, const Layout& shipped) : linked_(linked), shipped_(shipped) {}

  Result<ImageComparison> compare() {
    if (const Status alike = check_kind(); !alike) return alike.error();
    ignore_headers();
    if (const Status path = compare_run_path(); !path) return path.error();
    for (std::size_t i = 0; i < linked_.segments.size(); ++i)
      if (linked_.segments[i].type == elf::kLoad) compare_segment(linked_.segments[i], shipped_.segments[i]);
    elf::compare_unmapped(linked_, shipped_, out_);
    return std::move(out_);
  }

 private:
  Status check_kind() const {
    if (linked_.is_64 != shipped_.is_64 || linked_.endian != shipped_.endian || linked_.type != shipped_.type ||
        linked_.machine != shipped_.machine || linked_.flags != shipped_.flags)
      return unlike("they are of different types or machines");
    if (linked_.entry != shipped_.entry) return unlike("they begin at different addresses");
    const bool same = std::equal(
        linked_.segments.begin(), linked_.segments.end(), shipped_.segments.begin(), shipped_.segments.end(),
        [](const Segment& a, const Segment& b) {
          return a.type == b.type && a.flags == b.flags && a.address == b.address && a.physical == b.physical &&
                 a.file_size == b.file_size && a.memory_size == b.memory_size && a.alignment == b.alignment;
        });
    if (!same) return unlike("their segments differ");
    for (const Layout* layout : {&linked_, &shipped_})
      for (const Segment& segment : layout->segments)
        if (!layout->data(segment)) return Error{"elf-truncated", "a segment reaches behind the file", segment.offset};
    if (!linked_.segments.empty() && offset_of(linked_, linked_.segment_table) != offset_of(shipped_, shipped_.segment_table))
      return unlike("their program headers are in different places");
    for (std::size_t i = 0; i < shipped_.segments.size(); ++i)
      if (Status placed = check_place(i); !placed) return placed;
    return Done{};
  }

  /// Some are read by their file offset and others by their address: both have to lead to the same bytes.
  [[nodiscard]] Status check_place(std::size_t index) const {
    const Segment& segment = shipped_.segments[index];
    if (segment.type == elf::kLoad || segment.file_size == 0) return Done{};
    for (const Segment& load : shipped_.segments) {
      if (load.type != elf::kLoad || segment.address < load.address || segment.address - load.address >= load.file_size) continue;
      if (segment.offset >= load.offset && segment.offset - load.offset == segment.address - load.address) return Done{};
      return unlike("a segment's offset and address lead to different bytes");
    }
    if (as_text(*linked_.data(linked_.segments[index])) == as_text(*shipped_.data(segment))) return Done{};
    return unlike("a segment that is not mapped has other bytes");
  }

  /// The file header and the program headers hold file offsets, which may differ; all else in them was compared.
  void ignore_headers() {
    const std::uint64_t header = linked_.is_64 ? 64 : 52;
    if (linked_.segments.empty()) return;
    const auto table = static_cast<std::uint64_t>(linked_.segment_table.data() - linked_.bytes.data());
    for (const Segment& segment : linked_.segments) {
      if (segment.type != elf::kLoad) continue;
      for (const Range file : {Range{0, header}, Range{table, table + linked_.segment_table.size()}})
        if (file.begin >= segment.offset && file.end - segment.offset <= segment.file_size)
          ignored_.push_back({segment.address + (file.begin - segment.offset), segment.address + (file.end - segment.offset)});
    }
  }

  Status compare_run_path() {
    const auto before = elf::read_dynamic_table(linked_);
    if (!before) return before.error();
    const auto after = elf::read_dynamic_table(shipped_);
    if (!after) return after.error();
    const std::vector<elf::DynamicEntry> rest = without_run_path(before->entries);
    if (rest.size() == before->entries.size() || rest != without_run_path(after->entries)) return Done{};
    const std::size_t ignored = ignored_.size();
    for (const elf::DynamicEntry& entry : before->entries)
      if (is_run_path(entry)) ignore_string(*before, entry.value);
    for (std::size_t i = 0; i < linked_.segments.size(); ++i)
      if (linked_.segments[i].type == elf::kDynamic && is_shortened(*linked_.data(linked_.segments[i]), *shipped_.data(shipped_.segments[i])))
        ignored_.push_back({linked_.segments[i].address, linked_.segments[i].address + linked_.segments[i].file_size});
    edit_run_path(ignored);
    return Done{};
  }

  /// Whether `after` is the dynamic section `before` without its run path, the other entries moved up and zeros behind them.
  [[nodiscard]] bool is_shortened(ByteView before, ByteView after) const {
    const std::size_t size = std::size_t{2} * linked_.word();
    std::string expected;
    for (std::size_t at = 0; at + size <= before.size(); at += size) {
      Cursor cursor(before.subspan(at, size), linked_.endian);
      const std::uint64_t tag = cursor.unsigned_integer(linked_.word());
      if (tag != elf::kTagRpath && tag != elf::kTagRunpath) expected += as_text(before.subspan(at, size));
    }
    expected.resize(before.size(), '\0');
    return as_text(after) == expected && as_text(before) != expected;
  }

  static bool is_run_path(const elf::DynamicEntry& entry) {
    return entry.tag == elf::kTagRpath || entry.tag == elf::kTagRunpath;
  }

  static std::vector<elf::DynamicEntry> without_run_path(std::vector<elf::DynamicEntry> entries) {
    std::erase_if(entries, is_run_path);
    return entries;
  }

  void ignore_string(const elf::DynamicTable& table, std::uint64_t at) {
    if (at >= table.strings.size()) return;
    const auto size = elf::until_nul(table.strings.subspan(static_cast<std::size_t>(at))).size();
    const auto offset = static_cast<std::uint64_t>(table.strings.data() - linked_.bytes.data()) + at;
    for (const Segment& segment : linked_.segments)
      if (segment.type == elf::kLoad && offset >= segment.offset && offset - segment.offset < segment.file_size) {
        const std::uint64_t address = segment.address + (offset - segment.offset);
        return ignored_.push_back({address, address + size});
      }
  }

  /// Makes the linked file with the shipped one's bytes in the ranges from `first` on.
  void edit_run_path(std::size_t first) {
    std::vector<std::uint8_t> edited(linked_.bytes.begin(), linked_.bytes.end());
    for (std::size_t i = first; i < ignored_.size(); ++i) {
      const Range range = ignored_[i];
      const auto from = shipped_.mapped_at(range.begin);
      const auto to = linked_.mapped_at(range.begin);
      const std::uint64_t size = range.end - range.begin;
      if (!from || !to || from->size() < size || to->size() < size) continue;
      const auto at = to->data() - linked_.bytes.data();
      if (!std::equal(from->begin(), from->begin() + static_cast<std::ptrdiff_t>(size), to->begin())) out_.run_path = true;
      std::copy_n(from->begin(), size, edited.begin() + at);
    }
    if (out_.run_path) out_.run_path_sha256 = sha256_hex(edited);
  }

  void compare_segment(const Segment& mine, const Segment& other) {
    const ByteView a = *linked_.data(mine);
    const ByteView b = *shipped_.data(other);
    std::size_t at = 0;
    while (at < a.size()) {
      const auto from = static_cast<std::ptrdiff_t>(at);
      at = static_cast<std::size_t>(std::mismatch(a.begin() + from, a.end(), b.begin() + from).first - a.begin());
      if (at == a.size()) return;
      const std::uint64_t address = mine.address + at;
      const std::uint64_t next = end_of_ignored(address);
      // One difference in a section is enough to name it.
      const std::uint64_t after = next > address ? next : name_difference(address, mine);
      at = after - mine.address >= a.size() ? a.size() : static_cast<std::size_t>(after - mine.address);
    }
  }

  [[nodiscard]] std::uint64_t end_of_ignored(std::uint64_t address) const {
    std::uint64_t end = address;
    for (const Range& range : ignored_)
      if (range.begin <= address && address < range.end) end = std::max(end, range.end);
    return end;
  }

  /// Notes where `address` is; gives the address behind that place.
  std::uint64_t name_difference(std::uint64_t address, const Segment& segment) {
    for (const Section& section : linked_.sections)
      if (section.is_allocated() && section.type != elf::kNoBits && section.address <= address &&
          address - section.address < section.size) {
        add(out_.loaded, section.name());
        const std::uint64_t rest = segment.address + segment.file_size - address;
        return address + std::min(rest, section.size - (address - section.address));
      }
    add(out_.loaded, "segment " + std::to_string(&segment - linked_.segments.data()));
    std::uint64_t next = segment.address + segment.file_size;
    for (const Section& section : linked_.sections)
      if (section.is_allocated() && section.address > address) next = std::min(next, section.address);
    return next;
  }

  static void add(std::vector<std::string>& names, std::string name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }

  const Layout& linked_;
  const Layout& shipped_;
  std::vector<Range> ignored_;
  ImageComparison out_;
};

}  // namespace

bool is_debug_information(ByteView bytes) {
  constexpr std::uint32_t kExecutable = 1;  // PF_X
  const auto layout = elf::read_layout(bytes);
  if (!layout) return false;
  bool has_code = false;
  bool has_bytes = false;
  for (const Segment& segment : layout->segments) {
    if (segment.type != elf::kLoad || (segment.flags & kExecutable) == 0) continue;
    has_code = true;
    has_bytes = has_bytes || segment.file_size != 0;
  }
  return has_code && !has_bytes;
}

Result<ImageComparison> compare_elf_images(ByteView linked, ByteView shipped) {
  const auto before = elf::read_layout(linked);
  if (!before) return before.error();
  const auto after = elf::read_layout(shipped);
  if (!after) return after.error();
  return ElfComparison(*before, *after).compare();
}

}  // namespace souptrace::formats
