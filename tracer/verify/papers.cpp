// SPDX-License-Identifier: Apache-2.0
#include "verify/papers.hpp"

#include <algorithm>
#include <set>

#include "write/in_toto.hpp"

namespace souptrace::verify {
namespace {

struct ReadDocument {
  std::string name;
  DocumentKind kind = DocumentKind::trace;
  std::string predicate_sha256;  ///< how it would stand in a statement
  std::vector<KnownFile> files;
};

/// Both a damaged document and one that is too new are unreadable: nothing is known to be wrong.
void add_error(Report& report, const std::string& name, const Error& error) {
  report.unreadable(name, error.describe());
}

void check_against_trace(const std::set<std::string>& traced, const std::vector<KnownFile>& files, Report& report) {
  for (const KnownFile& file : files)
    if (!traced.contains(file.sha256))
      report.not_good(file.document, "is about " + file.name + " (SHA-256 " + file.sha256 + "), which is no binary of the trace");
}

bool holds(const CheckedEnvelope& envelope, const std::string& predicate_sha256) {
  return envelope.verdict.intact && envelope.predicate_sha256 == predicate_sha256;
}

void check_together(const std::vector<ReadDocument>& documents, const Papers& papers, Report& report) {
  std::set<std::string> traced;
  for (const ReadDocument& one : documents)
    if (one.kind == DocumentKind::trace)
      for (const KnownFile& file : one.files) traced.insert(file.sha256);
  for (const ReadDocument& one : documents) {
    const auto holding = std::find_if(papers.envelopes.begin(), papers.envelopes.end(),
                                      [&](const CheckedEnvelope& envelope) { return holds(envelope, one.predicate_sha256); });
    const bool is_signed = holding != papers.envelopes.end();
    report.documents.push_back({one.name, std::string(name_of(one.kind)), is_signed});
    if (report.keys_given && !is_signed)
      report.not_good(one.name, "no intact attestation holds this very document: it may have been changed after it was signed");
    if (!traced.empty()) check_against_trace(traced, one.files, report);
  }
  if (traced.empty()) return;
  for (const CheckedEnvelope& envelope : papers.envelopes) check_against_trace(traced, envelope.files, report);
}

void read_one(const Paper& paper, const std::vector<PublicKey>& keys, Papers& papers, std::vector<ReadDocument>& documents,
              Report& report) {
  const auto kind = kind_of(paper.text);
  if (!kind) return add_error(report, paper.name, kind.error());
  if (*kind == DocumentKind::envelopes) {
    for (CheckedEnvelope& one : check_envelopes(paper.text, paper.name, keys)) {
      papers.envelopes.push_back(std::move(one));
      papers.envelope_named.push_back(paper.named);
    }
    return;
  }
  auto files = read_known_files(paper.text, *kind, paper.name);
  if (!files) return add_error(report, paper.name, files.error());
  papers.known.insert(papers.known.end(), files->begin(), files->end());
  documents.push_back({paper.name, *kind, sha256_hex(as_bytes(write::as_predicate(paper.text))), std::move(*files)});
}

}  // namespace

Papers read_papers(const std::vector<Paper>& papers, const std::vector<PublicKey>& keys, Report& report) {
  Papers out;
  std::vector<ReadDocument> documents;
  report.keys_given = !keys.empty();
  for (const Paper& paper : papers) read_one(paper, keys, out, documents, report);
  check_together(documents, out, report);
  for (const CheckedEnvelope& envelope : out.envelopes)
    out.known.insert(out.known.end(), envelope.files.begin(), envelope.files.end());
  return out;
}

void report_envelopes(const Papers& papers, const std::vector<std::string>& digests, Report& report) {
  std::set<std::string> wanted(digests.begin(), digests.end());
  std::set<std::string> attested;
  for (std::size_t i = 0; i < papers.envelopes.size(); ++i) {
    const CheckedEnvelope& one = papers.envelopes[i];
    EnvelopeVerdict verdict = one.verdict;
    for (const KnownFile& file : one.files) {
      if (!wanted.contains(file.sha256)) continue;
      verdict.about = true;
      if (verdict.intact) attested.insert(file.sha256);
    }
    if (!verdict.about && !papers.envelope_named[i] && !one.files.empty()) continue;
    if (!verdict.about && !one.files.empty())
      report.not_good(verdict.document, "no subject of it has these bytes");
    report.problems.insert(report.problems.end(), one.problems.begin(), one.problems.end());
    report.envelopes.push_back(std::move(verdict));
  }
  if (!report.keys_given || has_unreadable(report)) return;
  for (const std::string& digest : wanted)
    if (!attested.contains(digest))
      report.not_good("SHA-256 " + digest, "no intact attestation is about these bytes");
}

}  // namespace souptrace::verify
