// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.hpp"
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
}

std::string short_key(const std::string& keyid) { return keyid.empty() ? "a key that is not named" : clean(keyid.substr(0, 16)); }

/// Whether the envelope holds what was signed, and with which keys.
std::string state_of(const EnvelopeVerdict& envelope, bool keys_given) {
  std::string keys;
  bool good = false;
  for (const SignatureVerdict& one : envelope.signatures) {
    good = good || one.state == SignatureState::good;
    add_word(keys, short_key(one.keyid) + (one.algorithm.empty() ? "" : " (" + one.algorithm + ')'));
    if (one.state == SignatureState::bad) keys += " BAD";
    if (one.state == SignatureState::not_checked && envelope.intact) keys += " not checked";
    if (!one.why.empty() && keys_given && one.keyid.empty()) keys += ": " + clean(one.why);
  }
  std::string with = keys.empty() ? "without a signature" : "signed with " + keys;
  if (!keys_given) return with;
  if (envelope.intact) return "intact, " + with;
  if (envelope.missing_keys.empty()) return "NOT intact, " + with;
  return good ? "NOT signed with every given key, only with " + keys : "NOT signed with a given key, but with " + keys;
}

std::string about_what(const EnvelopeVerdict& envelope, const Report& report) {
  if (report.subject == Report::Subject::trace) return envelope.about ? "binaries of the trace" : "NO binary of the trace";
  return envelope.about ? "this file" : "NOT this file";
}

void add_envelope(std::string& out, const EnvelopeVerdict& envelope, const Report& report) {
  out += "  " + clean(envelope.document) + (envelope.predicate_type.empty() ? "" : " (" + clean(envelope.predicate_type) + ')') + '\n';
  out += "    document: " + state_of(envelope, report.keys_given) + "; about: " + about_what(envelope, report) + '\n';
}

void add_missing_key(std::string& out, const std::string& key, const MissingKey& missing) {
  std::string others;
  for (const std::string& other : missing.signed_with)
    if (other != key) add_word(others, short_key(other));
  out += "not good: " + write::counted(missing.attestations, "attestation") + " without a signature of the given key " + short_key(key) +
         (others.empty() ? "" : ", signed with " + others) + '\n';
  out += "  Give --key the public key of who signed; a key's id is the SHA-256 of its DER form (openssl pkey -pubin -in KEY -outform DER).\n";
}

/// What nobody looked at, so that a good end does not hide it.
void add_not_looked_at(std::string& out, const Report& report) {
  const std::uint64_t count = files_not_looked_at(report);
  if (count == 0) return;
  out += write::counted(count, "file") + " not looked at; say where " + (count == 1 ? "it lies:\n" : "they lie:\n");
  for (const auto& [root, files] : report.not_looked_at)
    out += "  " + write::counted(files, "file") + " in " + clean(root) + ": --root " + clean(root) + "=DIRECTORY\n";
}

void add_problems(std::string& out, const Report& report) {
  for (const Problem& problem : report.problems) {
    out += (problem.kind == Problem::Kind::not_good ? "not good: " : "unreadable: ") + clean(problem.subject) + ": " + clean(problem.text) + '\n';
    if (!problem.remedy.empty()) out += "  " + clean(problem.remedy) + '\n';
  }
  for (const auto& [key, missing] : report.missing_keys) add_missing_key(out, key, missing);
  for (const std::string& note : report.notes) out += clean(note) + '\n';
}

void add_conclusion(std::string& out, const Report& report) {
  add_problems(out, report);
  add_not_looked_at(out, report);
  const std::uint64_t skipped = files_not_looked_at(report);
  const std::string but = skipped == 0 ? "\n" : ", except " + write::counted(skipped, "file") + " not looked at\n";
  const int code = exit_code_of(report);
  if (code == 1) out += "NOT GOOD\n";
  if (code == 3) out += "NOT ESTABLISHED: something could not be read, or is not told\n";
  if (code == 0) out += (report.keys_given ? "verified" : "the digests agree") + but;
  if (!report.keys_given)
    out += "no signature was checked (no --key): whoever could change a file could have changed the documents too\n";
}

}  // namespace

std::string report_text(const Report& report) {
  std::string out;
  add_files(out, report);
  if (!report.documents.empty()) out += "documents:\n";
  for (const DocumentVerdict& one : report.documents) {
    const std::string state = !report.keys_given ? "" : one.is_signed ? ", signed" : one.is_held ? ", in an attestation that is not good" : ", NOT signed";
    out += "  " + clean(one.document) + " (" + one.kind + state + ")\n";
  }
  if (!report.envelopes.empty()) out += "attestations:\n";
  for (const EnvelopeVerdict& one : report.envelopes) add_envelope(out, one, report);
  add_conclusion(out, report);
  return out;
}

}  // namespace souptrace::verify
