// SPDX-License-Identifier: Apache-2.0
#include "verify/papers.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "write/in_toto.hpp"

namespace souptrace::verify {
namespace {

/// Both a damaged document and one that is too new are unreadable: nothing is known to be wrong.
void add_error(Report& report, const std::string& name, const Error& error) {
  report.unreadable(name, error.describe());
}

void check_against_trace(const std::set<std::string>& traced, const std::vector<KnownFile>& files, Report& report) {
  for (const KnownFile& file : files)
    if (!traced.contains(file.sha256))
      report.not_good(file.document, "is about " + file.name + " (SHA-256 " + file.sha256 + "), which is no binary of the trace");
}

void check_together(const Papers& papers, Report& report) {
  std::set<std::string> traced;
  for (const ReadDocument& one : papers.documents)
    if (one.kind == DocumentKind::trace)
      for (const KnownFile& file : one.files) traced.insert(file.sha256);
  if (traced.empty()) return;
  for (const ReadDocument& one : papers.documents) check_against_trace(traced, one.files, report);
  for (const CheckedEnvelope& envelope : papers.envelopes) check_against_trace(traced, envelope.files, report);
}

constexpr const char* kWhatTells = "What tells about a file is a trace.json, an attestation, an SBOM (CycloneDX or SPDX, in JSON) or a bundle.";

void read_one(const Paper& paper, const std::vector<PublicKey>& keys, Papers& papers, Report& report) {
  const auto kind = kind_of(paper.text);
  if (!kind) return report.unreadable(paper.name, kind.error().describe(), kWhatTells);
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
  papers.documents.push_back({paper.name, *kind, sha256_hex(as_bytes(write::as_predicate(paper.text))), std::move(*files)});
}

constexpr const char* kSignAgain = "Get the document as it was signed; or, if the change is meant, sign it: souptrace attest.";
constexpr const char* kSign = "Sign with souptrace attest; or name the attestation (*.intoto.jsonl) with --against.";

/// Adds what the papers say about some digests to a report.
class Reporter {
 public:
  Reporter(const Papers& papers, const std::vector<std::string>& digests, Report& report)
      : papers_(papers), wanted_(digests.begin(), digests.end()), report_(report), rests_on_(papers.envelopes.size()) {}

  void run() {
    for (const ReadDocument& one : papers_.documents) add(one);
    for (std::size_t i = 0; i < papers_.envelopes.size(); ++i) add(i);
    if (!report_.keys_given || has_unreadable(report_)) return;
    if (report_.envelopes.empty() && papers_.envelopes.empty())
      return report_.not_good("signatures", "there is no attestation: the documents were never signed, or what signs them was not named", kSign);
    say_unsigned();
    for (const std::string& digest : wanted_) say_unattested(digest);
  }

 private:
  /// The envelope that holds exactly this document, an intact one if there is one; the number of envelopes when there is none.
  [[nodiscard]] std::size_t holding(const ReadDocument& document) const {
    std::size_t found = papers_.envelopes.size();
    for (std::size_t i = papers_.envelopes.size(); i-- > 0;) {
      if (papers_.envelopes[i].predicate_sha256 != document.predicate_sha256) continue;
      if (found == papers_.envelopes.size() || papers_.envelopes[i].verdict.intact) found = i;
    }
    return found;
  }

  /// What is wrong with the envelope that holds the document is said of that envelope.
  void add(const ReadDocument& document) {
    const std::size_t at = holding(document);
    const bool is_held = at != papers_.envelopes.size();
    const bool is_signed = is_held && papers_.envelopes[at].verdict.intact;
    report_.documents.push_back({document.name, std::string(name_of(document.kind)), is_signed, is_held});
    if (is_held && !is_signed) rests_on_[at] = report_.keys_given;
    if (!is_held) unsigned_.push_back(&document);
  }

  void add(std::size_t at) {
    const CheckedEnvelope& one = papers_.envelopes[at];
    EnvelopeVerdict verdict = one.verdict;
    for (const KnownFile& file : one.files)
      if (wanted_.contains(file.sha256)) verdict.about = true;
    const bool concerns = verdict.about || papers_.envelope_named[at] || one.files.empty();
    if (!concerns && !rests_on_[at]) return;
    if (concerns && !verdict.about && !one.files.empty())
      report_.not_good(verdict.document, report_.subject == Report::Subject::file ? "it is about other binaries: no subject of it has these bytes"
                                                                                  : "it is about no binary of the trace");
    for (const KnownFile& file : one.files) (verdict.intact ? attested_ : told_).insert(file.sha256);
    report_.add(std::move(verdict), one.problems);
  }

  /// Whether an intact envelope holds another document of this kind about one of its binaries.
  [[nodiscard]] bool is_another_signed(const ReadDocument& document) const {
    return std::any_of(papers_.envelopes.begin(), papers_.envelopes.end(), [&](const CheckedEnvelope& one) {
      return one.verdict.intact && one.verdict.predicate_type == predicate_type(document.kind) &&
             std::any_of(one.files.begin(), one.files.end(), [&](const KnownFile& file) {
               return std::any_of(document.files.begin(), document.files.end(), [&](const KnownFile& its) { return its.sha256 == file.sha256; });
             });
    });
  }

  static std::string_view predicate_type(DocumentKind kind) {
    if (kind == DocumentKind::trace) return write::kTracePredicate;
    return kind == DocumentKind::cyclonedx ? write::kCycloneDxPredicate : write::kSpdxPredicate;
  }

  void say_unsigned() {
    std::string never;
    for (const ReadDocument* one : unsigned_) {
      if (is_another_signed(*one))
        report_.not_good(one->name, "no attestation holds this very document, only another one: it was changed after that was signed, or written anew", kSignAgain);
      else
        add_word(never, one->name);
    }
    if (!never.empty()) report_.not_good(never, "no attestation holds it: it was never signed", kSign);
  }

  /// A digest that an envelope tells which is not intact: what is wrong with that one is said already.
  void say_unattested(const std::string& digest) {
    if (attested_.contains(digest)) return;
    if (told_.contains(digest) && exit_code_of(report_) == 1) return;
    report_.not_good("SHA-256 " + digest, "no attestation is about these bytes", kSign);
  }

  const Papers& papers_;
  std::set<std::string> wanted_;
  Report& report_;
  std::vector<bool> rests_on_;  ///< for each envelope: a document rests on it, and it is not intact
  std::vector<const ReadDocument*> unsigned_;
  std::set<std::string> attested_;
  std::set<std::string> told_;  ///< by envelopes that are not intact
};

}  // namespace

Papers read_papers(const std::vector<Paper>& papers, const std::vector<PublicKey>& keys, Report& report) {
  Papers out;
  report.keys_given = !keys.empty();
  for (const Paper& paper : papers) read_one(paper, keys, out, report);
  check_together(out, report);
  for (const CheckedEnvelope& envelope : out.envelopes)
    out.known.insert(out.known.end(), envelope.files.begin(), envelope.files.end());
  return out;
}

void report_papers(const Papers& papers, const std::vector<std::string>& digests, Report& report) {
  Reporter(papers, digests, report).run();
}

}  // namespace souptrace::verify
