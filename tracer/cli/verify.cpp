// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "cli/beside.hpp"
#include "cli/command.hpp"
#include "cli/keys.hpp"
#include "cli/roots.hpp"
#include "formats/elf.hpp"
#include "formats/tar.hpp"
#include "verify/bundle.hpp"
#include "verify/documents.hpp"
#include "verify/papers.hpp"
#include "verify/tree.hpp"
#include "write/trace_json.hpp"

namespace souptrace::cli {
namespace {

struct VerifyOptions {
  std::string subject;
  std::vector<std::string> against;
  std::vector<std::string> keys;
  std::vector<std::string> roots;
  bool json = false;
};

/// What one call looks at; keeps the bytes of the documents.
struct Job {
  Context& context;
  const VerifyOptions& options;
  std::vector<PublicKey> keys;
  std::vector<std::shared_ptr<FileBytes>> files;
  std::vector<verify::Paper> papers;
  verify::Report report;
  std::string trace_path;  ///< of the trace among the documents; "" = none
};

bool is_trace(const FileBytes& file) {
  const auto kind = file.text().find_first_not_of(" \t\r\n") != std::string_view::npos && file.text().starts_with('{')
                        ? verify::kind_of(file.text())
                        : Result<verify::DocumentKind>(Error{});
  return kind && *kind == verify::DocumentKind::trace;
}

void add_paper(Job& job, const std::string& name, std::shared_ptr<FileBytes> file, bool named) {
  if (formats::is_tar(file->bytes())) {
    for (verify::Paper& paper : verify::open_bundle(file->bytes(), name, job.keys, job.report)) job.papers.push_back(std::move(paper));
  } else {
    job.papers.push_back({name, file->text(), named});
    if (is_trace(*file)) job.trace_path = name;
  }
  job.files.push_back(std::move(file));
}

void add_document(Job& job, const std::string& path, bool named) {
  auto file = job.context.host.read(path);
  if (!file) return job.report.unreadable(path, file.error().describe());
  add_paper(job, path, std::move(*file), named);
}

/// The attestations and SBOMs beside a trace, which is read already.
void add_documents_beside(Job& job, const std::string& directory, const Trace& trace, bool sboms) {
  const auto names = job.context.host.list(directory.empty() ? "." : directory);
  if (!names) return job.report.unreadable(directory, names.error().describe());
  for (const std::string& name : *names) {
    bool belongs = name == kTraceAttestation;
    for (const TraceBinary& binary : trace.binaries)
      belongs = belongs || name == attestation_name(binary.name) || (sboms && is_sbom_of(name, binary));
    if (belongs) add_document(job, path::join(directory, name), false);
  }
}

/// The trace at `path` and what belongs to it; nothing, and a problem in the report, when there is none.
std::optional<Trace> add_trace(Job& job, const std::string& path, bool sboms) {
  auto file = job.context.host.read(path);
  if (!file) {
    job.report.unreadable(path, file.error().describe());
    return std::nullopt;
  }
  auto trace = write::read_trace_json((*file)->text());
  add_paper(job, path, std::move(*file), true);
  if (!trace) return std::nullopt;  // read_papers() says why
  job.trace_path = path;
  add_documents_beside(job, std::string(path::parent(path)), *trace, sboms);
  return std::move(*trace);
}

void conclude(Job& job) {
  deliver(job.context, "", job.options.json ? verify::report_json(job.report) : verify::report_text(job.report));
  if (job.context.exit_code == kGood) job.context.exit_code = verify::exit_code_of(job.report);
}

std::vector<std::string> binary_digests(const std::vector<verify::KnownFile>& known, const std::string& document) {
  std::vector<std::string> out;
  for (const verify::KnownFile& file : known)
    if (file.document == document) out.push_back(file.sha256);
  return out;
}

/// The whole trace with the files below the roots.
void verify_trace(Job& job, const std::string& path) {
  const auto roots = find_roots(job.context.host, job.options.roots, path);
  if (!roots) return fail(job.context, kUsage, "", roots.error());
  const auto trace = add_trace(job, path, true);
  for (const std::string& document : job.options.against) add_document(job, document, false);
  const verify::Papers papers = read_papers(job.papers, job.keys, job.report);
  verify::report_envelopes(papers, binary_digests(papers.known, path), job.report);
  for (const verify::KnownFile& one : papers.known)
    if (one.document == path && one.how == verify::KnownFile::How::unexplained)
      job.report.not_good(one.document, one.name + " was made of its binary by no recorded step");
  if (trace && verify::is_complete(*trace)) {
    verify::verify_tree(job.context.host, *trace, path, *roots, job.report);
    if (job.report.files.empty() && job.report.artifacts.empty())
      job.report.unreadable(path, "no file of it was looked at: say with --root where the build lies");
  }
  conclude(job);
}

/// Everything that lies in a bundle.
void verify_bundle(Job& job, const std::string& path, std::shared_ptr<FileBytes> file) {
  add_paper(job, path, std::move(file), false);
  const verify::Papers papers = read_papers(job.papers, job.keys, job.report);
  verify::report_envelopes(papers, binary_digests(papers.known, path + ", trace.json"), job.report);
  for (const verify::KnownFile& one : papers.known)
    if (one.document == path + ", trace.json" && one.how == verify::KnownFile::How::unexplained)
      job.report.not_good(one.document, one.name + " was made of its binary by no recorded step");
  conclude(job);
}

/// The documents for one file: those that the user names, or those beside it.
void find_documents(Job& job, const std::string& path) {
  for (const std::string& document : job.options.against) {
    const auto stat = job.context.host.stat(document);
    if (stat && stat->kind == FileKind::directory) {
      const auto trace = find_trace(job.context.host, document);
      if (trace) add_trace(job, *trace, false);
      if (!trace) job.report.unreadable(document, trace.error().describe());
    } else {
      add_document(job, document, true);
      // Attestations that lie beside a trace that the user names say whether it is intact.
      if (job.trace_path != document || job.keys.empty()) continue;
      if (const auto trace = write::read_trace_json(job.papers.back().text))
        add_documents_beside(job, std::string(path::parent(document)), *trace, false);
    }
  }
  if (!job.options.against.empty()) return;
  const std::string beside = path + ".intoto.jsonl";
  if (job.context.host.stat(beside)) add_document(job, beside, true);
  const std::string directory(path::parent(path));
  const auto trace = find_trace(job.context.host, directory.empty() ? "." : directory);
  if (trace) add_trace(job, *trace, false);
}

void add_differences(Job& job, const std::string& path, verify::FileVerdict& verdict) {
  if (verdict.verdict != verify::Verdict::tampered || job.trace_path.empty()) return;
  const auto roots = find_roots(job.context.host, job.options.roots, job.trace_path);
  const auto file = job.context.host.read(job.trace_path);
  if (!roots || !file) return;
  if (const auto trace = write::read_trace_json((*file)->text()))
    verify::explain_difference(job.context.host, *trace, *roots, path, verdict);
}

/// One file with the documents.
void verify_file(Job& job, const std::string& path, const FileBytes& file) {
  find_documents(job, path);
  if (job.papers.empty() && job.report.problems.empty()) {
    return fail(job.context, kUsage, path, {"usage", "there are no documents beside it to compare it with"},
                "Name a trace.json, an attestation, an SBOM or a bundle with --against.");
  }
  const verify::Papers papers = read_papers(job.papers, job.keys, job.report);
  const Digests digests = digest(file.bytes(), {.sha256 = true, .sha512 = true});
  std::string build_id;
  if (formats::is_elf(file.bytes()))
    if (const auto elf = formats::parse_elf(file.bytes())) build_id = elf->build_id;
  auto verdict = verify::judge_file(path, digests, build_id, papers.known);
  add_differences(job, path, verdict);
  verify::report_envelopes(papers, {digests.sha256}, job.report);
  // A file that no document names may stand in one that could not be read.
  if (verdict.verdict == verify::Verdict::unknown && !verify::has_unreadable(job.report)) job.report.not_good(path, "is in no document");
  if (verdict.verdict == verify::Verdict::tampered) job.report.not_good(path, "is not what the documents say");
  job.report.files.push_back(std::move(verdict));
  conclude(job);
}

void verify(Context& context, const VerifyOptions& options) {
  Job job{context, options, {}, {}, {}, {}, ""};
  for (const std::string& path : options.keys) {
    auto key = read_public_key(context.host, path);
    if (!key) return fail(context, key.error().code == "key-private" ? kUsage : kIncomplete, "", key.error());
    job.keys.push_back(std::move(*key));
  }
  const auto stat = options.subject.empty() ? Result<HostStat>(Error{}) : context.host.stat(options.subject);
  if (options.subject.empty() || (stat && stat->kind == FileKind::directory)) {
    const auto trace = find_trace(context.host, options.subject);
    if (!trace) return fail(context, options.subject.empty() ? kUsage : kIncomplete, "", trace.error());
    return verify_trace(job, *trace);
  }
  auto file = context.host.read(options.subject);
  if (!file) return fail(context, kIncomplete, "", file.error());
  if (is_trace(**file)) return verify_trace(job, options.subject);
  if (formats::is_tar((*file)->bytes()) && options.against.empty()) return verify_bundle(job, options.subject, std::move(*file));
  verify_file(job, options.subject, **file);
}

}  // namespace

void add_verify_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = app.add_subcommand("verify", "Check files against their documents, and documents against their signatures");
  command->add_option("subject", options->subject,
                      "A binary, a bundle, a trace.json or a build directory; may be left out in a build directory");
  command->add_option("-a,--against", options->against,
                      "Compare a binary with this trace, attestation, SBOM or bundle; may be repeated; else with what lies beside it")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("-k,--key", options->keys, "Public key in PEM; may be repeated, and every one must have signed")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("-r,--root", options->roots,
                      "Where a trace's files lie: NAME=DIRECTORY with source, build, system, host or install; a DIRECTORY alone is build")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_flag("--json", options->json, "Print JSON");
  command->footer(
      "same: the bytes that the documents name. transformed: made of such bytes by recorded steps. tampered: known by name or\n"
      "build-id, with other bytes. unknown: in no document. Only with --key it can end with \"verified\".\n"
      "Exit codes: 0 good, 1 not good, 2 wrong use, 3 something could not be read.\n"
      "Examples:\n  souptrace verify build\n  souptrace verify /usr/bin/pump --against pump.intoto.jsonl --key release.pub.pem\n"
      "  souptrace verify pump-2.1.0.souptrace.tar --key release.pub.pem");
  command->callback([options, &context] { verify(context, *options); });
}

}  // namespace souptrace::cli
