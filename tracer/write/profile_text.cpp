// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "write/json_text.hpp"
#include "write/profile_rules.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

constexpr std::size_t kIndent = 2;

std::string_view word_for(Answer answer) {
  switch (answer) {
    case Answer::stated:
      break;
    case Answer::unknown:
      return "unknown";
    case Answer::withheld:
      return "withheld";
    case Answer::elsewhere:
      return "elsewhere";
  }
  return "stated";
}

std::string_view word_for(Demand demand) {
  return demand == Demand::must ? "must" : "should";
}

std::string title_of(const ProfileSubject& subject) {
  return clean(subject.name) + (subject.version.empty() ? "" : ' ' + clean(subject.version));
}

std::string mark_of(const TextStyle& style, const ProfileGap& gap) {
  constexpr std::size_t kColumns = 10;
  if (gap.answer == Answer::elsewhere) return style.cell(Colour::dim, "elsewhere", kColumns);
  if (gap.demand == Demand::should) return style.cell(Colour::yellow, "should", kColumns);
  return style.cell(Colour::red, gap.answer == Answer::withheld ? "withheld" : "missing", kColumns);
}

void append_gap(std::string& out, const TextStyle& style, const ProfileGap& gap) {
  out += std::string(kIndent, ' ') + mark_of(style, gap) + std::string(gap.field) +
         style.paint(Colour::dim, " (" + std::string(gap.clause) + ')') + '\n';
  if (!gap.remedy.empty())
    out += std::string(kIndent + 10, ' ') + std::string(style.arrow()) + gap.remedy + '\n';
}

void append_report(std::string& out, const TextStyle& style, const ProfileReport& report) {
  std::size_t lacking = 0;
  bool document_lacks = false;
  std::vector<std::pair<const ProfileSubject*, std::vector<std::string>>>
      groups;  // one of those that are alike; names
  std::map<std::vector<ProfileGap>, std::size_t> group_of;
  for (const ProfileSubject& subject : report.subjects) {
    const bool fails = std::any_of(subject.gaps.begin(), subject.gaps.end(), [](const ProfileGap& gap) {
      return gap.demand == Demand::must && gap.answer != Answer::elsewhere;
    });
    if (subject.ref.empty()) document_lacks = fails;
    if (!subject.ref.empty() && fails) ++lacking;
    const auto [at, is_new] = group_of.emplace(subject.gaps, groups.size());
    if (is_new) groups.push_back({&subject, {}});
    groups[at->second].second.push_back(title_of(subject));
  }
  out += style.paint(Colour::bold, clean(report.binary)) + std::string(style.dot()) +
         std::string(title_of(report.profile)) + ": ";
  if (report.fulfilled()) {
    out += style.paint(Colour::green, "all that must be there is there") + '\n';
  } else {
    const std::string components = grouped(lacking) + " of " + counted(report.components, "component");
    out += style.paint(Colour::red, (document_lacks ? "the document and " : "") + components) +
           (lacking == 1 && !document_lacks ? " lacks" : " lack") + " something that must be there\n";
  }
  for (const auto& [subject, names] : groups) {
    out += '\n';
    for (const std::string& line : TextStyle::wrap(names, style.width()))
      out += style.paint(Colour::bold, line) + '\n';
    for (const ProfileGap& gap : subject->gaps) append_gap(out, style, gap);
  }
}

void write_gap(JsonText& json, const ProfileGap& gap) {
  json.begin_object(Layout::one_line);
  json.member("rule", gap.rule);
  json.member("clause", gap.clause);
  json.member("field", gap.field);
  json.member("demand", word_for(gap.demand));
  json.member("answer", word_for(gap.answer));
  json.member("remedy", gap.remedy);
  json.end_object();
}

}  // namespace

std::string profile_text(const std::vector<ProfileReport>& reports, const TextOptions& options) {
  const TextStyle style(options);
  std::string out;
  for (const ProfileReport& report : reports) {
    if (!out.empty()) out += '\n';
    append_report(out, style, report);
  }
  return out;
}

std::string profile_json(const std::vector<ProfileReport>& reports) {
  std::string out;
  JsonText json(out);
  json.begin_array();
  for (const ProfileReport& report : reports) {
    json.begin_object();
    json.member("binary", report.binary);
    json.member("profile", name_of(report.profile));
    json.member("title", title_of(report.profile));
    json.member("fulfilled", report.fulfilled());
    json.member("components", std::uint64_t{report.components});
    json.key("subjects");
    json.begin_array();
    for (const ProfileSubject& subject : report.subjects) {
      json.begin_object();
      json.member("ref", subject.ref);
      json.member("name", subject.name);
      json.member("version", subject.version);
      json.key("gaps");
      json.begin_array();
      for (const ProfileGap& gap : subject.gaps) write_gap(json, gap);
      json.end_array();
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  return out + '\n';
}

}  // namespace souptrace::write
