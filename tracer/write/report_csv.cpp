// SPDX-License-Identifier: Apache-2.0
#include "write/report_csv.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "model/names.hpp"
#include "write/report_contents.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {
namespace {

using Cells = std::vector<std::string>;

bool is_formula(std::string_view text) {
  constexpr std::array<std::string_view, 8> kStarts{"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  const std::string_view rest = text.substr(std::min(text.find_first_not_of(' '), text.size()));
  return std::any_of(kStarts.begin(), kStarts.end(), [&](std::string_view start) { return rest.starts_with(start); });
}

void add_line(const Cells& cells, std::string& out) {
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + csv_cell(cells[i]);
  out += "\r\n";
}

const Cells kColumns{"Binary",       "Binary SHA-256", "Software item", "SOUP ID",         "Title",        "Manufacturer",   "Version", "Other linked versions", "Commit", "Language", "Kind",
                     "Safety class", "Purpose",        "Licence",       "How linked",      "Bytes of linked inputs", "Identity tier",  "Approval",     "Approved by",
                     "Approved on",  "Change request", "Support",       "End of support",  "Requirements", "Verified requirements", "Verified on", "Anomaly list", "Anomaly list read on",
                     "Anomalies",    "Open anomalies", "Known vulnerabilities", "Failing gates", "Components", "purl", "Website"};

struct Place {
  std::string how;
  std::string bytes;
  std::string tier;
  std::vector<std::string> components;
  std::vector<std::string> purls;
};

void add_subject_cells(const ReportSubject& from, const Place& in, Cells& out) {
  const bool registered = !from.item.empty();
  const auto number = [&](std::uint64_t value) { return registered ? std::to_string(value) : std::string(); };
  const Cells rest{from.item, from.title, from.manufacturer, from.version, joined(from.other_versions, "; "), from.commit, from.language, from.kind, from.safety_class, from.purpose, from.licence, in.how, in.bytes, in.tier,
                   registered ? from.approval : "not registered", from.approved_by, from.approval_date, from.change_request, from.support,
                   from.end_of_support, number(from.requirements), number(from.requirements_verified), from.verified_on, from.anomaly_list, from.anomaly_list_date,
                   number(from.anomalies), number(from.anomalies_open), joined(from.vulnerabilities, "; "), joined(from.gates, "; "), joined(in.components, "; "),
                   joined(in.purls, "; "), from.url};
  out.insert(out.end(), rest.begin(), rest.end());
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string plain = clean_lines(text);
  std::replace(plain.begin(), plain.end(), '\n', ' ');
  if (is_formula(plain)) plain.insert(0, 1, '\'');
  if (plain.find_first_of(",\"; ") == std::string::npos) return plain;
  std::string out(1, '"');
  for (const char c : plain) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string soup_list_csv(const TraceIndex& index, const Report& report) {
  std::string out;
  add_line(kColumns, out);
  std::vector<bool> linked(report.subjects.size());
  for (const BinaryContents& contents : report_contents(index, report)) {
    for (const ContentRow* row : contents.soup()) {
      linked[row->subject_index] = true;
      Cells cells{contents.binary->name, contents.binary->sha256, contents.software_item};
      add_subject_cells(*row->subject, {joined(row->how, "; "), std::to_string(row->bytes), std::string(name_of(row->tier)), row->components, row->purls}, cells);
      add_line(cells, out);
    }
  }
  for (std::size_t i = 0; i < report.subjects.size(); ++i) {
    if (linked[i] || report.subjects[i].item.empty()) continue;
    Cells cells{"", "", ""};
    add_subject_cells(report.subjects[i], {"not linked", "", "", {}, {}}, cells);
    add_line(cells, out);
  }
  return out;
}

}  // namespace souptrace::write
