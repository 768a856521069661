// SPDX-License-Identifier: Apache-2.0
#include "formats/elf_unmapped.hpp"

#include <algorithm>
#include <map>

namespace souptrace::formats::elf {
namespace {

bool is_mapped(const Layout& layout, const Section& section) {
  if (!section.is_allocated()) return false;
  if (section.type == elf::kNoBits) return true;
  return std::any_of(layout.segments.begin(), layout.segments.end(), [&](const Segment& segment) {
    return segment.type == elf::kLoad && section.offset >= segment.offset && section.offset - segment.offset < segment.file_size &&
           section.size <= segment.file_size - (section.offset - segment.offset);
  });
}

/// The sections that no loader maps, by name; of one name several, in their order.
std::map<std::string, std::vector<ByteView>> unmapped(const Layout& layout) {
  std::map<std::string, std::vector<ByteView>> out;
  for (const Section& section : layout.sections)
    if (section.type != 0 && !is_mapped(layout, section))
      out[section.name()].push_back(layout.data(section).value_or(ByteView{}));
  return out;
}

std::size_t size_of(const std::vector<ByteView>& contents) {
  std::size_t size = 0;
  for (const ByteView one : contents) size += one.size();
  return size;
}

void compare_sections(const Layout& linked, const Layout& shipped, ImageComparison& out) {
  const auto before = unmapped(linked);
  const auto after = unmapped(shipped);
  for (const auto& [name, contents] : before) {
    const auto found = after.find(name);
    if (found == after.end()) {
      out.removed.push_back(name);
    } else if (!std::equal(contents.begin(), contents.end(), found->second.begin(), found->second.end(),
                           [](ByteView a, ByteView b) { return as_text(a) == as_text(b); })) {
      out.altered.push_back(name);
      // Names of sections may come in, nothing else.
      if (size_of(found->second) > size_of(contents) + (name == ".shstrtab" ? 64 : 0)) out.added.push_back("a larger " + name);
    }
  }
  for (const auto& [name, contents] : after)
    if (!before.contains(name)) out.added.push_back(name);
}

/// The bytes other than NUL that are in nothing that the headers tell of: between its parts and behind them.
std::string untold(const Layout& layout) {
  std::vector<Range> told{{0, layout.is_64 ? 64U : 52U}};
  const auto add = [&](ByteView part) {
    if (!part.empty()) told.push_back({offset_of(layout, part), offset_of(layout, part) + part.size()});
  };
  add(layout.segment_table);
  add(layout.section_table);
  for (const Segment& segment : layout.segments)
    if (segment.type == elf::kLoad || layout.sections.empty()) add(layout.data(segment).value_or(ByteView{}));
  for (const Section& section : layout.sections)
    if (section.type != 0) add(layout.data(section).value_or(ByteView{}));
  std::sort(told.begin(), told.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  std::string out;
  std::uint64_t at = 0;
  told.push_back({layout.bytes.size(), layout.bytes.size()});
  for (const Range& range : told) {
    for (; at < range.begin; ++at)
      if (layout.bytes[static_cast<std::size_t>(at)] != 0) out += static_cast<char>(layout.bytes[static_cast<std::size_t>(at)]);
    at = std::max(at, range.end);
  }
  return out;
}

}  // namespace

std::uint64_t offset_of(const Layout& layout, ByteView part) { return static_cast<std::uint64_t>(part.data() - layout.bytes.data()); }

void compare_unmapped(const Layout& linked, const Layout& shipped, ImageComparison& out) {
  compare_sections(linked, shipped, out);
  const std::string after = untold(shipped);
  if (untold(linked) != after) out.appended = after.size();
}

}  // namespace souptrace::formats::elf
