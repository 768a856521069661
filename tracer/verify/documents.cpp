// SPDX-License-Identifier: Apache-2.0
#include "verify/documents.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/json_outline.hpp"
#include "write/trace_json.hpp"

namespace souptrace::verify {
namespace {

bool has(const std::vector<formats::JsonMember>& members, std::string_view name) {
  return !formats::member_text(members, name).empty();
}

Result<DocumentKind> kind_of_members(const std::vector<formats::JsonMember>& members) {
  if (has(members, "payloadType")) return DocumentKind::envelopes;
  if (formats::member_text(members, "$schema").starts_with("\"urn:souptrace:trace:")) return DocumentKind::trace;
  if (has(members, "bomFormat")) return DocumentKind::cyclonedx;
  if (has(members, "spdxVersion") || (has(members, "@context") && has(members, "@graph"))) return DocumentKind::spdx;
  return Error{"document-unknown", "is no trace, CycloneDX, SPDX or DSSE document"};
}

Result<std::vector<KnownFile>> trace_files(std::string_view text, const std::string& name) {
  const auto trace = write::read_trace_json(text);
  if (!trace && trace.error().code == "trace-version")
    return Error{"document-version", trace.error().describe() + ": use the souptrace that wrote it, or a newer one"};
  if (!trace) return Error{"document-malformed", trace.error().describe()};
  if (!is_complete(*trace)) return Error{"trace-incomplete", "the trace is incomplete: nothing can rest on it"};
  return known_files(*trace, name);
}

}  // namespace

std::string_view name_of(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::trace: return "trace";
    case DocumentKind::cyclonedx: return "CycloneDX";
    case DocumentKind::spdx: return "SPDX";
    case DocumentKind::envelopes: return "attestation";
  }
  return "";
}

Result<DocumentKind> kind_of(std::string_view text) {
  const auto whole = formats::json_members(text);
  if (whole) return kind_of_members(*whole);
  std::string_view rest = text;  // JSON Lines: each line a document of its own
  while (const auto line = next_line(rest)) {
    if (trim(*line).empty()) continue;
    const auto first = formats::json_members(*line);
    if (!first || !has(*first, "payloadType")) break;
    return DocumentKind::envelopes;
  }
  return Error{"document-malformed", "is no JSON document: " + whole.error().describe()};
}

Result<std::vector<KnownFile>> read_known_files(std::string_view text, DocumentKind kind, const std::string& name) {
  Result<std::vector<KnownFile>> files = std::vector<KnownFile>();
  if (kind == DocumentKind::trace) files = trace_files(text, name);
  if (kind == DocumentKind::cyclonedx) files = cyclonedx_subjects(text, name);
  if (kind == DocumentKind::spdx) files = spdx_subjects(text, name);
  if (files && files->empty()) return Error{"document-without-binary", "states the SHA-256 of no binary that it is about"};
  return files;
}

bool is_complete(const Trace& trace) {
  return std::none_of(trace.findings.begin(), trace.findings.end(), [](const Finding& one) { return one.incomplete; }) &&
         std::all_of(trace.binaries.begin(), trace.binaries.end(), [](const TraceBinary& one) { return one.completeness.complete; });
}

}  // namespace souptrace::verify
