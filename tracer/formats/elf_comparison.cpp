// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "base/digest.hpp"
#include "formats/elf_dynamic.hpp"
#include "formats/elf_layout.hpp"
#include "formats/image_comparison.hpp"

namespace souptrace::formats {
namespace {

using elf::Layout;
using elf::Section;
using elf::Segment;

constexpr std::uint64_t kAllocated = 2;  // SHF_ALLOC
constexpr std::size_t kLongestName = 256;

Error unlike(std::string text) { return {"image-unlike", std::move(text)}; }

std::string name_of(const Section& section) {
  const std::string_view tail = section.name_tail.substr(0, kLongestName);
  return std::string(tail.substr(0, tail.find('\0')));
}

/// A run of addresses; `end` is behind its last.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

class ElfComparison {
 public:
  ElfComparison(const Layout& linked, const Layout& shipped) : linked_(linked), shipped_(shipped) {}

  Result<ImageComparison> compare() {
    if (const Status alike = check_kind(); !alike) return alike.error();
    ignore_headers();
    if (const Status path = compare_run_path(); !path) return path.error();
    for (std::size_t i = 0; i < linked_.segments.size(); ++i)
      if (linked_.segments[i].type == elf::kLoad) compare_segment(linked_.segments[i], shipped_.segments[i]);
    compare_sections();
    compare_tails();
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
    return Done{};
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
    if (before->entries != after->entries)
      for (const Segment& segment : linked_.segments)
        if (segment.type == elf::kDynamic) ignored_.push_back({segment.address, segment.address + segment.file_size});
    edit_run_path(ignored);
    return Done{};
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
      if ((section.flags & kAllocated) != 0 && section.type != elf::kNoBits && section.address <= address &&
          address - section.address < section.size) {
        add(out_.loaded, name_of(section));
        return section.address + section.size;
      }
    add(out_.loaded, "segment " + std::to_string(&segment - linked_.segments.data()));
    std::uint64_t next = segment.address + segment.file_size;
    for (const Section& section : linked_.sections)
      if ((section.flags & kAllocated) != 0 && section.address > address) next = std::min(next, section.address);
    return next;
  }

  static void add(std::vector<std::string>& names, std::string name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }

  /// The sections that no loader maps, by name; of one name several, in their order.
  static std::map<std::string, std::vector<ByteView>> unmapped(const Layout& layout) {
    std::map<std::string, std::vector<ByteView>> out;
    for (const Section& section : layout.sections)
      if ((section.flags & kAllocated) == 0 && section.type != 0)
        out[name_of(section)].push_back(layout.data(section).value_or(ByteView{}));
    return out;
  }

  void compare_sections() {
    const auto before = unmapped(linked_);
    const auto after = unmapped(shipped_);
    for (const auto& [name, contents] : before) {
      const auto found = after.find(name);
      if (found == after.end()) {
        out_.removed.push_back(name);
      } else if (!std::equal(contents.begin(), contents.end(), found->second.begin(), found->second.end(),
                             [](ByteView a, ByteView b) { return as_text(a) == as_text(b); })) {
        out_.altered.push_back(name);
      }
    }
    for (const auto& [name, contents] : after)
      if (!before.contains(name)) out_.added.push_back(name);
  }

  /// What stands behind everything that the headers tell of.
  static ByteView tail(const Layout& layout) {
    std::uint64_t end = layout.is_64 ? 64 : 52;
    const auto reach = [&](ByteView part) {
      if (!part.empty()) end = std::max(end, static_cast<std::uint64_t>(part.data() - layout.bytes.data()) + part.size());
    };
    reach(layout.segment_table);
    reach(layout.section_table);
    for (const Segment& segment : layout.segments) reach(layout.data(segment).value_or(ByteView{}));
    for (const Section& section : layout.sections) reach(layout.data(section).value_or(ByteView{}));
    return layout.bytes.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(end, layout.bytes.size())));
  }

  void compare_tails() {
    const ByteView after = tail(shipped_);
    if (as_text(tail(linked_)) != as_text(after)) out_.appended = after.size();
  }

  const Layout& linked_;
  const Layout& shipped_;
  std::vector<Range> ignored_;
  ImageComparison out_;
};

}  // namespace

Result<ImageComparison> compare_elf_images(ByteView linked, ByteView shipped) {
  const auto before = elf::read_layout(linked);
  if (!before) return before.error();
  const auto after = elf::read_layout(shipped);
  if (!after) return after.error();
  return ElfComparison(*before, *after).compare();
}

}  // namespace souptrace::formats
