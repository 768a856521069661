// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "formats/image_comparison.hpp"
#include "formats/pe.hpp"

namespace souptrace::formats {
namespace {

/// The bytes that are mapped: what stands behind the section's size in memory fills the file up.
std::string_view mapped(const PeSection& section) {
  return as_text(section.bytes).substr(0, std::min<std::size_t>(section.bytes.size(), section.memory_size));
}

std::vector<PeDirectory> without_certificates(std::vector<PeDirectory> directories) {
  if (directories.size() > kPeCertificates) directories[kPeCertificates] = {};
  return directories;
}

bool is_same_kind(const Pe& a, const Pe& b) {
  return a.machine == b.machine && a.is_dll == b.is_dll && a.is_64 == b.is_64 && a.subsystem == b.subsystem &&
         a.entry == b.entry && a.fixed == b.fixed && a.image_base == b.image_base &&
         without_certificates(a.directories) == without_certificates(b.directories);
}

std::vector<const PeSection*> sections(const Pe& pe, bool debug) {
  std::vector<const PeSection*> out;
  for (const PeSection& section : pe.sections)
    if (section.is_debug() == debug) out.push_back(&section);
  return out;
}

void compare_debug(const Pe& linked, const Pe& shipped, ImageComparison& out) {
  std::map<std::string, const PeSection*> after;
  for (const PeSection* section : sections(shipped, true)) after[section->name] = section;
  for (const PeSection* section : sections(linked, true)) {
    const auto found = after.find(section->name);
    if (found == after.end()) {
      out.removed.push_back(section->name);
      continue;
    }
    if (mapped(*section) != mapped(*found->second)) out.altered.push_back(section->name);
    after.erase(found);
  }
  for (const auto& [name, section] : after) out.added.push_back(name);
}

}  // namespace

Result<ImageComparison> compare_pe_images(ByteView linked, ByteView shipped) {
  const auto before = parse_pe(linked);
  if (!before) return before.error();
  const auto after = parse_pe(shipped);
  if (!after) return after.error();
  if (!is_same_kind(*before, *after)) return Error{"image-unlike", "their headers differ"};
  const std::vector<const PeSection*> mine = sections(*before, false);
  const std::vector<const PeSection*> other = sections(*after, false);
  const bool alike = std::equal(mine.begin(), mine.end(), other.begin(), other.end(), [](const PeSection* a, const PeSection* b) {
    return a->name == b->name && a->address == b->address && a->memory_size == b->memory_size &&
           a->characteristics == b->characteristics;
  });
  if (!alike) return Error{"image-unlike", "their sections differ"};
  ImageComparison out;
  for (std::size_t i = 0; i < mine.size(); ++i)
    if (mapped(*mine[i]) != mapped(*other[i])) out.loaded.push_back(mine[i]->name);
  compare_debug(*before, *after, out);
  const ByteView tail = shipped.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(after->end, shipped.size())));
  const ByteView tail_before = linked.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(before->end, linked.size())));
  if (as_text(tail) != as_text(tail_before)) out.appended = tail.size();
  return out;
}

}  // namespace souptrace::formats
