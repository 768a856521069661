// SPDX-License-Identifier: Apache-2.0
#include <unordered_map>

#include "base/text.hpp"
#include "formats/link_reports.hpp"

namespace souptrace::formats {
namespace {

Error malformed(std::string_view report, const std::string& text, std::uint64_t offset) {
  return Error{"link-report-malformed", std::string(report) + ": " + text, offset};
}

/// Inputs by name, in the order in which they were first named.
class Inputs {
 public:
  ReportedInput& named(std::string_view name) {
    const auto [at, fresh] = index_.try_emplace(name, inputs_.size());
    if (fresh) {
      const FileAndMember parts = split_member(name);
      ReportedInput& input = inputs_.emplace_back();
      input.path = parts.path;
      input.member = parts.member;
    }
    return inputs_[at->second];
  }
  void add(const ReportedInput& input) { inputs_.push_back(input); }
  std::vector<ReportedInput> take() { return std::move(inputs_); }

 private:
  std::unordered_map<std::string_view, std::size_t> index_;  // views of the report's text; never iterated
  std::vector<ReportedInput> inputs_;
};

/// A sum of sizes that stays at its maximum instead of overflowing: the sizes come from a file.
void add_bytes(ReportedInput& input, std::uint64_t size) {
  const std::uint64_t sum = input.bytes.value_or(0) + size;
  input.bytes = sum < size ? ~std::uint64_t{0} : sum;
}

/// Removes blanks and the word behind them from `rest`.
std::string_view take_column(std::string_view& rest) {
  const auto start = rest.find_first_not_of(' ');
  rest.remove_prefix(start == std::string_view::npos ? rest.size() : start);
  const std::string_view word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(word.size());
  return word;
}

std::optional<std::uint64_t> hexadecimal(std::string_view word) {
  if (!word.starts_with("0x")) return std::nullopt;
  return parse_unsigned(word.substr(2), 16);
}

/// "file:(section)" or "archive(member):(section)" without the section; nothing for text of any other shape.
std::optional<std::string_view> without_section(std::string_view text) {
  if (!text.ends_with(')')) return std::nullopt;
  const auto at = text.rfind(":(");
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  return text.substr(0, at);
}

struct TableLine {
  std::uint64_t size = 0;
  std::string_view text;   // behind the columns of numbers, without its indentation
  std::size_t indent = 0;  // 0 an output section, 8 an input section, 16 a symbol
};

/// One line of the tables of lld ("VMA LMA Size Align", hexadecimal) and mold ("VMA Size Align", size
/// decimal).
std::optional<TableLine> table_line(std::string_view rest, unsigned columns, unsigned size_column, int base) {
  TableLine line;
  for (unsigned column = 0; column < columns; ++column) {
    const std::string_view word = take_column(rest);
    const bool prefixed = word.starts_with("0x");
    const auto number = parse_unsigned(prefixed ? word.substr(2) : word, prefixed ? 16 : base);
    if (!number) return std::nullopt;
    if (column == size_column) line.size = *number;
  }
  if (rest.empty()) return std::nullopt;
  rest.remove_prefix(1);
  const auto start = rest.find_first_not_of(' ');
  if (start == std::string_view::npos) return std::nullopt;
  line.indent = start;
  line.text = rest.substr(start);
  return line;
}

std::vector<ReportedInput> read_table(std::string_view text, unsigned columns, unsigned size_column,
                                      int base) {
  Inputs inputs;
  ReportedInput* current = nullptr;
  while (const auto raw = next_line(text)) {
    const auto line = table_line(*raw, columns, size_column, base);
    if (!line || line->indent < 8) {
      current = nullptr;
    } else if (line->indent >= 16) {
      if (current != nullptr && !current->member.empty()) current->symbols.push_back(line->text);
    } else {
      const auto name = without_section(line->text);
      current = name && *name != "<internal>" ? &inputs.named(*name) : nullptr;
      if (current != nullptr) add_bytes(*current, line->size);
    }
  }
  return inputs.take();
}

/// The block of bfd and gold that says why members were extracted: "name<blanks>referrer (symbol)", the name
/// padded to 30 columns or alone on its line, then 30 blanks and the rest. Ends with an empty line behind its
/// entries.
void read_archive_block(std::string_view& text, Inputs& inputs) {
  std::string_view name;
  bool any = false;
  while (const auto line = next_line(text)) {
    if (line->empty()) {
      if (any) return;
      continue;
    }
    any = true;
    std::string_view reason;
    if (line->starts_with("          ")) {
      reason = trim(*line);
    } else if (line->size() > 30 && (*line)[29] == ' ') {
      name = trim(line->substr(0, 30));
      reason = trim(line->substr(30));
    } else {
      name = *line;
      continue;
    }
    if (name.empty()) continue;
    // Not merged by name: two members of one archive may have the same one.
    ReportedInput input;
    const FileAndMember parts = split_member(name);
    input.path = parts.path;
    input.member = parts.member;
    const auto open = reason.ends_with(')') ? reason.rfind(" (") : std::string_view::npos;
    input.referrer = reason.substr(0, open);
    if (open != std::string_view::npos) input.symbol = reason.substr(open + 2, reason.size() - open - 3);
    if (input.referrer == "(--whole-archive)") input.referrer = "--whole-archive";
    inputs.add(input);
    name = {};
  }
}

/// The line of an input section behind its name: "0xADDRESS 0xSIZE file". Nothing for lines of any other
/// kind: fillings and output sections have no file, symbols and assignments no size.
void read_section(std::string_view rest, Inputs& inputs) {
  if (!hexadecimal(take_column(rest))) return;
  const auto size = hexadecimal(take_column(rest));
  if (!size || rest.size() < 2) return;
  add_bytes(inputs.named(rest.substr(1)), *size);
}

/// " .name 0x… 0x… file", or " .name" alone and the rest on the next line.
void read_sections(std::string_view text, Inputs& inputs) {
  bool name_alone = false;
  while (const auto line = next_line(text)) {
    if (name_alone && line->starts_with("                0x")) {
      read_section(*line, inputs);
      name_alone = false;
      continue;
    }
    name_alone = false;
    if (line->size() < 2 || (*line)[0] != ' ' || (*line)[1] == ' ' || (*line)[1] == '*') continue;
    std::string_view rest = *line;
    (void)take_column(rest);
    if (rest.empty())
      name_alone = true;
    else
      read_section(rest, inputs);
  }
}

}  // namespace

Result<std::vector<ReportedInput>> parse_mold_map(std::string_view text) {
  if (trim(text.substr(0, text.find('\n'))) != "VMA       Size Align Out     In      Symbol")
    return malformed("mold's map", "expected the header \"VMA Size Align Out In Symbol\"", 0);
  return read_table(text, 3, 1, 10);
}

Result<std::vector<ReportedInput>> parse_lld_map(std::string_view text) {
  std::string_view header = text.substr(0, text.find('\n'));
  if (take_column(header) != "VMA" || take_column(header) != "LMA" || take_column(header) != "Size")
    return malformed("lld's map", "expected the header \"VMA LMA Size Align Out In Symbol\"", 0);
  return read_table(text, 4, 2, 16);
}

Result<std::vector<ReportedInput>> parse_mold_gc_sections(std::string_view text) {
  constexpr std::string_view kPrefix = "removing unused section ";
  Inputs inputs;
  while (const auto line = next_line(text)) {
    if (!line->starts_with(kPrefix)) continue;
    if (const auto name = without_section(line->substr(kPrefix.size()))) (void)inputs.named(*name);
  }
  return inputs.take();
}

Result<std::vector<ReportedInput>> parse_gnu_map(std::string_view text) {
  const std::string_view all = text;
  Inputs archive_block;
  Inputs sections;
  while (const auto line = next_line(text)) {
    if (line->starts_with("Archive member included")) read_archive_block(text, archive_block);
    if (*line != "Linker script and memory map" && *line != "Memory map") continue;
    read_sections(text, sections);
    std::vector<ReportedInput> inputs = archive_block.take();
    for (ReportedInput& input : sections.take()) inputs.push_back(std::move(input));
    return inputs;
  }
  return malformed("map", "it has no memory map, or its headings are not English", all.size());
}

}  // namespace souptrace::formats
