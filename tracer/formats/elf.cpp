// SPDX-License-Identifier: Apache-2.0
#include "formats/elf.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "formats/elf_dynamic.hpp"
#include "formats/elf_layout.hpp"

namespace souptrace::formats {
namespace {

using elf::Layout;
using elf::Section;
using elf::Segment;

constexpr std::uint32_t kGnuBuildId = 3;  // NT_GNU_BUILD_ID

Status read_interpreter(const Layout& layout, Elf& elf) {
  for (const Segment& segment : layout.segments) {
    if (segment.type != elf::kInterpreter) continue;
    const auto raw = layout.data(segment);
    if (!raw)
      return Error{"elf-truncated", "the name of the interpreter reaches behind the file", segment.offset};
    elf.interpreter = elf::until_nul(raw->first(std::min<std::size_t>(raw->size(), 4096)));
    return Done{};
  }
  return Done{};
}

/// The build-id among notes (gABI chapter 5, "Note Section"); "" when there is none. What is not a chain of
/// notes ends the search: other tools' notes are not this program's to judge.
std::string build_id_in(const Layout& layout, ByteView notes, std::uint64_t alignment) {
  const std::uint64_t unit = alignment == 8 ? 8 : 4;
  const auto pad = [unit](Cursor& cursor) {
    cursor.skip(std::min((unit - cursor.offset() % unit) % unit, cursor.remaining()));
  };
  Cursor cursor(notes, layout.endian);
  while (cursor.ok() && cursor.remaining() >= 12) {
    const std::uint32_t name_size = cursor.u32();
    const std::uint32_t size = cursor.u32();
    const std::uint32_t type = cursor.u32();
    const std::string_view name = as_text(cursor.take(name_size));
    pad(cursor);
    const ByteView description = cursor.take(size);
    pad(cursor);
    if (cursor.ok() && type == kGnuBuildId && name == std::string_view("GNU\0", 4))
      return to_hex(as_text(description));
  }
  return "";
}

std::string find_build_id(const Layout& layout) {
  std::uint64_t budget =
      2 * layout.bytes.size();  // headers may overlap, but a file cannot make us read it over and over
  std::string id;
  const auto search = [&](const auto& part) {
    const auto raw = layout.data(part);
    if (!raw || raw->size() > budget) return false;
    budget -= raw->size();
    id = build_id_in(layout, *raw, part.alignment);
    return !id.empty();
  };
  for (const Segment& segment : layout.segments)
    if (segment.type == elf::kNote && search(segment)) return id;
  for (const Section& section : layout.sections)
    if (section.type == elf::kNoteSection && search(section)) return id;
  return "";
}

std::vector<std::string> read_comments(const Layout& layout) {
  std::vector<std::string> out;
  std::set<std::string_view> seen;
  for (const Section& section : layout.sections) {
    const auto raw = section.has_name(".comment") ? layout.data(section) : std::nullopt;
    if (!raw) continue;
    for (const std::string_view text : split(as_text(*raw), '\0'))
      if (!text.empty() && seen.insert(text).second) out.emplace_back(text);
    return out;  // a file has one; more would be a way to have the same bytes read again and again
  }
  return out;
}

bool is_gnu_lto(const Section& section) {
  return section.name_tail.starts_with(".gnu.lto_") || section.name_tail.starts_with(".gnu.debuglto_");
}

}  // namespace

bool is_elf(ByteView bytes) {
  return as_text(bytes).starts_with(
      "\x7f"
      "ELF");
}

Result<Elf> parse_elf(ByteView bytes) {
  const Result<Layout> layout = elf::read_layout(bytes);
  if (!layout) return layout.error();
  Elf out;
  out.is_64 = layout->is_64;
  out.endian = layout->endian;
  out.type = layout->type;
  out.machine = layout->machine;
  const Status interpreter = read_interpreter(*layout, out);
  if (!interpreter) return interpreter.error();
  const Status dynamic = elf::read_dynamic(*layout, out);
  if (!dynamic) return dynamic.error();
  out.is_dynamic = std::any_of(layout->segments.begin(), layout->segments.end(),
                               [](const Segment& s) { return s.type == elf::kDynamic; });
  out.build_id = find_build_id(*layout);
  out.comments = read_comments(*layout);
  out.has_gnu_lto = std::any_of(layout->sections.begin(), layout->sections.end(), is_gnu_lto);
  return out;
}

}  // namespace souptrace::formats
