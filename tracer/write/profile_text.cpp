// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "write/json_text.hpp"
#include "write/profile_rules.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kMark = 10;

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
  if (gap.answer == Answer::elsewhere) return style.cell(Colour::dim, "elsewhere", kMark);
  if (gap.demand == Demand::should) return style.cell(Colour::yellow, "should", kMark);
  return style.cell(Colour::red, gap.answer == Answer::withheld ? "withheld" : "missing", kMark);
}

/// What fails first, then what should be there, then what other documents say; each group in the order of the rules.
int rank_of(const ProfileGap& gap) { return is_failure(gap) ? 0 : gap.answer == Answer::elsewhere ? 2 : 1; }

/// One gap and all that have it.
struct Lack {
  const ProfileGap* gap;
  std::vector<std::string> names;
  bool of_document;
};

std::vector<Lack> lacks_of(const ProfileReport& report) {
  std::vector<Lack> out;
  std::map<ProfileGap, std::size_t> at;
  for (const ProfileSubject& subject : report.subjects)
    for (const ProfileGap& gap : subject.gaps) {
      const auto [found, is_new] = at.emplace(gap, out.size());
      if (is_new) out.push_back({&gap, {}, subject.ref.empty()});
      out[found->second].names.push_back(title_of(subject));
    }
  std::stable_sort(out.begin(), out.end(), [](const Lack& a, const Lack& b) { return rank_of(*a.gap) < rank_of(*b.gap); });
  return out;
}

void append_lack(std::string& out, const TextStyle& style, const Lack& lack, std::size_t components) {
  const ProfileGap& gap = *lack.gap;
  const std::string margin(kIndent + kMark, ' ');
  out += std::string(kIndent, ' ') + mark_of(style, gap) + std::string(gap.field) +
         style.paint(Colour::dim, " (" + std::string(gap.clause) + ')') + '\n';
  if (!gap.remedy.empty()) out += margin + std::string(style.arrow()) + gap.remedy + '\n';
  if (lack.of_document) return;
  if (lack.names.size() == components && components > 1) {
    out += margin + "all " + counted(components, "component") + '\n';
    return;
  }
  const std::size_t columns = style.width() > margin.size() + 20 ? style.width() - margin.size() : 20;
  for (const std::string& line : TextStyle::wrap(lack.names, columns)) out += margin + style.paint(Colour::bold, line) + '\n';
}

/// "2 things that must be there are missing, in 1 of 7 components".
std::string missing_text(const ProfileReport& report, const std::vector<Lack>& lacks) {
  const auto failures = static_cast<std::size_t>(std::count_if(lacks.begin(), lacks.end(), [](const Lack& one) { return is_failure(*one.gap); }));
  const auto lacking = static_cast<std::size_t>(std::count_if(report.subjects.begin(), report.subjects.end(), [](const ProfileSubject& one) {
    return !one.ref.empty() && std::any_of(one.gaps.begin(), one.gaps.end(), is_failure);
  }));
  std::string out = counted(failures, "thing") + (failures == 1 ? " that must be there is missing" : " that must be there are missing");
  if (lacking == 0) return out + ", of the document itself";
  return out + ", in " + grouped(lacking) + " of " + counted(report.components, "component");
}

void append_report(std::string& out, const TextStyle& style, const ProfileReport& report) {
  const std::vector<Lack> lacks = lacks_of(report);
  out += style.paint(Colour::bold, clean(report.binary)) + std::string(style.dot()) + std::string(title_of(report.profile)) + ": ";
  const bool elsewhere = std::any_of(lacks.begin(), lacks.end(), [](const Lack& one) { return one.gap->answer == Answer::elsewhere; });
  if (report.fulfilled())
    out += style.paint(Colour::green, elsewhere ? "all that this document has to say is there" : "all that must be there is there");
  else
    out += style.paint(Colour::red, missing_text(report, lacks));
  out += '\n' + std::string(kIndent, ' ') +
         (report.document.empty() ? "judged: what souptrace sbom --format " + report.format + " writes now; no such document lies beside the trace"
                                  : "judged: " + clean(report.document)) + '\n';
  for (const Lack& lack : lacks) append_lack(out, style, lack, report.components);
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
    json.member("format", report.format);
    json.member_unless_empty("document", report.document);
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
