// SPDX-License-Identifier: Apache-2.0
#include "verify/known_files.hpp"

#include <algorithm>

#include "base/path.hpp"
#include "model/names.hpp"

namespace souptrace::verify {
namespace {

using How = KnownFile::How;

bool has_these_bytes(const KnownFile& known, const Digests& digests) {
  return known.sha256 == digests.sha256 && (known.sha512.empty() || known.sha512 == digests.sha512);
}

/// "bin/pump" of "install:bin/pump" → "pump"
std::string_view last_part(std::string_view name) {
  const std::size_t at = name.find_last_of("/:");
  return at == std::string_view::npos ? name : name.substr(at + 1);
}

FileVerdict verdict_of(const KnownFile& known) {
  FileVerdict out;
  out.known_as = known.name;
  out.document = known.document;
  switch (known.how) {
    case How::linked:
    case How::not_told:
      out.verdict = Verdict::same;
      break;
    case How::made_by_steps:
      out.verdict = Verdict::transformed;
      out.steps = known.steps;
      break;
    case How::unexplained:
      out.verdict = Verdict::tampered;
      out.why = "the trace saw it with these very bytes, and no recorded step explains how they were made of the linked binary";
      break;
  }
  return out;
}

/// One that has the digest comes first, told best: what a trace says of it counts more than a mere list of subjects.
const KnownFile* find_bytes(const std::vector<KnownFile>& known, const Digests& digests) {
  const KnownFile* best = nullptr;
  for (const KnownFile& one : known)
    if (has_these_bytes(one, digests) && (best == nullptr || one.how < best->how)) best = &one;
  return best;
}

FileVerdict tampered(const KnownFile& known, std::string why) {
  FileVerdict out;
  out.verdict = Verdict::tampered;
  out.known_as = known.name;
  out.document = known.document;
  out.expected = known.sha256;
  out.why = std::move(why);
  return out;
}

FileVerdict judge(std::string_view file, const Digests& digests, std::string_view build_id, const std::vector<KnownFile>& known) {
  if (const KnownFile* found = find_bytes(known, digests)) return verdict_of(*found);
  for (const KnownFile& one : known)
    if (one.sha256 == digests.sha256) return tampered(one, "the SHA-256 is that of the document and the SHA-512 is not");
  for (const KnownFile& one : known)
    if (!build_id.empty() && one.build_id == build_id) return tampered(one, "it has the same build-id and other bytes");
  for (const KnownFile& one : known)
    if (last_part(one.name) == path::filename(file)) return tampered(one, "it has the same name and other bytes");
  return {};
}

}  // namespace

bool is_explained(const TraceBinary& binary, const ShippedFile& file) {
  if (file.steps.empty() || file.sha256.empty()) return false;
  const std::string* at = &binary.sha256;
  for (const PostLinkStep& step : file.steps) {
    if (step.sha256_before != *at) return false;
    at = &step.sha256_after;
  }
  return *at == file.sha256;
}

std::vector<KnownFile> known_files(const TraceBinary& binary, const std::string& document) {
  std::vector<KnownFile> out;
  if (!binary.sha256.empty())
    out.push_back({How::linked, document, text_of(binary.path), binary.sha256, binary.sha512, binary.binary.build_id, {}});
  for (const ShippedFile& file : binary.shipped) {
    if (file.sha256.empty()) continue;
    How how = is_explained(binary, file) ? How::made_by_steps : How::unexplained;
    if (file.sha256 == binary.sha256) how = How::linked;
    out.push_back({how, document, text_of(file.path), file.sha256, file.sha512, file.build_id, file.steps});
  }
  return out;
}

std::vector<KnownFile> known_files(const Trace& trace, const std::string& document) {
  std::vector<KnownFile> out;
  for (const TraceBinary& binary : trace.binaries)
    for (KnownFile& one : known_files(binary, document)) out.push_back(std::move(one));
  return out;
}

std::vector<KnownFile> known_files(const std::vector<formats::Subject>& subjects, const std::string& document) {
  std::vector<KnownFile> out;
  out.reserve(subjects.size());
  for (const formats::Subject& subject : subjects)
    out.push_back({How::not_told, document, subject.name, subject.sha256, subject.sha512, "", {}});
  return out;
}

FileVerdict judge_file(std::string_view file, const Digests& digests, std::string_view build_id, const std::vector<KnownFile>& known) {
  FileVerdict out = judge(file, digests, build_id, known);
  out.file = file;
  out.sha256 = digests.sha256;
  return out;
}

}  // namespace souptrace::verify
