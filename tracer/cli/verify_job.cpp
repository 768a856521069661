// SPDX-License-Identifier: Apache-2.0
#include "cli/verify_job.hpp"

#include "base/path.hpp"
#include "cli/beside.hpp"
#include "formats/tar.hpp"
#include "verify/bundle.hpp"
#include "verify/documents.hpp"
#include "write/trace_json.hpp"

namespace souptrace::cli {
namespace {

/// The attestations and SBOMs beside a trace, which is read already.
void add_documents_beside(VerifyJob& job, const std::string& directory, const Trace& trace, bool sboms) {
  const auto names = job.context.host.list(directory.empty() ? "." : directory);
  if (!names) return job.report.unreadable(directory, names.error().describe());
  for (const std::string& name : *names) {
    bool belongs = name == kTraceAttestation;
    for (const TraceBinary& binary : trace.binaries)
      belongs = belongs || name == attestation_name(binary.name) || (sboms && is_sbom_of(name, binary));
    if (belongs) add_document(job, path::join(directory, name), false);
  }
}

}  // namespace

std::optional<verify::DocumentKind> document_kind(const FileBytes& file) {
  if (!file.text().starts_with('{')) return std::nullopt;
  const auto kind = verify::kind_of(file.text());
  return kind ? std::optional(*kind) : std::nullopt;
}

void add_paper(VerifyJob& job, const std::string& name, std::shared_ptr<FileBytes> file, bool named) {
  if (formats::is_tar(file->bytes())) {
    for (verify::Paper& paper : verify::open_bundle(file->bytes(), name, job.keys, job.report)) job.papers.push_back(std::move(paper));
  } else {
    job.papers.push_back({name, file->text(), named});
    if (document_kind(*file) == verify::DocumentKind::trace) job.trace_path = name;
  }
  job.files.push_back(std::move(file));
}

void add_document(VerifyJob& job, const std::string& path, bool named) {
  auto file = job.context.host.read(path);
  if (!file) return job.report.unreadable(path, file.error().describe());
  add_paper(job, path, std::move(*file), named);
}

std::optional<Trace> add_trace(VerifyJob& job, const std::string& path, bool sboms) {
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

void find_documents(VerifyJob& job, const std::string& path) {
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

}  // namespace souptrace::cli
