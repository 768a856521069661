// SPDX-License-Identifier: Apache-2.0
#include "formats/elf_sections.hpp"

#include <algorithm>
#include <map>

#include "formats/elf_layout.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kMostSections = 100'000;

/// Name and number among those of its name → the section.
using Sections = std::map<std::pair<std::string, std::size_t>, const elf::Section*>;

Sections by_name(const elf::Layout& layout) {
  Sections out;
  std::map<std::string, std::size_t> count;
  for (const elf::Section& section : layout.sections) {
    std::string name = section.name();
    const std::size_t number = count[name]++;
    if (!name.empty()) out.emplace(std::pair(std::move(name), number), &section);
  }
  return out;
}

/// Whether the sections lie beside each other, as a linker puts them: those that overlap many times would take forever to compare.
bool is_plausible(const elf::Layout& layout) {
  std::uint64_t total = 0;
  for (const elf::Section& section : layout.sections)
    if (const auto data = layout.data(section); data && section.type != elf::kNoBits) total += data->size();
  return layout.sections.size() <= kMostSections && total <= 4 * std::uint64_t{layout.bytes.size()};
}

bool same(const elf::Layout& a, const elf::Section& in_a, const elf::Layout& b, const elf::Section& in_b) {
  if (in_a.type != in_b.type || in_a.size != in_b.size) return false;
  if (in_a.type == elf::kNoBits) return true;
  const auto data_a = a.data(in_a);
  const auto data_b = b.data(in_b);
  return data_a.has_value() == data_b.has_value() && (!data_a || std::equal(data_a->begin(), data_a->end(), data_b->begin(), data_b->end()));
}

}  // namespace

Result<SectionDifferences> compare_sections(ByteView before, ByteView after) {
  const auto a = elf::read_layout(before);
  if (!a) return a.error();
  const auto b = elf::read_layout(after);
  if (!b) return b.error();
  if (!is_plausible(*a) || !is_plausible(*b)) return Error{"elf-malformed", "too many sections, or sections that lie over each other"};
  const Sections in_a = by_name(*a);
  const Sections in_b = by_name(*b);
  SectionDifferences out;
  for (const auto& [name, section] : in_a) {
    const auto other = in_b.find(name);
    if (other == in_b.end())
      out.removed.push_back(name.first);
    else if (!same(*a, *section, *b, *other->second))
      out.changed.push_back(name.first);
  }
  for (const auto& [name, section] : in_b)
    if (!in_a.contains(name)) out.added.push_back(name.first);
  out.elsewhere = out.changed.empty() && out.removed.empty() && out.added.empty();
  return out;
}

}  // namespace souptrace::formats
