// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// What linkers print about a link. Each function reads one report of one linker; paths come back as the
// linker wrote them. The one error is "link-report-malformed".
namespace souptrace::formats {

/// A file, or a member of an archive, that a report names.
struct ReportedInput {
  std::string path;                     ///< the file, or the archive
  std::string member;                   ///< "" for a whole file
  std::optional<std::uint64_t> offset;  ///< of the member's data, where the report has it
  std::optional<std::uint64_t> size;
  std::string referrer;                ///< what asked for it, as written
  std::string symbol;                  ///< the symbol that pulled it in, as written
  std::optional<std::uint64_t> bytes;  ///< contributed to the output (maps only): sum of its sections' sizes
  /// Symbols that it defines (mold's and lld's maps, members only). Members of one archive and one name are
  /// one entry there: these tell which of them it was. They point into the report's text.
  std::vector<std::string_view> symbols;
};

struct FileAndMember {
  std::string_view path;
  std::string_view member;  ///< "" for a whole file
};
/// "archive(member)" taken apart at the parenthesis that belongs to the last one; anything else is a whole
/// file.
[[nodiscard]] FileAndMember split_member(std::string_view name);

/// Standard output of `bfd -t -t` or `gold -t`, split into what is a trace line and what is not (the linker's
/// own messages). bfd: "path" or "(archive)member"; gold and lld: "path" or "archive(member)". A line is a
/// trace line when it has that shape and names a file that `exists` says is there.
struct TraceOutput {
  std::vector<ReportedInput> inputs;
  std::string other;  ///< every other line, in order, to be forwarded
};
[[nodiscard]] TraceOutput split_trace_output(std::string_view text,
                                             const std::function<bool(std::string_view)>& exists);

/// lld --why-extract: "reference\textracted\tsymbol".
[[nodiscard]] Result<std::vector<ReportedInput>> parse_why_extract(std::string_view text);

/// lld --print-archive-stats: "members\textracted\tarchive".
struct ArchiveStats {
  std::string archive;
  std::uint64_t members = 0;
  std::uint64_t extracted = 0;
};
[[nodiscard]] Result<std::vector<ArchiveStats>> parse_archive_stats(std::string_view text);

/// gcc's LTO resolution file (-plugin-opt=-fresolution=F): one entry for each IR input that the plugin
/// claimed; members as "archive@0xOFFSET" with the offset of the data.
[[nodiscard]] Result<std::vector<ReportedInput>> parse_lto_resolution(std::string_view text);

/// souptrace's own linker plugin: "offset\tsize\tpath\0" for each file or member that the linker offered to
/// it (bfd, gold). offset 0 = a whole file. gold offers exactly what it takes. bfd offers all that it takes
/// and, to learn whether a common symbol is defined there, members that it then leaves alone, and archives as
/// whole files: in bfd's case its trace says what was taken, this only where it lies.
[[nodiscard]] Result<std::vector<ReportedInput>> parse_plugin_report(std::string_view text);

/// mold -Map: every input section line, summed up for each file or member, with `symbols`. Members whose
/// bytes are all merged strings or were all discarded are not in it.
[[nodiscard]] Result<std::vector<ReportedInput>> parse_mold_map(std::string_view text);
/// mold --print-gc-sections: lines "removing unused section path(member):(section)"; each file or member
/// once. Other lines are passed over.
[[nodiscard]] Result<std::vector<ReportedInput>> parse_mold_gc_sections(std::string_view text);
/// lld -Map, as mold's.
[[nodiscard]] Result<std::vector<ReportedInput>> parse_lld_map(std::string_view text);
/// bfd and gold -Map: first the "Archive member included" block (an entry for each member, with referrer,
/// symbol, no bytes), then the section lines (an entry for each file or member, with bytes). Discarded
/// sections are not counted.
[[nodiscard]] Result<std::vector<ReportedInput>> parse_gnu_map(std::string_view text);

}  // namespace souptrace::formats
