// SPDX-License-Identifier: Apache-2.0
// What linkers leave, and what they make.
#include <algorithm>
#include <array>

#include "formats/archive.hpp"
#include "formats/dependency_file.hpp"
#include "formats/elf.hpp"
#include "formats/image_comparison.hpp"
#include "formats/ld_so_conf.hpp"
#include "formats/link_log.hpp"
#include "formats/link_reports.hpp"
#include "formats/linker_script.hpp"
#include "formats/memory_image.hpp"
#include "formats/pe.hpp"
#include "fuzz/targets.hpp"

namespace souptrace::fuzz {
namespace {

using namespace souptrace::formats;

void elf(ByteView bytes) {
  if (const auto file = parse_elf(bytes)) (void)machine_name(*file);
  const auto symbols = parse_elf_symbols(bytes);
  if (!symbols) return;
  for (const ElfSymbol& one : *symbols) require(lies_in(one.name, bytes));
}

/// Two images, one behind the other.
void elf_pair(ByteView bytes) {
  const ByteView linked = bytes.first(bytes.size() / 2);
  const ByteView shipped = bytes.subspan(bytes.size() / 2);
  (void)compare_elf_images(linked, shipped);
  (void)elf_memory_image(linked);
  const auto same = compare_elf_images(linked, linked);
  if (same) require(same->is_same_program() && !same->run_path && same->appended == 0);
}

void pe(ByteView bytes) {
  const auto result = parse_pe(bytes);
  if (!result) return;
  for (const PeSection& section : result->sections) require(lies_in(as_text(section.bytes), bytes));
  const auto same = compare_pe_images(bytes, bytes);
  if (same) require(same->is_same_program() && same->appended == 0);
}

void check_image(const Result<MemoryImage>& image) {
  if (!image) return;
  for (std::size_t i = 1; i < image->size(); ++i)
    require((*image)[i - 1].address + (*image)[i - 1].bytes.size() <= (*image)[i].address);
  require(compare_memory(*image, *image).different.empty());
}

void intel_hex(ByteView bytes) { check_image(parse_intel_hex(as_text(bytes))); }

void srec(ByteView bytes) { check_image(parse_srec(as_text(bytes))); }

void archive(ByteView bytes) {
  const auto result = parse_archive(bytes);
  if (!result) return;
  for (const ArchiveMember& one : result->members)
    require(result->thin || subview(bytes, one.offset, one.size));
  for (const ArchiveSymbol& one : result->symbols) require(lies_in(one.name, bytes));
}

void linker_dependencies(ByteView bytes) {
  (void)parse_linker_dependency_file(as_text(bytes), false);
  (void)parse_linker_dependency_file(as_text(bytes), true);
}

void linker_script(ByteView bytes) {
  (void)parse_linker_script(as_text(bytes));
}

void ld_so_conf(ByteView bytes) {
  (void)parse_ld_so_conf(as_text(bytes));
}

/// Reports come back in pieces of the text, or as names that are in it.
void linker_reports(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  for (const auto parse : {parse_why_extract, parse_lto_resolution, parse_plugin_report, parse_mold_map, parse_mold_gc_sections,
                           parse_lld_map, parse_gnu_map}) {
    const auto inputs = parse(text);
    if (!inputs) continue;
    for (const ReportedInput& one : *inputs) {
      require(!one.path.empty());
      for (const std::string_view symbol : one.symbols) require(lies_in(symbol, bytes));
    }
  }
  (void)parse_archive_stats(text);
  const TraceOutput trace = split_trace_output(text, [](std::string_view) { return true; });
  require(trace.other.size() <= text.size() + 1);
  const FileAndMember both = split_member(text);
  require(lies_in(both.path, bytes) && lies_in(both.member, bytes));
}

/// A record is read back as it was written.
void link_log(ByteView bytes) {
  const auto log = parse_link_log(as_text(bytes));
  if (!log) return;
  const std::string once = format_link_log(*log);
  const auto again = parse_link_log(once);
  require(again && format_link_log(*again) == once);
}

}  // namespace

std::span<const Target> link_targets() {
  static constexpr std::array kTargets{
      Target{"elf", elf},
      Target{"elf_pair", elf_pair},
      Target{"pe", pe},
      Target{"intel_hex", intel_hex},
      Target{"srec", srec},
      Target{"archive", archive},
      Target{"linker_dependencies", linker_dependencies},
      Target{"linker_script", linker_script},
      Target{"ld_so_conf", ld_so_conf},
      Target{"linker_reports", linker_reports},
      Target{"link_log", link_log},
  };
  return kTargets;
}

}  // namespace souptrace::fuzz
