// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx_vex.hpp"

#include <map>
#include <set>

#include "base/text.hpp"
#include "write/bom_values.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

std::string reference(const VexStatement& statement) {
  return statement.binary->name + '/' + statement.component->component;
}

const BomLink* bom_of(const VexOptions& options, const std::string& binary) {
  const auto at = options.boms.find(binary);
  return at == options.boms.end() || at->second.bom.empty() ? nullptr : &at->second;
}

/// The component in the binary's SBOM, else in this document.
std::string affected(const VexStatement& statement, const VexOptions& options) {
  const BomLink* link = bom_of(options, statement.binary->name);
  const auto ref = link == nullptr ? std::map<std::string, std::string>::const_iterator{} : link->refs.find(statement.component->component);
  return link == nullptr || ref == link->refs.end() ? reference(statement) : link->bom + '#' + iri_fragment(ref->second);
}

void write_hash(JsonText& json, std::string_view sha256) {
  json.key("hashes");
  json.begin_array(Layout::one_line);
  json.begin_object(Layout::one_line);
  json.member("alg", "SHA-256");
  json.member("content", sha256);
  json.end_object();
  json.end_array();
}

/// The SBOM that lists what is in the binary.
void write_bom_reference(JsonText& json, const BomLink* link) {
  if (link == nullptr) return;
  json.key("externalReferences");
  json.begin_array(Layout::one_line);
  json.begin_object(Layout::one_line);
  json.member("type", "bom");
  json.member("url", link->bom);
  write_hash(json, link->sha256);
  json.end_object();
  json.end_array();
}

void write_property(JsonText& json, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  json.begin_object(Layout::one_line);
  json.member("name", name);
  json.member("value", value);
  json.end_object();
}

void write_metadata(JsonText& json, const VulnerabilityReport& report, const VexOptions& options) {
  json.key("metadata");
  json.begin_object();
  if (!report.evaluated.empty()) json.member("timestamp", report.evaluated);
  json.key("tools");
  json.begin_object(Layout::one_line);
  json.key("components");
  json.begin_array(Layout::one_line);
  json.begin_object(Layout::one_line);
  json.member("type", "application");
  json.member("name", "souptrace");
  json.member("version", report.tool_version);
  json.end_object();
  json.end_array();
  json.end_object();
  if (!options.author.empty()) {
    json.key("authors");
    json.begin_array(Layout::one_line);
    json.begin_object(Layout::one_line);
    json.member("name", options.author);
    json.end_object();
    json.end_array();
  }
  json.key("properties");
  json.begin_array();
  write_property(json, "souptrace:vulns:database", report.database.name + ' ' + report.database.location);
  write_property(json, "souptrace:vulns:databaseSha256", report.database.sha256);
  write_property(json, "souptrace:vulns:databaseDate", report.database.date);
  write_property(json, "souptrace:vulns:traceSha256", report.trace_sha256);
  json.end_array();
  json.end_object();
}

void write_component(JsonText& json, const VexStatement& statement) {
  const ComponentResult& component = *statement.component;
  json.begin_object(Layout::one_line);
  json.member("type", "library");
  json.member("bom-ref", reference(statement));
  json.member("name", component.name);
  json.member_unless_empty("version", component.version);
  json.member_unless_empty("purl", component.purl);
  json.end_object();
}

/// The binaries that statements are about, and in each the components.
void write_components(JsonText& json, const std::vector<VexStatement>& statements, const VexOptions& options) {
  std::map<std::string, std::map<std::string, const VexStatement*>> binaries;
  for (const VexStatement& one : statements) binaries[one.binary->name].emplace(one.component->component, &one);
  json.key("components");
  json.begin_array();
  for (const auto& [name, components] : binaries) {
    const EvaluatedBinary& binary = *components.begin()->second->binary;
    json.begin_object();
    json.member("type", "application");
    json.member("bom-ref", "binary:" + name);
    json.member("name", name);
    write_hash(json, binary.sha256);
    write_bom_reference(json, bom_of(options, name));
    json.key("properties");
    json.begin_array(Layout::one_line);
    write_property(json, "souptrace:path", binary.path);
    for (const std::string& shipped : binary.shipped) write_property(json, "souptrace:shippedSha256", shipped);
    json.end_array();
    json.key("components");
    json.begin_array();
    for (const auto& [id, statement] : components) write_component(json, *statement);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

/// OSV's "CVSS_V3" with its vector names CycloneDX's method; what is none of them is left out.
std::string_view rating_method(const VulnerabilitySeverity& severity) {
  if (severity.type == "CVSS_V2") return "CVSSv2";
  if (severity.type == "CVSS_V3") return severity.score.starts_with("CVSS:3.0/") ? "CVSSv3" : "CVSSv31";
  return severity.type == "CVSS_V4" ? "CVSSv4" : "";
}

void write_facts(JsonText& json, const KnownVulnerability& vulnerability) {
  json.member("id", vulnerability.id);
  json.key("source");
  json.begin_object(Layout::one_line);
  json.member("name", "OSV");
  json.member("url", "https://osv.dev/vulnerability/" + iri_fragment(vulnerability.id));
  json.end_object();
  json.key("ratings");
  json.begin_array();
  for (const VulnerabilitySeverity& severity : vulnerability.severity) {
    if (rating_method(severity).empty()) continue;
    json.begin_object(Layout::one_line);
    json.member("method", rating_method(severity));
    json.member("vector", severity.score);
    json.end_object();
  }
  json.end_array();
  json.key("cwes");
  json.begin_array(Layout::one_line);
  for (const std::string& cwe : vulnerability.cwes)
    if (const auto number = cwe.starts_with("CWE-") ? parse_unsigned(cwe.substr(4)) : std::nullopt; number && *number > 0) json.value(*number);
  json.end_array();
  json.member_unless_empty("description", vulnerability.summary);
}

std::string_view state_of(const Assessment* assessment) {
  if (assessment == nullptr || assessment->status == "under_investigation" || assessment->status.empty()) return "in_triage";
  if (assessment->status == "fixed") return "resolved";
  return assessment->status == "affected" ? "exploitable" : "not_affected";
}

void write_analysis(JsonText& json, const VexStatement& statement) {
  const Assessment* assessment = statement.assessment;
  json.key("analysis");
  json.begin_object();
  json.member("state", state_of(assessment));
  if (assessment == nullptr) {
    json.member_unless_empty("detail", statement.note);
  } else {
    if (assessment->status == "not_affected") json.member_unless_empty("justification", assessment->justification);
    json.member_unless_empty("detail", assessment->impact + (assessment->impact.empty() || assessment->action.empty() ? "" : " ") + assessment->action);
  }
  json.end_object();
}

void write_vulnerability(JsonText& json, const VexStatement& statement, const VexOptions& options) {
  json.begin_object();
  json.member("bom-ref", statement.vulnerability->id + '@' + reference(statement));
  write_facts(json, *statement.vulnerability);
  write_analysis(json, statement);
  json.key("affects");
  json.begin_array(Layout::one_line);
  json.begin_object(Layout::one_line);
  json.member("ref", affected(statement, options));
  json.end_object();
  json.end_array();
  json.key("properties");
  json.begin_array();
  write_property(json, "souptrace:bindsTo", "sha256:" + statement.binary->sha256);
  for (const std::string& alias : statement.vulnerability->aliases) write_property(json, "souptrace:alias", alias);
  if (statement.assessment != nullptr) {
    write_property(json, "souptrace:assessedBy", statement.assessment->by);
    write_property(json, "souptrace:assessedOn", statement.assessment->date);
  }
  if (statement.vulnerability->exploited) write_property(json, "souptrace:knownExploited", statement.vulnerability->exploited->added);
  json.end_array();
  json.end_object();
}

}  // namespace

std::string cyclonedx_vex(const VulnerabilityReport& report, const std::vector<Assessment>& assessments, const VexOptions& options) {
  const std::vector<VexStatement> statements = vex_statements(report, assessments);
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
  json.member("bomFormat", "CycloneDX");
  json.member("specVersion", "1.6");
  const std::size_t serial_at = out.size();
  json.member("version", std::uint64_t{1});
  write_metadata(json, report, options);
  write_components(json, statements, options);
  json.key("vulnerabilities");
  json.begin_array();
  for (const VexStatement& statement : statements) write_vulnerability(json, statement, options);
  json.end_array();
  json.end_object();
  out += '\n';
  out.insert(serial_at, ",\n \"serialNumber\": \"urn:uuid:" + content_uuid(out) + '"');
  return out;
}

}  // namespace souptrace::write
