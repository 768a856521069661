// SPDX-License-Identifier: Apache-2.0
#include "formats/link_reports.hpp"

#include "base/text.hpp"

namespace souptrace::formats {
namespace {

Error malformed(std::string_view report, const std::string& text, std::uint64_t offset) {
  return Error{"link-report-malformed", std::string(report) + ": " + text, offset};
}

ReportedInput to_input(FileAndMember name) {
  ReportedInput input;
  input.path = name.path;
  input.member = name.member;
  return input;
}

/// The three tab-separated columns of one line, or nothing.
bool three_columns(std::string_view line, std::string_view (&columns)[3]) {
  const auto parts = split(line, '\t');
  if (parts.size() != 3) return false;
  for (std::size_t i = 0; i < 3; ++i) columns[i] = parts[i];
  return true;
}

/// Calls `row` with the columns of every line behind the header line; false from it is a malformed line.
template <class Row>
Status read_table(std::string_view report, std::string_view text, std::string_view header, const Row& row) {
  const std::string_view all = text;
  const auto first = next_line(text);
  if (!first || *first != header)
    return malformed(report, "expected the header \"" + std::string(header) + "\"", 0);
  while (const auto line = next_line(text)) {
    std::string_view columns[3];
    if (!three_columns(*line, columns) || !row(columns))
      return malformed(report, "cannot read the line \"" + printable(line->substr(0, 100)) + "\"",
                       static_cast<std::uint64_t>(line->data() - all.data()));
  }
  return Done{};
}

using Exists = std::function<bool(std::string_view)>;

/// bfd's form of a member: "(archive)member". Both may hold parentheses: the first that leaves an archive
/// that is there.
std::optional<FileAndMember> bfd_member(std::string_view line, const Exists& exists) {
  if (!line.starts_with('(')) return std::nullopt;
  unsigned tries = 64;  // a line is a path or two; one of nothing but parentheses is no trace line
  for (auto close = line.find(')', 2); close != std::string_view::npos && tries-- > 0;
       close = line.find(')', close + 1)) {
    const FileAndMember name{line.substr(1, close - 1), line.substr(close + 1)};
    if (!name.member.empty() && exists(name.path)) return name;
  }
  return std::nullopt;
}

/// Whether `line` is a trace line, and then of what.
std::optional<FileAndMember> trace_line(std::string_view line, const Exists& exists) {
  if (line.empty()) return std::nullopt;
  if (exists(line)) return FileAndMember{line, {}};
  if (const auto name = bfd_member(line, exists)) return name;
  const FileAndMember name = split_member(line);
  if (!name.member.empty() && exists(name.path)) return name;
  return std::nullopt;
}

/// "archive@0xOFFSET" as the LTO plugin of gcc names a member.
ReportedInput resolution_name(std::string_view name) {
  ReportedInput input;
  input.path = name;
  const auto at = name.rfind("@0x");
  if (at == std::string_view::npos || at == 0) return input;
  if (const auto offset = parse_unsigned(name.substr(at + 3), 16)) {
    input.path = name.substr(0, at);
    input.offset = offset;
  }
  return input;
}

}  // namespace

FileAndMember split_member(std::string_view name) {
  if (!name.ends_with(')')) return {name, {}};
  std::size_t depth = 0;
  for (std::size_t i = name.size(); i-- > 0;) {
    if (name[i] == ')') ++depth;
    if (name[i] != '(' || --depth > 0) continue;
    if (i == 0 || i + 2 == name.size()) break;
    return {name.substr(0, i), name.substr(i + 1, name.size() - i - 2)};
  }
  return {name, {}};
}

TraceOutput split_trace_output(std::string_view text, const std::function<bool(std::string_view)>& exists) {
  TraceOutput output;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
    const std::string_view line = text.substr(0, length);
    text.remove_prefix(length);
    if (const auto input = trace_line(line.substr(0, end == std::string_view::npos ? length : end), exists))
      output.inputs.push_back(to_input(*input));
    else
      output.other += line;
  }
  return output;
}

Result<std::vector<ReportedInput>> parse_why_extract(std::string_view text) {
  std::vector<ReportedInput> inputs;
  const auto row = [&](const std::string_view(&columns)[3]) {
    if (columns[1].empty()) return false;
    ReportedInput& input = inputs.emplace_back(to_input(split_member(columns[1])));
    input.referrer = columns[0];
    input.symbol = columns[2];
    return true;
  };
  const Status read = read_table("lld's --why-extract", text, "reference\textracted\tsymbol", row);
  if (!read) return read.error();
  return inputs;
}

Result<std::vector<ArchiveStats>> parse_archive_stats(std::string_view text) {
  std::vector<ArchiveStats> archives;
  const auto row = [&](const std::string_view(&columns)[3]) {
    const auto members = parse_unsigned(columns[0]);
    const auto extracted = parse_unsigned(columns[1]);
    if (!members || !extracted || columns[2].empty()) return false;
    archives.push_back({std::string(columns[2]), *members, *extracted});
    return true;
  };
  const Status read = read_table("lld's --print-archive-stats", text, "members\textracted\tarchive", row);
  if (!read) return read.error();
  return archives;
}

Result<std::vector<ReportedInput>> parse_lto_resolution(std::string_view text) {
  constexpr std::string_view kReport = "LTO resolution file";
  const std::string_view all = text;
  const auto offset = [&] { return static_cast<std::uint64_t>(all.size() - text.size()); };
  const auto first = next_line(text);
  const auto count = first ? parse_unsigned(*first) : std::nullopt;
  if (!count) return malformed(kReport, "expected the number of files", 0);
  std::vector<ReportedInput> inputs;
  for (std::uint64_t file = 0; file < *count; ++file) {
    const std::uint64_t at = offset();
    const auto line = next_line(text);
    const auto space = line ? line->rfind(' ') : std::string_view::npos;
    if (space == std::string_view::npos || space == 0)
      return malformed(kReport, "expected file " + std::to_string(file + 1) + " of " + std::to_string(*count),
                       at);
    const auto symbols = parse_unsigned(line->substr(space + 1));
    if (!symbols) return malformed(kReport, "expected a file name and its number of symbols", at);
    inputs.push_back(resolution_name(line->substr(0, space)));
    for (std::uint64_t symbol = 0; symbol < *symbols; ++symbol)
      if (!next_line(text)) return malformed(kReport, "it ends within the symbols of a file", offset());
  }
  return inputs;
}

Result<std::vector<ReportedInput>> parse_plugin_report(std::string_view text) {
  constexpr std::string_view kReport = "linker plugin's report";
  const std::string_view all = text;
  std::vector<ReportedInput> inputs;
  while (!text.empty()) {
    const auto at = static_cast<std::uint64_t>(all.size() - text.size());
    const auto end = text.find('\0');
    if (end == std::string_view::npos) return malformed(kReport, "its last entry is cut", at);
    const std::string_view entry = text.substr(0, end);
    text.remove_prefix(end + 1);
    const auto first_tab = entry.find('\t');
    const auto second_tab = first_tab == std::string_view::npos ? first_tab : entry.find('\t', first_tab + 1);
    if (second_tab == std::string_view::npos || second_tab + 1 == entry.size())
      return malformed(kReport, "expected an offset, a size and a path", at);
    ReportedInput& input = inputs.emplace_back();
    const auto offset = parse_unsigned(entry.substr(0, first_tab));
    input.size = parse_unsigned(entry.substr(first_tab + 1, second_tab - first_tab - 1));
    if (!offset || !input.size) return malformed(kReport, "expected an offset and a size", at);
    if (*offset != 0) input.offset = offset;
    input.path = entry.substr(second_tab + 1);
  }
  return inputs;
}

}  // namespace souptrace::formats
