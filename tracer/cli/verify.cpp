// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/digest.hpp"
#include "cli/keys.hpp"
#include "cli/package_roots.hpp"
#include "cli/roots.hpp"
#include "cli/verify_job.hpp"
#include "formats/elf.hpp"
#include "formats/tar.hpp"
#include "verify/documents.hpp"
#include "verify/tree.hpp"
#include "write/trace_json.hpp"

namespace souptrace::cli {
namespace {

constexpr const char* kDocuments =
    "Name with --against what tells about it: a build directory or its trace.json, an attestation (*.intoto.jsonl), an SBOM "
    "(*.cdx.json, *.spdx.json) or a bundle (*.souptrace.tar).";

void conclude(VerifyJob& job) {
  deliver(job.context, "", job.options.json ? verify::report_json(job.report) : verify::report_text(job.report));
  if (job.context.exit_code == kGood) job.context.exit_code = verify::exit_code_of(job.report);
}

std::vector<std::string> binary_digests(const std::vector<verify::KnownFile>& known, const std::string& document) {
  std::vector<std::string> out;
  for (const verify::KnownFile& file : known)
    if (file.document == document) out.push_back(file.sha256);
  return out;
}

/// A file that was made of its binary by no recorded step is good in no trace, wherever it lies.
void report_unexplained(VerifyJob& job, const verify::Papers& papers, const std::string& trace) {
  for (const verify::KnownFile& one : papers.known)
    if (one.document == trace && one.how == verify::KnownFile::How::unexplained)
      job.report.not_good(one.name, "was made of its binary by no recorded step, says " + one.document,
                          "Find out what changed it; if the build does so on purpose, declare the step with souptrace_post_link().");
}

/// The whole trace with the files below the roots.
void verify_trace(VerifyJob& job, const std::string& path) {
  auto roots = find_roots(job.context.host, job.options.roots, path);
  if (!roots) return fail(job.context, kUsage, "", roots.error());
  const auto trace = add_trace(job, path, true);
  if (trace) add_package_folders(job.context.host, *trace, *roots);
  for (const std::string& document : job.options.against) add_document(job, document, false);
  const verify::Papers papers = read_papers(job.papers, job.keys, job.report);
  verify::report_papers(papers, binary_digests(papers.known, path), job.report);
  report_unexplained(job, papers, path);
  if (trace && verify::is_complete(*trace)) {
    verify::verify_tree(job.context.host, *trace, path, *roots, job.report);
    if (job.report.files.empty() && job.report.artifacts.empty())
      job.report.unreadable(path, "no file of it was looked at", "Say where the build lies: --root build=DIRECTORY.");
  }
  conclude(job);
}

/// Everything that lies in a bundle.
void verify_bundle(VerifyJob& job, const std::string& path, std::shared_ptr<FileBytes> file) {
  add_paper(job, path, std::move(file), false);
  const verify::Papers papers = read_papers(job.papers, job.keys, job.report);
  verify::report_papers(papers, binary_digests(papers.known, path + ", trace.json"), job.report);
  report_unexplained(job, papers, path + ", trace.json");
  conclude(job);
}

void add_differences(VerifyJob& job, const std::string& path, verify::FileVerdict& verdict) {
  if (verdict.verdict != verify::Verdict::tampered || job.trace_path.empty()) return;
  const auto roots = find_roots(job.context.host, job.options.roots, job.trace_path);
  const auto file = job.context.host.read(job.trace_path);
  if (!roots || !file) return;
  if (const auto trace = write::read_trace_json((*file)->text()))
    verify::explain_difference(job.context.host, *trace, *roots, path, verdict);
}

/// One file with the documents.
void verify_file(VerifyJob& job, const std::string& path, const FileBytes& file) {
  job.report.subject = verify::Report::Subject::file;
  find_documents(job, path);
  if (job.papers.empty() && job.report.problems.empty())
    return fail(job.context, kUsage, path, {"usage", "there are no documents beside it to compare it with"}, kDocuments);
  const verify::Papers papers = read_papers(job.papers, job.keys, job.report);
  const Digests digests = digest(file.bytes(), {.sha256 = true, .sha512 = true});
  std::string build_id;
  if (formats::is_elf(file.bytes()))
    if (const auto elf = formats::parse_elf(file.bytes())) build_id = elf->build_id;
  auto verdict = verify::judge_file(path, digests, build_id, papers.known);
  add_differences(job, path, verdict);
  verify::report_papers(papers, {digests.sha256}, job.report);
  // A file that no document names may stand in one that could not be read.
  if (verdict.verdict == verify::Verdict::unknown && !verify::has_unreadable(job.report)) job.report.not_good(path, "is in no document", "Was it made by another build, or another release? Then name that one's documents with --against.");
  if (verdict.verdict == verify::Verdict::tampered)
    job.report.not_good(path, "is not what the documents say", "Get the released file, or find out what changed this one.");
  job.report.files.push_back(std::move(verdict));
  conclude(job);
}

/// Reads the keys of --key; false when the user was told that one is none.
bool read_keys(VerifyJob& job) {
  for (const std::string& path : job.options.keys) {
    auto key = read_public_key(job.context.host, path);
    if (!key) {
      fail(job.context, key.error().code == "key-private" ? kUsage : kIncomplete, "--key", key.error(),
           key.error().code == "not-found" ? "It takes the public key of who signed, in PEM." : "");
      return false;
    }
    job.keys.push_back(std::move(*key));
  }
  return true;
}

/// Whether all that --against names is there; else the user was told what is not.
bool are_there(const VerifyJob& job) {
  for (const std::string& path : job.options.against) {
    const auto stat = job.context.host.stat(path);
    if (stat) continue;
    fail(job.context, kIncomplete, "--against", stat.error(), kDocuments);
    return false;
  }
  return true;
}

/// A document is compared with nothing: it is what a file is compared with.
void refuse_document(Context& context, const std::string& path, verify::DocumentKind kind) {
  const std::string what = kind == verify::DocumentKind::envelopes ? "an attestation" : "an SBOM";
  fail(context, kUsage, path, {"usage", "is " + what + ", and what is verified is a file that it tells about"},
       "souptrace verify BINARY --against " + path);
}

void verify(Context& context, const VerifyOptions& options) {
  VerifyJob job{context, options};
  if (!read_keys(job) || !are_there(job)) return;
  const auto stat = options.subject.empty() ? Result<HostStat>(Error{}) : context.host.stat(options.subject);
  if (options.subject.empty() || (stat && stat->kind == FileKind::directory)) {
    const auto trace = find_trace(context.host, options.subject);
    if (!trace)
      return fail(context, options.subject.empty() ? kUsage : kIncomplete, "", trace.error(),
                  "Name a build directory, a trace.json, a bundle, or a binary that is to be compared with its documents.");
    return verify_trace(job, *trace);
  }
  auto file = context.host.read(options.subject);
  if (!file) return fail(context, kIncomplete, "", file.error());
  const auto kind = document_kind(**file);
  if (kind == verify::DocumentKind::trace) return verify_trace(job, options.subject);
  if (kind) return refuse_document(context, options.subject, *kind);
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
                      "Where a trace's files lie: NAME=DIRECTORY with source, build, system, host, install or package:NAME; a DIRECTORY alone is build")
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
