// SPDX-License-Identifier: Apache-2.0
#include "write/release_diff.hpp"

#include <algorithm>

#include "write/markdown.hpp"
#include "write/release_diff_words.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kCellLines = 12;  // of one cell or list; the JSON has all

/// One line below the other within a cell.
template <class T, class Line>
std::string lines(const std::vector<T>& list, const Line& line) {
  std::string out;
  for (std::size_t i = 0; i < std::min(list.size(), kCellLines); ++i) out += (out.empty() ? "" : "<br>") + markdown_text(line(list[i]));
  if (list.size() > kCellLines) out += "<br>and " + grouped(list.size() - kCellLines) + " more";
  return out;
}

const std::string& same_text(const std::string& text) {
  return text;
}

void add_heading(const ReleaseDiff& diff, std::string& out) {
  out += "# " + markdown_text(product_words(diff.before.product) + " -> " + product_words(diff.after.product)) + "\n\n";
  out += markdown_head({"", "product", "supplier", "trace SHA-256"});
  for (const auto& [name, side] : {std::pair{"old", &diff.before}, std::pair{"new", &diff.after}})
    out += markdown_row({name, markdown_text(product_words(side->product)), markdown_text(side->product.supplier), markdown_text(side->trace_sha256)});
  out += '\n';
  for (const std::string& note : diff.notes) out += "> " + markdown_text(note) + "\n\n";
  if (!differs(diff)) out += "Nothing differs.\n\n";
  else
    for (const std::string& words : summary_words(diff)) out += "- " + markdown_text(words) + '\n';
}

void add_impacts(const ReleaseDiff& diff, std::string& out) {
  if (diff.impacts.empty()) return;
  out += "\n## To review (IEC 62304:2006+A1:2015)\n\n";
  out += markdown_head({diff.with_register ? "SOUP item" : "component", "class", "binaries", "what changed", "clauses", "done (who, when, record)"});
  for (const ReviewImpact& one : diff.impacts) {
    const auto clause = [](const ReviewTrigger& trigger) { return trigger.clause; };
    out += markdown_row({markdown_text(subject_words(one, diff)), markdown_text(one.safety_class), lines(one.binaries, same_text), lines(one.changes, same_text), lines(one.triggers, clause), ""});
  }
  const auto clauses = clauses_of(diff);
  if (clauses.empty()) return;
  out += '\n' + markdown_head({"clause", "asks for"});
  for (const auto& [clause, task] : clauses) out += markdown_row({markdown_text(clause), markdown_text(task)});
}

void add_components(const ReleaseDiff& diff, std::string& out) {
  if (diff.components.empty() && diff.unowned.empty()) return;
  out += "\n## Third-party code\n\n" + markdown_head({"component", "old", "new", "files"});
  const auto side = [](const std::optional<ComponentSide>& one) { return one ? markdown_text(one->version.empty() ? one->id : one->version) : std::string("none"); };
  for (const ComponentDiff& one : diff.components) out += markdown_row({markdown_text(one.name), side(one.before), side(one.after), lines(one.parts, change_words)});
  if (!diff.unowned.empty()) out += markdown_row({"(nobody's)", "", "", lines(diff.unowned, change_words)});
}

void add_binaries(const ReleaseDiff& diff, std::string& out) {
  if (std::none_of(diff.binaries.begin(), diff.binaries.end(), [](const BinaryDiff& one) { return differs(one); })) return;
  out += "\n## Binaries\n\n" + markdown_head({"binary", "old SHA-256", "new SHA-256", "what it is made of", "link", "ships"});
  const auto digest = [](const std::optional<BinarySide>& one) { return one ? markdown_text(one->sha256) : std::string("none"); };
  for (const BinaryDiff& one : diff.binaries)
    if (differs(one)) out += markdown_row({markdown_text(one.name), digest(one.before), digest(one.after), lines(count_words(one), same_text), lines(one.values, value_words), lines(one.shipped, change_words)});
}

void add_unaffected(const ReleaseDiff& diff, std::string& out) {
  std::vector<Unaffected> all = diff.unaffected;
  for (const ReviewImpact& impact : diff.impacts)
    for (const Unaffected& one : impact.unaffected) {
      const auto is_same = [&](const Unaffected& other) { return other.subject == one.subject && other.sha256 == one.sha256 && other.reason == one.reason; };
      if (one.sha256.empty() || all.size() > 200 || std::any_of(all.begin(), all.end(), is_same)) continue;
      all.push_back(one);
    }
  if (all.empty() && diff.unchanged.empty()) return;
  out += "\n## Not affected\n\n";
  if (!all.empty()) out += markdown_head({"what", "why", "SHA-256"});
  constexpr std::size_t kRows = 60;
  for (std::size_t i = 0; i < std::min(all.size(), kRows); ++i) out += markdown_row({markdown_text(all[i].subject), markdown_text(all[i].reason), markdown_text(all[i].sha256)});
  if (all.size() > kRows) out += markdown_row({"and more", "the JSON has all", ""});
  if (!diff.unchanged.empty()) out += '\n' + counted(diff.unchanged.size(), "component") + " without any difference.\n";
}

}  // namespace

std::string release_diff_markdown(const ReleaseDiff& diff) {
  std::string out;
  add_heading(diff, out);
  if (differs(diff)) {
    add_impacts(diff, out);
    add_components(diff, out);
    add_binaries(diff, out);
    if (!diff.settings.empty()) {
      out += "\n## Settings\n\n" + markdown_head({"setting", "old", "new"});
      for (const ValueChange& one : diff.settings) out += markdown_row({markdown_text(value_name(one.name)), markdown_text(one.before), markdown_text(one.after)});
    }
    add_unaffected(diff, out);
  }
  if (!diff.not_compared.empty()) out += "\n## Not compared\n\n";
  for (const std::string& what : diff.not_compared) out += "- " + markdown_text(what) + '\n';
  return out;
}

}  // namespace souptrace::write
