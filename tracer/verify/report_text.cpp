// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "verify/report.hpp"
#include "write/text_style.hpp"

namespace souptrace::verify {
namespace {

using write::clean;

constexpr std::size_t kMostArtifacts = 50;

std::string_view words(Verdict verdict) {
  switch (verdict) {
    case Verdict::same: return "same";
    case Verdict::transformed: return "transformed by recorded steps";
    case Verdict::tampered: return "TAMPERED";
    case Verdict::missing: return "missing";
    case Verdict::unknown: return "UNKNOWN: no document names it";
  }
  return "";
}

void add_file(std::string& out, const FileVerdict& file) {
  out += clean(file.file) + ": " + std::string(words(file.verdict)) + '\n';
  if (!file.why.empty()) out += "  " + clean(file.why) + '\n';
  if (!file.known_as.empty() && file.known_as != file.file) out += "  it is " + clean(file.known_as) + " in " + clean(file.document) + '\n';
  if (!file.sha256.empty() && !file.is_artifact) out += "  sha256 " + file.sha256 + '\n';
  if (!file.expected.empty() && file.expected != file.sha256) out += "  expected " + clean(file.expected) + '\n';
  for (const PostLinkStep& step : file.steps)
    out += "  " + clean(step.action) + (step.tool.empty() ? "" : " by " + clean(step.tool)) + " -> sha256 " + clean(step.sha256_after) + '\n';
  for (const std::string& difference : file.differences) out += "  " + clean(difference) + '\n';
}

void add_files(std::string& out, const Report& report) {
  std::size_t artifacts = 0;
  for (const FileVerdict& file : report.files)
    if (!file.is_artifact || ++artifacts <= kMostArtifacts) add_file(out, file);
  if (artifacts > kMostArtifacts) out += "and " + write::grouped(artifacts - kMostArtifacts) + " more files; --json has all\n";
  if (!report.artifacts.empty()) {
    out += "files that the binaries were made of:";
    for (const auto& [verdict, count] : report.artifacts) out += ' ' + write::grouped(count) + ' ' + std::string(name_of(verdict));
    out += '\n';
  }
  if (report.not_looked_at == 0) return;
  out += write::counted(report.not_looked_at, "file") + " not looked at: say where they are with";
  for (const std::string& root : report.roots_not_given) out += " --root " + root + "=DIRECTORY";
  out += '\n';
}

std::string short_key(const std::string& keyid) { return keyid.empty() ? "a key that is not named" : clean(keyid.substr(0, 16)); }

void add_envelope(std::string& out, const EnvelopeVerdict& envelope, bool keys_given) {
  out += "  " + clean(envelope.document) + (envelope.predicate_type.empty() ? "" : " (" + clean(envelope.predicate_type) + ')') + '\n';
  if (keys_given) out += std::string("    document: ") + (envelope.intact ? "intact" : "NOT intact") + '\n';
  out += std::string("    binary: ") + (envelope.about ? "described by it" : "NOT described by it") + '\n';
  for (const SignatureVerdict& one : envelope.signatures) {
    out += "    signature of " + short_key(one.keyid) + (one.algorithm.empty() ? "" : " (" + one.algorithm + ')') + ": ";
    if (one.state == SignatureState::good) out += "good";
    if (one.state == SignatureState::bad) out += "BAD";
    if (one.state == SignatureState::not_checked) out += "not checked";
    out += one.why.empty() || !keys_given ? "\n" : ", " + clean(one.why) + '\n';
  }
}

void add_conclusion(std::string& out, const Report& report) {
  for (const Problem& problem : report.problems)
    out += (problem.kind == Problem::Kind::not_good ? "not good: " : "unreadable: ") + clean(problem.subject) + ": " + clean(problem.text) + '\n';
  for (const std::string& note : report.notes) out += clean(note) + '\n';
  const int code = exit_code_of(report);
  if (code == 1) out += "NOT GOOD\n";
  if (code == 3) out += "NOT ESTABLISHED: something could not be read\n";
  if (code == 0 && report.keys_given) out += "verified\n";
  if (code == 0 && !report.keys_given) out += "the digests agree\n";
  if (!report.keys_given)
    out += "no signature was checked (no --key): whoever could change a file could have changed the documents too\n";
}

}  // namespace

std::string report_text(const Report& report) {
  std::string out;
  add_files(out, report);
  if (!report.documents.empty()) out += "documents:\n";
  for (const DocumentVerdict& one : report.documents) {
    const std::string state = !report.keys_given ? "" : one.is_signed ? ", signed" : ", NOT signed";
    out += "  " + clean(one.document) + " (" + one.kind + state + ")\n";
  }
  if (!report.envelopes.empty()) out += "attestations:\n";
  for (const EnvelopeVerdict& one : report.envelopes) add_envelope(out, one, report.keys_given);
  add_conclusion(out, report);
  return out;
}

}  // namespace souptrace::verify
