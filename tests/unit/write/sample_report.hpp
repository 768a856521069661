// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/report.hpp"
#include "unit/write/sample_diff.hpp"
#include "unit/write/sample_trace.hpp"

// Reports over sample traces, with something in every section.
namespace souptrace::sample {

inline ReportSubject subject(const Component& component) {
  ReportSubject out;
  out.kind = name_of(component.kind);
  out.title = component.name;
  out.manufacturer = component.supplier;
  out.version = component.version;
  out.url = component.url;
  out.licence = component.license.expression;
  out.licence_source = component.license.source;
  out.components = {component.id};
  return out;
}

inline void add_judgements(std::size_t number, ReportSubject& out) {
  out.item = "SOUP-" + std::to_string(number + 1);
  out.safety_class = "C";
  out.purpose = "Needed for something";
  out.approval = number % 3 == 0 ? "approved" : number % 3 == 1 ? "stale" : "draft";
  out.approved_by = out.approval == "draft" ? "" : "A. Reviewer, QA";
  out.approval_date = out.approval == "draft" ? "" : "2026-10-03";
  out.support = "actively maintained";
  out.end_of_support = number % 2 == 0 ? "2028-12-31" : "2025-01-01";
  out.support_source = "https://support.example/";
  out.requirements = 2;
  out.requirements_verified = 1;
  out.anomaly_list = "published";
  out.anomaly_list_url = "https://anomalies.example/";
  out.anomaly_list_date = "2026-10-01";
  out.anomalies = 3;
  out.anomalies_open = number % 2;
  out.gates = {"soup-unapproved"};
}

/// A subject for each component and one for the files that nobody owns; no register, no vulnerabilities.
inline Report bare_report(const Trace& trace) {
  Report out;
  out.date = "2026-11-23";
  out.tool_version = "0.1.0";
  out.trace_sha256 = std::string(64, 'a');
  for (const Component& one : trace.components) out.subjects.push_back(subject(one));
  ReportSubject unowned;
  unowned.kind = "unowned";
  unowned.title = "Files without an owner";
  for (const TraceFile& file : trace.files)
    if (file.owner.chosen.component.empty()) unowned.files.push_back(file.id);
  if (!unowned.files.empty()) out.subjects.push_back(unowned);
  return out;
}

inline GateReport sample_gates() {
  GateReport out{"Infusion Pump", "2.1.0", "soup/register.json", "2026-11-23", {}};
  out.gates.push_back({"trace-complete", Severity::error, "8.1.3", "the list of what is linked is complete", GateStatus::pass, "", {}});
  out.gates.push_back({"soup-unapproved", Severity::error, "8.2.1, 8.2.4", "each item is approved as it is", GateStatus::fail, "",
                       {{"soup-unapproved", Severity::error, "SOUP-2", "its approval is of another state of the item", "Review it, then approve it.", "", "soup/items/SOUP-2.json"}}});
  out.gates.push_back({"support-unknown", Severity::warning, "FDA V.A.4(b)", "support is stated", GateStatus::warn, "",
                       {{"support-unknown", Severity::warning, "SOUP-1", "is not stated", "State it.", "", ""}}});
  out.gates.push_back({"licence-unknown", Severity::error, "BSI 6.1", "each licence is known", GateStatus::waived, "",
                       {{"licence-unknown", Severity::error, "SOUP-3", "has none", "Find it.", "until 2027-01-31, QA lead: it is asked for", ""}}});
  out.gates.push_back({"vuln-db-stale", Severity::error, "FDA VI.B", "the database is fresh", GateStatus::skipped, "no evaluation was given", {}});
  return out;
}

inline ReportEvaluation sample_evaluation() {
  ReportEvaluation out;
  out.database = "OSV dump all.zip";
  out.date = "2026-11-20T00:00:00Z";
  out.evaluated = "2026-11-23T10:00:00Z";
  out.sha256 = std::string(64, 'b');
  out.same_trace = true;
  out.not_asked = {"declared:tinycrc@1.0: has no ecosystem"};
  ReportVulnerability one;
  one.id = "CVE-2022-37434";
  one.aliases = {"CVE-2022-37434", "DSA-5218-1"};
  one.summary = "Heap overflow in inflateGetHeader";
  one.severity = "CVSS_V3 CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
  one.exploited = "since 2024-05-01, due 2024-05-22";
  one.component = "deb:zlib1g-dev";
  one.state = "affected";
  one.reasons = "DSA-5218-1: 1.2.11 < 1.2.12";
  one.fixed = {"1.2.12"};
  one.evidence = {"pump: inflate.c is not linked (libz.a)"};
  one.proposals = {"pump: code_not_present"};
  one.assessments = {{{"pump"}, "not_affected", "code_not_present", "", "A. Reviewer", "2026-11-01"}, {{}, "affected", "", "", "B. Reviewer", "2025-11-01"}};
  out.vulnerabilities = {one};
  return out;
}

/// Every component but the product's is an item of the register.
inline Report make_report(const Trace& trace) {
  Report out = bare_report(trace);
  out.register_path = "soup/register.json";
  for (std::size_t i = 0; i < out.subjects.size(); ++i)
    if (out.subjects[i].kind == "soup" || out.subjects[i].kind == "runtime") add_judgements(i, out.subjects[i]);
  ReportSubject unlinked;
  unlinked.kind = "soup";
  unlinked.title = "left over";
  add_judgements(out.subjects.size() + 1000, unlinked);
  out.subjects.push_back(unlinked);
  for (const TraceBinary& binary : trace.binaries) out.software_items.push_back({"Item of " + binary.name, "C", "", {binary.name}});
  out.gates = sample_gates();
  out.evaluation = sample_evaluation();
  out.diff = diff_of("libz.a(inflate.o)");
  return out;
}

/// One binary with one object of each of `count` components.
inline Trace large_trace(std::size_t count) {
  Trace out = trace();
  out.components.clear();
  out.files.clear();
  out.compilations.clear();
  out.findings.clear();
  TraceBinary only = out.binaries.front();
  out.binaries = {only};
  out.binaries[0].inputs.clear();
  out.binaries[0].runtime.clear();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(100'000 + i);
    out.components.push_back(component("declared:part" + number + "@1." + number, i % 7 == 0 ? ComponentKind::runtime : ComponentKind::soup, "part" + number, "1." + number,
                                       i % 2 == 0 ? "MIT" : "BSD-3-Clause", "declared"));
    out.components.back().supplier = "Maker of parts " + std::to_string(i % 100);
    TraceFile file;
    file.id = "f" + std::to_string(i + 1);
    file.path = {Root::build, "parts/part" + number + ".o"};
    file.sha256 = std::string(58, '0') + number;
    file.size = 100 + i % 5000;
    file.owner.chosen = {out.components.back().id, Tier::declared, "declared", {{"souptrace_component", "source:CMakeLists.txt:1", "PATHS parts"}}};
    out.files.push_back(file);
    TraceInput input;
    input.file = file.id;
    out.binaries[0].inputs.push_back(input);
  }
  return out;
}

/// Markup, ends of scripts, formulas, escapes of terminals, marks of direction and separators, each in every text.
inline const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> kTexts{"</script><script>window.pwned=1</script>",
                                               "<!--<script>",
                                               "<img src=x onerror=\"window.pwned=1\">",
                                               "javascript:window.pwned=1",
                                               "=HYPERLINK(\"http://evil.example\",\"x\")",
                                               "+1|2`3`\n# heading\n@SCRIPT@ @DATA@",
                                               "\x1b[31m\x1b]0;title\x07",
                                               "a\u2028b\u2029c\u202Ed\u0085",
                                               "\" ' & \\ \xff\xfe"};
  return kTexts;
}

inline Trace hostile_trace() {
  Trace out = trace();
  const auto& texts = hostile_texts();
  std::size_t next = 0;
  const auto spoil = [&](std::string& text) { text = texts[next++ % texts.size()]; };
  spoil(out.product.name);
  spoil(out.product.version);
  spoil(out.product.supplier);
  spoil(out.configuration);
  for (Component& one : out.components)
    for (std::string* text : {&one.name, &one.version, &one.supplier, &one.license.expression, &one.license.source, &one.url, &one.purl}) spoil(*text);
  for (TraceFile& one : out.files) {
    spoil(one.path.path);
    spoil(one.owner.chosen.rule);
    for (Evidence& evidence : one.owner.chosen.evidence) spoil(evidence.text);
  }
  for (TraceBinary& one : out.binaries) {
    one.name += texts[next++ % texts.size()];
    spoil(one.linker.version);
    for (TraceInput& input : one.inputs) {
      if (!input.member.empty()) spoil(input.member);
      spoil(input.reason);
    }
  }
  for (Finding& one : out.findings)
    for (std::string* text : {&one.subject, &one.text, &one.remedy}) spoil(*text);
  return out;
}

inline Report hostile_report(const Trace& trace) {
  Report out = make_report(trace);
  out.diff = diff_of(hostile_texts()[0] + hostile_texts()[2] + hostile_texts()[6] + hostile_texts()[7]);
  const auto& texts = hostile_texts();
  std::size_t next = 0;
  const auto spoil = [&](std::string& text) { text = texts[next++ % texts.size()]; };
  spoil(out.register_path);
  for (ReportSubject& one : out.subjects)
    for (std::string* text : {&one.item, &one.title, &one.manufacturer, &one.purpose, &one.url, &one.approved_by, &one.support_source, &one.anomaly_list_url}) spoil(*text);
  for (GateResult& gate : out.gates->gates)
    for (GateMessage& message : gate.messages)
      for (std::string* text : {&message.subject, &message.text, &message.action, &message.file}) spoil(*text);
  for (ReportVulnerability& one : out.evaluation->vulnerabilities)
    for (std::string* text : {&one.id, &one.summary, &one.severity, &one.reasons, &one.component}) spoil(*text);
  return out;
}

}  // namespace souptrace::sample
