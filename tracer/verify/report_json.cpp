// SPDX-License-Identifier: Apache-2.0
#include "verify/report.hpp"
#include "write/json_text.hpp"

namespace souptrace::verify {
namespace {

using write::JsonText;
using Layout = JsonText::Layout;

std::string_view name_of(SignatureState state) {
  switch (state) {
    case SignatureState::good: return "good";
    case SignatureState::bad: return "bad";
    case SignatureState::not_checked: return "not-checked";
  }
  return "";
}

void write_file(JsonText& json, const FileVerdict& file) {
  json.begin_object();
  json.member("file", file.file);
  json.member("verdict", verify::name_of(file.verdict));
  json.member_unless_empty("knownAs", file.known_as);
  json.member_unless_empty("document", file.document);
  json.member_unless_empty("sha256", file.sha256);
  json.member_unless_empty("expected", file.expected);
  json.member_unless_empty("why", file.why);
  if (!file.differences.empty()) json.member_list("differences", file.differences);
  json.member("artifact", file.is_artifact);
  json.key("steps");
  json.begin_array();
  for (const PostLinkStep& step : file.steps) {
    json.begin_object(Layout::one_line);
    json.member("action", step.action);
    json.member_unless_empty("tool", step.tool);
    json.member("sha256Before", step.sha256_before);
    json.member("sha256After", step.sha256_after);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write_envelope(JsonText& json, const EnvelopeVerdict& envelope, bool keys_given) {
  json.begin_object();
  json.member("document", envelope.document);
  json.member_unless_empty("predicateType", envelope.predicate_type);
  if (keys_given) json.member("intact", envelope.intact);
  json.member("about", envelope.about);
  json.key("signatures");
  json.begin_array();
  for (const SignatureVerdict& one : envelope.signatures) {
    json.begin_object(Layout::one_line);
    json.member("keyid", one.keyid);
    json.member("state", name_of(one.state));
    json.member_unless_empty("algorithm", one.algorithm);
    json.member_unless_empty("why", one.why);
    json.end_object();
  }
  json.end_array();
  if (!envelope.missing_keys.empty()) json.member_list("missingKeys", envelope.missing_keys);
  json.end_object();
}

void write_artifacts(JsonText& json, const Report& report) {
  json.key("artifacts");
  json.begin_object(Layout::one_line);
  for (const auto& [verdict, count] : report.artifacts) json.member(verify::name_of(verdict), count);
  json.member("notLookedAt", files_not_looked_at(report));
  json.end_object();
  std::vector<std::string> roots;
  for (const auto& [root, files] : report.not_looked_at) roots.push_back(root);
  json.member_list("rootsNotGiven", roots);
}

void write_documents(JsonText& json, const Report& report) {
  json.key("documents");
  json.begin_array();
  for (const DocumentVerdict& one : report.documents) {
    json.begin_object(Layout::one_line);
    json.member("document", one.document);
    json.member("kind", one.kind);
    if (report.keys_given) json.member("signed", one.is_signed);
    json.end_object();
  }
  json.end_array();
}

void write_missing_keys(JsonText& json, const Report& report) {
  if (report.missing_keys.empty()) return;
  json.key("missingKeys");
  json.begin_array();
  for (const auto& [key, missing] : report.missing_keys) {
    json.begin_object(Layout::one_line);
    json.member("keyid", key);
    json.member("attestations", missing.attestations);
    json.member_list("signedWith", {missing.signed_with.begin(), missing.signed_with.end()});
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string report_json(const Report& report) {
  std::string out;
  JsonText json(out);
  const int code = exit_code_of(report);
  json.begin_object();
  json.member("verdict", code == 0 ? "good" : code == 1 ? "not-good" : "not-established");
  json.member("signaturesChecked", report.keys_given);
  json.key("files");
  json.begin_array();
  for (const FileVerdict& file : report.files) write_file(json, file);
  json.end_array();
  write_artifacts(json, report);
  write_documents(json, report);
  json.key("attestations");
  json.begin_array();
  for (const EnvelopeVerdict& one : report.envelopes) write_envelope(json, one, report.keys_given);
  json.end_array();
  json.key("problems");
  json.begin_array();
  for (const Problem& problem : report.problems) {
    json.begin_object(Layout::one_line);
    json.member("kind", problem.kind == Problem::Kind::not_good ? "not-good" : "unreadable");
    json.member("subject", problem.subject);
    json.member("text", problem.text);
    json.member_unless_empty("remedy", problem.remedy);
    json.end_object();
  }
  json.end_array();
  write_missing_keys(json, report);
  json.member_list("notes", report.notes);
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace souptrace::verify
