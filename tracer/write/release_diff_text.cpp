// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "write/release_diff.hpp"
#include "write/release_diff_words.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kImpacts = 20;
constexpr std::size_t kLines = 6;  // of one list of an impact or a binary
constexpr std::size_t kBinaries = 20;
constexpr std::size_t kSettings = 12;

/// Writes at most `most` of `list` with `line`, then how many more there are.
template <class T, class Line>
void add_some(const std::vector<T>& list, std::size_t most, const std::string& indent, const Line& line, std::string& out) {
  for (std::size_t i = 0; i < std::min(list.size(), most); ++i) out += indent + clean(line(list[i])) + '\n';
  if (list.size() > most) out += indent + "and " + grouped(list.size() - most) + " more (--json has all)\n";
}

const std::string& as_it_is(const std::string& text) {
  return text;
}

std::string heading(const ReleaseDiff& diff, const TextStyle& style) {
  std::string out = style.paint(Colour::bold, clean(product_words(diff.before.product) + " -> " + product_words(diff.after.product))) + '\n';
  for (const std::string& note : diff.notes) out += style.paint(Colour::yellow, "note: " + clean(note)) + '\n';
  if (!differs(diff)) return out + style.paint(Colour::green, "nothing differs") + '\n';
  for (const std::string& line : TextStyle::wrap(summary_words(diff), style.width())) out += clean(line) + '\n';
  return out;
}

Colour colour_of(const ReviewImpact& impact) {
  return impact.triggers.empty() ? Colour::dim : impact.safety_class == "C" ? Colour::red : Colour::yellow;
}

void add_impact(const ReviewImpact& impact, const ReleaseDiff& diff, const TextStyle& style, std::string& out) {
  out += "  " + style.paint(colour_of(impact), clean(subject_words(impact, diff))) + std::string(style.dot()) + "class " + clean(impact.safety_class) + '\n';
  add_some(impact.changes, kLines, "    ", as_it_is, out);
  std::string clauses;
  for (const ReviewTrigger& trigger : impact.triggers) clauses += (clauses.empty() ? "" : "; ") + trigger.clause;
  if (!clauses.empty()) out += "    asks for " + clean(clauses) + '\n';
  add_some(impact.unaffected, 3, "    not affected: ", unaffected_words, out);
}

void add_impacts(const ReleaseDiff& diff, const TextStyle& style, std::string& out) {
  if (diff.impacts.empty()) return;
  out += '\n' + style.paint(Colour::bold, "to review (IEC 62304)") + '\n';
  for (std::size_t i = 0; i < std::min(diff.impacts.size(), kImpacts); ++i) add_impact(diff.impacts[i], diff, style, out);
  if (diff.impacts.size() > kImpacts) out += "  and " + grouped(diff.impacts.size() - kImpacts) + " more (--json has all)\n";
  const auto clauses = clauses_of(diff);
  if (clauses.empty()) return;
  out += '\n' + style.paint(Colour::bold, "what the clauses ask for") + '\n';
  for (const auto& [clause, task] : clauses) out += "  " + style.cell(Colour::none, clean(clause), 14) + clean(task) + '\n';
}

void add_binary(const BinaryDiff& binary, const TextStyle& style, std::string& out) {
  const std::string state = binary.state == "added" ? "new" : binary.state == "removed" ? "gone" : binary.state == "same" ? "itself the same bytes; how it was made, what it loads or what ships differs" : "changed";
  out += "  " + style.paint(Colour::bold, clean(binary.name)) + ": " + state;
  if (binary.before && binary.after && binary.state == "changed") out += ", sha256 " + short_digest(binary.before->sha256) + " -> " + short_digest(binary.after->sha256);
  out += '\n';
  for (const std::string& words : count_words(binary)) out += "    " + clean(words) + '\n';
  add_some(binary.values, kLines, "    ", value_words, out);
  std::vector<PartChange> code = binary.parts;  // headers say less than what they were compiled into
  std::stable_partition(code.begin(), code.end(), [](const PartChange& one) { return one.role != Role::header; });
  add_some(code, kLines, "    ", change_words, out);
  add_some(binary.dropped, 3, "    ", [](const PartChange& one) { return (one.state == "added" ? "newly opened and dropped: " : "no longer opened and dropped: ") + (one.after ? one.after : one.before)->place; }, out);
  add_some(binary.shipped, kLines, "    ships ", [](const PartChange& one) { return change_words(one); }, out);
}

void add_binaries(const ReleaseDiff& diff, const TextStyle& style, std::string& out) {
  std::vector<const BinaryDiff*> binaries;
  for (const BinaryDiff& one : diff.binaries)
    if (differs(one)) binaries.push_back(&one);
  if (binaries.empty()) return;
  out += '\n' + style.paint(Colour::bold, "binaries") + '\n';
  for (std::size_t i = 0; i < std::min(binaries.size(), kBinaries); ++i) add_binary(*binaries[i], style, out);
  if (binaries.size() > kBinaries) out += "  and " + grouped(binaries.size() - kBinaries) + " more (--json has all)\n";
}

}  // namespace

std::string release_diff_text(const ReleaseDiff& diff, const TextOptions& options) {
  const TextStyle style(options);
  std::string out = heading(diff, style);
  if (differs(diff)) {
    add_impacts(diff, style, out);
    add_binaries(diff, style, out);
    if (!diff.settings.empty()) {
      out += '\n' + style.paint(Colour::bold, "settings") + '\n';
      add_some(diff.settings, kSettings, "  ", value_words, out);
    }
    if (!diff.unaffected.empty() || !diff.unchanged.empty()) out += '\n' + style.paint(Colour::bold, "not affected") + '\n';
    add_some(diff.unaffected, kLines, "  ", unaffected_words, out);
    if (!diff.unchanged.empty()) out += "  " + counted(diff.unchanged.size(), "component") + " without any difference (--json names them)\n";
  }
  for (const std::string& what : diff.not_compared) out += "not compared: " + clean(what) + '\n';
  return out;
}

}  // namespace souptrace::write
