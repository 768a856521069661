// SPDX-License-Identifier: Apache-2.0
#include "model/names.hpp"
#include "write/gate_report.hpp"
#include "write/bom_values.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

void write_message(JsonText& json, const GateMessage& message) {
  json.begin_object(Layout::one_line);
  json.member("severity", name_of(message.severity));
  json.member("subject", message.subject);
  json.member("text", message.text);
  json.member("action", message.action);
  json.member_unless_empty("file", message.file);
  json.member_unless_empty("waived", message.waived);
  json.end_object();
}

/// SARIF 2.1.0, 3.27: one result.
void write_result(JsonText& json, const GateMessage& message, std::uint64_t rule) {
  json.begin_object();
  json.member("ruleId", message.gate);
  json.member("ruleIndex", rule);
  json.member("level", message.severity == Severity::error ? "error" : "warning");
  json.key("message");
  json.begin_object(Layout::one_line);
  json.member("text", message.subject + ": " + message.text + ". " + message.action);
  json.end_object();
  if (!message.file.empty()) {
    json.key("locations");
    json.begin_array(Layout::one_line);
    json.begin_object(Layout::one_line);
    json.key("physicalLocation");
    json.begin_object(Layout::one_line);
    json.key("artifactLocation");
    json.begin_object(Layout::one_line);
    json.member("uri", (message.file.starts_with('/') ? "file://" : "") + iri(message.file));  // 3.4.3: a path alone is no absolute URI
    json.end_object();
    json.key("region");
    json.begin_object(Layout::one_line);
    json.member("startLine", std::uint64_t{1});
    json.end_object();
    json.end_object();
    json.end_object();
    json.end_array();
  }
  if (!message.waived.empty()) {  // 3.35
    json.key("suppressions");
    json.begin_array(Layout::one_line);
    json.begin_object(Layout::one_line);
    json.member("kind", "external");
    json.member("status", "accepted");
    json.member("justification", message.waived);
    json.end_object();
    json.end_array();
  }
  json.end_object();
}

void write_rule(JsonText& json, const GateResult& result) {
  json.begin_object();
  json.member("id", result.gate);
  json.key("shortDescription");
  json.begin_object(Layout::one_line);
  json.member("text", result.title);
  json.end_object();
  json.key("defaultConfiguration");
  json.begin_object(Layout::one_line);
  json.member("level", result.severity == Severity::error ? "error" : "warning");
  json.end_object();
  json.key("properties");
  json.begin_object(Layout::one_line);
  json.member("clause", result.clause);
  json.member("status", name_of(result.status));
  json.end_object();
  json.end_object();
}

}  // namespace

std::string gates_json(const GateReport& report) {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("$schema", "urn:souptrace:gates:1");
  json.member("product", report.product);
  json.member("version", report.version);
  json.member("date", report.date);
  json.key("gates");
  json.begin_array();
  for (const GateResult& result : report.gates) {
    json.begin_object();
    json.member("gate", result.gate);
    json.member("status", name_of(result.status));
    json.member("severity", name_of(result.severity));
    json.member("clause", result.clause);
    json.member("title", result.title);
    json.member_unless_empty("note", result.note);
    if (!result.messages.empty()) {
      json.key("messages");
      json.begin_array();
      for (const GateMessage& message : result.messages) write_message(json, message);
      json.end_array();
    }
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out + '\n';
}

std::string gates_sarif(const GateReport& report, const std::string& tool_version) {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
  json.member("version", "2.1.0");
  json.key("runs");
  json.begin_array();
  json.begin_object();
  json.key("tool");
  json.begin_object();
  json.key("driver");
  json.begin_object();
  json.member("name", "SoupTrace");
  json.member("version", tool_version);
  json.key("rules");
  json.begin_array();
  for (const GateResult& result : report.gates) write_rule(json, result);
  json.end_array();
  json.end_object();
  json.end_object();
  json.key("results");
  json.begin_array();
  for (std::uint64_t rule = 0; rule < report.gates.size(); ++rule)
    for (const GateMessage& message : report.gates[rule].messages) write_result(json, message, rule);
  json.end_array();
  json.end_object();
  json.end_array();
  json.end_object();
  return out + '\n';
}

}  // namespace souptrace::write
