// SPDX-License-Identifier: Apache-2.0
#include "write/report_json_rows.hpp"

#include "model/names.hpp"

namespace souptrace::write {
namespace {

void add_judgements(const ReportSubject& from, ReportJson& json) {
  json.member("approval", from.approval);
  json.member("approvedBy", from.approved_by);
  json.member("approvedOn", from.approval_date);
  json.member("changeRequest", from.change_request);
  json.member("support", from.support);
  json.member("endOfSupport", from.end_of_support);
  json.member("supportSource", from.support_source);
  json.member("supportJustification", from.support_justification);
  json.text.member("requirements", from.requirements);
  json.text.member("verified", from.requirements_verified);
  json.member("verifiedOn", from.verified_on);
  json.member("anomalyList", from.anomaly_list);
  json.member("anomalyUrl", from.anomaly_list_url);
  json.member("anomalyDate", from.anomaly_list_date);
  json.text.member("anomalies", from.anomalies);
  json.text.member("anomaliesOpen", from.anomalies_open);
  json.list("stale", from.stale);
}

void add_assessment(const ReportAssessment& from, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.list("binaries", from.binaries);
  json.member("status", from.status);
  json.member("justification", from.justification);
  json.member("impact", from.impact);
  json.member("by", from.by);
  json.member("date", from.date);
  json.text.end_object();
}

void add_vulnerability(const ReportVulnerability& from, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.member("id", from.id);
  json.list("aliases", from.aliases);
  json.member("summary", from.summary);
  json.member("severity", from.severity);
  json.member("exploited", from.exploited);
  json.text.member("s", from.subject);
  json.member("component", from.component);
  json.member("version", from.version);
  json.member("state", from.state);
  json.member("reasons", from.reasons);
  json.list("fixed", from.fixed);
  json.list("evidence", from.evidence);
  json.list("proposals", from.proposals);
  json.each("assessments", from.assessments, add_assessment);
  json.text.end_object();
}

}  // namespace

void add_subject(const ReportSubject& from, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.member("item", from.item);
  json.member("kind", from.kind);
  json.member("title", from.title);
  json.member("manufacturer", from.manufacturer);
  json.member("version", from.version);
  json.list("otherVersions", from.other_versions);
  json.member("commit", from.commit);
  json.member("language", from.language);
  json.member("safetyClass", from.safety_class);
  json.member("purpose", from.purpose);
  json.member("url", from.url);
  json.member("licence", from.licence);
  json.member("licenceSource", from.licence_source);
  if (!from.item.empty()) add_judgements(from, json);
  json.list("gates", from.gates);
  json.list("vulnerabilities", from.vulnerabilities);
  json.text.end_object();
}

void add_gate(const GateResult& from, ReportJson& json) {
  json.text.begin_object();
  json.member("gate", from.gate);
  json.member("clause", from.clause);
  json.member("title", from.title);
  json.text.member("status", name_of(from.status));
  json.member("note", from.note);
  json.each("messages", from.messages, [](const GateMessage& message, ReportJson& to) {
    to.text.begin_object(ReportJson::kLine);
    to.member("subject", message.subject);
    to.text.member("severity", name_of(message.severity));
    to.member("text", message.text);
    to.member("action", message.action);
    to.member("waived", message.waived);
    to.member("file", message.file);
    to.text.end_object();
  });
  json.text.end_object();
}

void add_finding(const Finding& from, ReportJson& json) {
  json.text.begin_object(ReportJson::kLine);
  json.member("code", from.code);
  json.text.member("severity", name_of(from.severity));
  json.member("subject", from.subject);
  json.member("text", from.text);
  json.member("remedy", from.remedy);
  json.text.member("incomplete", from.incomplete);
  json.text.end_object();
}

void add_evaluation(const ReportEvaluation& from, ReportJson& json) {
  json.text.key("evaluation");
  json.text.begin_object();
  json.member("database", from.database);
  json.member("date", from.date);
  json.member("evaluated", from.evaluated);
  json.member("sha256", from.sha256);
  json.text.member("sameTrace", from.same_trace);
  json.list("notAsked", from.not_asked);
  json.each("vulnerabilities", from.vulnerabilities, add_vulnerability);
  json.each("findings", from.findings, add_finding);
  json.text.end_object();
}

}  // namespace souptrace::write
