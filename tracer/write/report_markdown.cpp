// SPDX-License-Identifier: Apache-2.0
#include "write/report_markdown.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "model/names.hpp"
#include "write/markdown.hpp"
#include "write/release_diff_words.hpp"
#include "write/report_contents.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {
namespace {

using Cells = std::vector<std::string>;

/// A row of texts.
void add_row(Cells cells, std::string& out) {
  for (std::string& cell : cells) cell = markdown_text(cell);
  out += markdown_row(cells);
}

void add_fact(std::string_view name, std::string_view value, std::string& out) {
  if (!value.empty()) out += "- " + std::string(name) + ": " + markdown_text(value) + '\n';
}

void add_title(const TraceIndex& index, const Report& report, std::string& out) {
  const Trace& trace = index.trace();
  out += "# SOUP report: " + markdown_text(trace.product.name + (trace.product.version.empty() ? "" : ' ' + trace.product.version)) + "\n\n";
  add_fact("Supplier", trace.product.supplier, out);
  add_fact("Safety class of the product", trace.product.safety_class, out);
  add_fact("Date", report.date, out);
  add_fact("SOUP register", report.register_path, out);
  add_fact("SHA-256 of the trace", report.trace_sha256, out);
  for (const TraceBinary& binary : trace.binaries) add_fact("Binary " + markdown_text(binary.name), binary.sha256, out);
}

void add_todo(const Report& report, std::string& out) {
  if (!report.gates) return;
  constexpr std::size_t kShown = 3;
  for (const GateStatus status : {GateStatus::fail, GateStatus::warn}) {
    for (const GateResult& gate : report.gates->gates) {
      if (gate.status != status) continue;
      out += "- **" + std::string(name_of(status)) + "** " + markdown_text(gate.gate) + " (" + markdown_text(gate.clause) + "): " + markdown_text(gate.title) + '\n';
      std::size_t open = 0;
      for (const GateMessage& message : gate.messages) {
        if (!message.waived.empty() || ++open > kShown) continue;
        out += "  - " + markdown_text((message.subject.empty() ? "" : message.subject + ": ") + message.text + ". " + message.action) + '\n';
      }
      if (open > kShown) out += "  - and " + std::to_string(open - kShown) + " more: see the gates\n";
    }
  }
}

void add_verdict(const TraceIndex& index, const Report& report, std::string& out) {
  const Verdict verdict = report_verdict(index.trace(), report);
  out += "\n## " + markdown_text(verdict.text) + "\n\n";
  for (const std::string& text : verdict.reservations) out += "- " + markdown_text(text) + '\n';
  add_todo(report, out);
}

void add_gates(const Report& report, std::string& out) {
  if (!report.gates) return;
  out += "\n## Gates\n\n";
  out += markdown_head({"Gate", "Clause", "Status", "About", "What is wrong", "What to do"});
  for (const GateResult& gate : report.gates->gates) {
    if (gate.messages.empty()) add_row({gate.gate, gate.clause, std::string(name_of(gate.status)), "", gate.note, ""}, out);
    for (const GateMessage& message : gate.messages) {
      const std::string status = !message.waived.empty() ? "waived" : message.severity == Severity::error ? "failed" : "warned";
      add_row({gate.gate, gate.clause, status, message.subject, message.text, message.waived.empty() ? message.action : message.waived}, out);
    }
  }
}

void add_binary(const BinaryContents& contents, std::string& out) {
  out += "\n## SOUP in " + markdown_text(contents.binary->name) + "\n\n";
  out += markdown_head({"ID", "Title", "Manufacturer", "Version", "Class", "Licence", "How linked", "Identity", "Approval", "Support ends", "Vulnerabilities", "Gates"});
  for (const ContentRow* row : contents.soup()) {
    const ReportSubject& one = *row->subject;
    add_row({one.item, one.title, one.manufacturer, one.version + (one.other_versions.empty() ? "" : " (linked: " + joined(one.other_versions, ", ") + ")"), one.safety_class, one.licence, joined(row->how, ", "), std::string(name_of(row->tier)),
             one.item.empty() ? "not registered" : one.approval, one.end_of_support, joined(one.vulnerabilities, ", "), joined(one.gates, ", ")}, out);
  }
}

void add_vulnerabilities(const Report& report, std::string& out) {
  if (!report.evaluation) return;
  out += "\n## Vulnerabilities\n\n";
  add_fact("Database", report.evaluation->database, out);
  add_fact("Its date", report.evaluation->date, out);
  out += '\n';
  out += markdown_head({"Vulnerability", "Component", "State", "Summary", "Fixed in", "What the link proves", "Assessment"});
  for (const ReportVulnerability& one : report.evaluation->vulnerabilities) {
    Cells judged;
    for (const ReportAssessment& by : one.assessments) judged.push_back(by.status + (by.justification.empty() ? "" : ": " + by.justification) + (by.binaries.empty() ? " (of other bytes)" : " (" + joined(by.binaries, ", ") + ')'));
    Cells proofs = one.evidence;
    for (const std::string& proposal : one.proposals) proofs.push_back("proposed: not affected in " + proposal);
    add_row({one.id, one.component, one.state, one.summary, joined(one.fixed, ", "), joined(proofs, ", "), judged.empty() ? "not assessed" : joined(judged, ", ")}, out);
  }
}

void add_diff(const Report& report, std::string& out) {
  if (!report.diff) return;
  const ReleaseDiff& diff = *report.diff;
  out += "\n## Changes since " + markdown_text(product_words(diff.before.product)) + "\n\n";
  add_fact("SHA-256 of the former trace", diff.before.trace_sha256, out);
  if (!differs(diff)) out += "- Nothing differs.\n";
  else for (const std::string& words : summary_words(diff)) out += "- " + markdown_text(words) + '\n';
  if (diff.impacts.empty()) return;
  out += '\n' + markdown_head({"To review", "Class", "Changes", "IEC 62304 asks for"});
  for (const ReviewImpact& one : diff.impacts) {
    std::vector<std::string> clauses;
    for (const ReviewTrigger& trigger : one.triggers) clauses.push_back(trigger.clause);
    add_row({subject_words(one, diff), one.safety_class, joined(one.changes, "; "), joined(clauses, "; ")}, out);
  }
}

void add_findings(const Trace& trace, std::string& out) {
  if (trace.findings.empty()) return;
  out += "\n## Findings of the trace\n\n";
  out += markdown_head({"Severity", "Finding", "About", "What was found", "What to do"});
  for (const Finding& one : trace.findings) add_row({std::string(name_of(one.severity)), one.code, one.subject, one.text, one.remedy}, out);
}

}  // namespace

std::string report_markdown(const TraceIndex& index, const Report& report) {
  std::string out;
  add_title(index, report, out);
  add_verdict(index, report, out);
  for (const BinaryContents& contents : report_contents(index, report)) add_binary(contents, out);
  add_vulnerabilities(report, out);
  add_diff(report, out);
  add_findings(index.trace(), out);
  add_gates(report, out);
  return out;
}

}  // namespace souptrace::write
