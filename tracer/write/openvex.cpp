// SPDX-License-Identifier: Apache-2.0
#include "write/openvex.hpp"

#include <array>
#include <utility>

#include "write/bom_values.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

/// OpenVEX has fewer justifications than CycloneDX; "" where none of them says the same, and the impact statement must.
std::string_view openvex_justification(std::string_view justification) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSame{
      {{"code_not_present", "vulnerable_code_not_present"},
       {"code_not_reachable", "vulnerable_code_not_in_execute_path"},
       {"protected_by_compiler", "inline_mitigations_already_exist"},
       {"protected_at_runtime", "inline_mitigations_already_exist"},
       {"protected_at_perimeter", "inline_mitigations_already_exist"},
       {"protected_by_mitigating_control", "inline_mitigations_already_exist"}}};
  for (const auto& [cyclonedx, same] : kSame)
    if (cyclonedx == justification) return same;
  return "";
}

/// As a purl has it: also what separates a purl's parts is encoded.
std::string purl_name(std::string_view name) {
  std::string out;
  for (const char c : iri_fragment(name)) out += c == '/' ? "%2F" : c == '?' ? "%3F" : c == '@' ? "%40" : std::string(1, c);
  return out;
}

void write_product(JsonText& json, const std::string& name, const std::string& sha256, const ComponentResult& component) {
  json.begin_object(Layout::one_line);
  json.member("@id", "urn:souptrace:binary:sha256:" + sha256);
  json.key("identifiers");
  json.begin_object(Layout::one_line);
  json.member("purl", "pkg:generic/" + purl_name(name) + "?checksum=sha256:" + sha256);
  json.end_object();
  json.key("hashes");
  json.begin_object(Layout::one_line);
  json.member("sha-256", sha256);
  json.end_object();
  json.key("subcomponents");
  json.begin_array(Layout::one_line);
  json.begin_object(Layout::one_line);
  const bool has_purl = is_purl(component.purl);
  json.member("@id", has_purl ? component.purl : "urn:souptrace:component:" + iri_fragment(component.component));
  if (has_purl) {
    json.key("identifiers");
    json.begin_object(Layout::one_line);
    json.member("purl", component.purl);
    json.end_object();
  }
  json.end_object();
  json.end_array();
  json.end_object();
}

void write_judgement(JsonText& json, const VexStatement& statement) {
  const Assessment* assessment = statement.assessment;
  const std::string status = assessment == nullptr || assessment->status.empty() ? "under_investigation" : assessment->status;
  json.member("status", status);
  if (assessment == nullptr) return json.member_unless_empty("status_notes", statement.note);
  const bool is_harmless = status == "not_affected";
  const std::string_view justification = is_harmless ? openvex_justification(assessment->justification) : "";
  std::string notes = assessment->by.empty() ? "" : "Assessed by " + assessment->by + (assessment->date.empty() ? "" : " on " + assessment->date);
  if (!assessment->impact.empty() && (!is_harmless || !justification.empty())) notes += (notes.empty() ? "" : ": ") + assessment->impact;
  json.member_unless_empty("status_notes", notes);
  // OpenVEX's schema wants one of the two and not both, so the impact stands with the notes where there is a justification.
  json.member_unless_empty("justification", justification);
  if (is_harmless && justification.empty())
    json.member("impact_statement", !assessment->impact.empty() ? assessment->impact : !assessment->justification.empty() ? assessment->justification : "No reason is stated.");
  if (status == "affected") json.member("action_statement", assessment->action.empty() ? "No action is decided yet." : assessment->action);
}

void write_statement(JsonText& json, const VexStatement& statement) {
  json.begin_object();
  json.key("vulnerability");
  json.begin_object(Layout::one_line);
  json.member("name", statement.vulnerability->id);
  if (!statement.vulnerability->aliases.empty()) json.member_list("aliases", statement.vulnerability->aliases);
  json.end_object();
  json.key("products");
  json.begin_array();
  write_product(json, statement.binary->name, statement.binary->sha256, *statement.component);
  for (const std::string& shipped : statement.binary->shipped)
    if (shipped != statement.binary->sha256) write_product(json, statement.binary->name, shipped, *statement.component);
  json.end_array();
  write_judgement(json, statement);
  json.end_object();
}

}  // namespace

std::string openvex(const VulnerabilityReport& report, const std::vector<Assessment>& assessments, const VexOptions& options) {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("@context", "https://openvex.dev/ns/v0.2.0");
  const std::size_t id_at = out.size();
  json.member("author", options.author.empty() ? "unknown" : options.author);
  json.member("timestamp", report.evaluated);
  json.member("version", std::uint64_t{1});
  json.member("tooling", "souptrace " + report.tool_version);
  json.key("statements");
  json.begin_array();
  for (const VexStatement& statement : vex_statements(report, assessments))
    if (!statement.binary->sha256.empty()) write_statement(json, statement);
  json.end_array();
  json.end_object();
  out += '\n';
  out.insert(id_at, ",\n \"@id\": \"urn:uuid:" + content_uuid(out) + '"');
  return out;
}

}  // namespace souptrace::write
