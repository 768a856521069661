// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "write/release_diff.hpp"
#include "write/release_diff_words.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kCellLines = 12;  // of one cell or list; the JSON has all

/// The cells of a row, each escaped.
std::string row(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) out += ' ' + cell + " |";
  return out + '\n';
}

std::string heading_row(const std::vector<std::string>& names) {
  std::string out = row(names) + '|';
  for (std::size_t i = 0; i < names.size(); ++i) out += " --- |";
  return out + '\n';
}

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
  out += heading_row({"", "product", "supplier", "trace SHA-256"});
  for (const auto& [name, side] : {std::pair{"old", &diff.before}, std::pair{"new", &diff.after}})
    out += row({name, markdown_text(product_words(side->product)), markdown_text(side->product.supplier), markdown_text(side->trace_sha256)});
  out += '\n';
  for (const std::string& note : diff.notes) out += "> " + markdown_text(note) + "\n\n";
  if (!differs(diff)) out += "Nothing differs.\n\n";
  else
    for (const std::string& words : summary_words(diff)) out += "- " + markdown_text(words) + '\n';
}

void add_impacts(const ReleaseDiff& diff, std::string& out) {
  if (diff.impacts.empty()) return;
  out += "\n## To review (IEC 62304:2006+A1:2015)\n\n";
  out += heading_row({diff.with_register ? "SOUP item" : "component", "class", "binaries", "what changed", "clauses", "done (who, when, record)"});
  for (const ReviewImpact& one : diff.impacts) {
    const auto clause = [](const ReviewTrigger& trigger) { return trigger.clause; };
    out += row({markdown_text(subject_words(one, diff)), markdown_text(one.safety_class), lines(one.binaries, same_text), lines(one.changes, same_text), lines(one.triggers, clause), ""});
  }
  const auto clauses = clauses_of(diff);
  if (clauses.empty()) return;
  out += '\n' + heading_row({"clause", "asks for"});
  for (const auto& [clause, task] : clauses) out += row({markdown_text(clause), markdown_text(task)});
}

void add_components(const ReleaseDiff& diff, std::string& out) {
  if (diff.components.empty() && diff.unowned.empty()) return;
  out += "\n## Third-party code\n\n" + heading_row({"component", "old", "new", "files"});
  const auto side = [](const std::optional<ComponentSide>& one) { return one ? markdown_text(one->version.empty() ? one->id : one->version) : std::string("none"); };
  for (const ComponentDiff& one : diff.components) out += row({markdown_text(one.name), side(one.before), side(one.after), lines(one.parts, change_words)});
  if (!diff.unowned.empty()) out += row({"(nobody's)", "", "", lines(diff.unowned, change_words)});
}

void add_binaries(const ReleaseDiff& diff, std::string& out) {
  if (std::none_of(diff.binaries.begin(), diff.binaries.end(), [](const BinaryDiff& one) { return differs(one); })) return;
  out += "\n## Binaries\n\n" + heading_row({"binary", "old SHA-256", "new SHA-256", "what it is made of", "link", "ships"});
  const auto digest = [](const std::optional<BinarySide>& one) { return one ? markdown_text(one->sha256) : std::string("none"); };
  for (const BinaryDiff& one : diff.binaries)
    if (differs(one)) out += row({markdown_text(one.name), digest(one.before), digest(one.after), lines(count_words(one), same_text), lines(one.values, value_words), lines(one.shipped, change_words)});
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
  if (!all.empty()) out += heading_row({"what", "why", "SHA-256"});
  constexpr std::size_t kRows = 60;
  for (std::size_t i = 0; i < std::min(all.size(), kRows); ++i) out += row({markdown_text(all[i].subject), markdown_text(all[i].reason), markdown_text(all[i].sha256)});
  if (all.size() > kRows) out += row({"and more", "the JSON has all", ""});
  if (!diff.unchanged.empty()) out += '\n' + counted(diff.unchanged.size(), "component") + " without any difference.\n";
}

/// ASCII that means something to Markdown within a line.
bool is_markup(char c) {
  return std::string_view("\\`*_[]|#~!{}").find(c) != std::string_view::npos;
}

}  // namespace

std::string markdown_text(std::string_view text) {
  std::string one_line(text);
  std::replace_if(one_line.begin(), one_line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  const std::string cleaned = clean(one_line);
  std::string out;
  for (std::size_t i = 0; i < cleaned.size(); ++i) {
    const char c = cleaned[i];
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else if (is_markup(c) || (c == ':' && cleaned.compare(i, 3, "://") == 0) || (c == '.' && i >= 3 && cleaned.compare(i - 3, 3, "www") == 0)) (out += '\\') += c;
    else out += c;
  }
  return out;
}

std::string release_diff_markdown(const ReleaseDiff& diff) {
  std::string out;
  add_heading(diff, out);
  if (differs(diff)) {
    add_impacts(diff, out);
    add_components(diff, out);
    add_binaries(diff, out);
    if (!diff.settings.empty()) {
      out += "\n## Settings\n\n" + heading_row({"setting", "old", "new"});
      for (const ValueChange& one : diff.settings) out += row({markdown_text(value_name(one.name)), markdown_text(one.before), markdown_text(one.after)});
    }
    add_unaffected(diff, out);
  }
  out += "\n## Not compared\n\n";
  for (const std::string& what : diff.not_compared) out += "- " + markdown_text(what) + '\n';
  return out;
}

}  // namespace souptrace::write
