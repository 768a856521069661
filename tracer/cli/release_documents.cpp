// SPDX-License-Identifier: Apache-2.0
#include "cli/release_documents.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "cli/keys.hpp"
#include "formats/json_outline.hpp"
#include "formats/json_read.hpp"
#include "verify/bundle.hpp"
#include "verify/documents.hpp"
#include "verify/envelopes.hpp"
#include "write/sbom.hpp"
#include "write/sbom_profile.hpp"

namespace souptrace::cli {
namespace {

class Inspection {
 public:
  Inspection(Host& host, const Trace& trace, const ReleaseDocumentsWanted& wanted) : host_(host), trace_(trace), wanted_(wanted) {
    out_.profile = wanted.profile;
  }

  void look_at_sboms(const TraceBinary& binary) {
    look_at_sbom(binary, binary.name + ".cdx.json", {write::SbomFormat::cyclonedx_1_7, write::SbomFormat::cyclonedx_1_6});
    look_at_sbom(binary, binary.name + ".spdx.json", {write::SbomFormat::spdx_3_0_1});
  }

  /// Every envelope of these keys in the file; `about`: it is about one of these digests, "" is not asked for.
  void look_at_attestation(const std::string& subject, const std::string& file, const std::vector<std::string>& digests, const std::vector<PublicKey>& keys) {
    using State = AttestationState::State;
    const auto bytes = host_.read(path::join(wanted_.directory, file));
    if (!bytes) return out_.attestations.push_back({subject, State::missing, "is not attested: there is no " + file});
    const auto envelopes = verify::check_envelopes((*bytes)->text(), file, keys);
    std::string problem;
    bool is_about = false;
    for (const verify::CheckedEnvelope& one : envelopes) {
      if (!one.verdict.intact) problem = one.verdict.document + " is not intact, or not signed by every key that was given";
      is_about = is_about || std::any_of(one.files.begin(), one.files.end(), [&](const verify::KnownFile& known) {
        return std::find(digests.begin(), digests.end(), known.sha256) != digests.end();
      });
    }
    if (problem.empty() && !is_about) problem = file + " is about other bytes";
    out_.attestations.push_back({subject, problem.empty() ? State::good : State::invalid, problem});
  }

  void look_at_bundle(ByteView bytes, const std::vector<PublicKey>& keys) {
    out_.bundle = wanted_.bundle;
    verify::Report report;
    const auto papers = verify::open_bundle(bytes, wanted_.bundle, keys, report);
    for (const verify::Problem& problem : report.problems) out_.bundle_faults.push_back(problem.subject + ": " + problem.text);
    const bool has_trace = std::any_of(papers.begin(), papers.end(), [&](const verify::Paper& paper) {
      return sha256_hex(as_bytes(paper.text)) == wanted_.trace_sha256;
    });
    if (!has_trace) out_.bundle_faults.emplace_back("does not have this trace: it is of another build");
  }

  [[nodiscard]] ReleaseDocuments take() { return std::move(out_); }
  ReleaseDocuments& out() { return out_; }

 private:
  void look_at_sbom(const TraceBinary& binary, const std::string& name, const std::vector<write::SbomFormat>& formats) {
    DocumentState state{name, DocumentState::State::good, "", false};
    const auto file = host_.read(path::join(wanted_.directory, name));
    if (!file) {
      state.state = DocumentState::State::missing;
      return out_.documents.push_back(std::move(state));
    }
    const std::string_view text = (*file)->text();
    const auto members = formats::json_members(text);
    const auto time = verify::sbom_time(text);
    if (!members || !time) {
      state.state = DocumentState::State::malformed;
      state.problem = members ? time.error().describe() : members.error().describe();
      return out_.documents.push_back(std::move(state));
    }
    state.has_vulnerabilities = !formats::member_text(*members, "vulnerabilities").empty() || text.find("\"security_V") != std::string_view::npos;
    const auto same = std::find_if(formats.begin(), formats.end(), [&](write::SbomFormat format) { return write::sbom(trace_, binary, format, *time) == text; });
    if (same == formats.end()) state.state = DocumentState::State::differs;
    check_profile(binary, name, same == formats.end() ? formats.front() : *same, *time);
    out_.documents.push_back(std::move(state));
  }

  void check_profile(const TraceBinary& binary, const std::string& name, write::SbomFormat format, const std::string& time) {
    const auto profile = write::sbom_profile_named(wanted_.profile);
    if (!profile) return;
    for (const write::ProfileSubject& subject : write::check_profile(trace_, binary, *profile, format, time).subjects)
      for (const write::ProfileGap& gap : subject.gaps)
        if (write::is_failure(gap))
          out_.lacks.push_back({name, subject.version.empty() ? subject.name : subject.name + ' ' + subject.version, std::string(gap.field), std::string(gap.clause), gap.remedy});
  }

  Host& host_;
  const Trace& trace_;
  const ReleaseDocumentsWanted& wanted_;
  ReleaseDocuments out_;
};

std::vector<std::string> digests_of(const TraceBinary& binary) {
  std::vector<std::string> out{binary.sha256};
  for (const ShippedFile& file : binary.shipped) out.push_back(file.sha256);
  return out;
}

}  // namespace

std::optional<ReleaseDocuments> release_documents(Context& context, const Trace& trace, const ReleaseDocumentsWanted& wanted) {
  std::vector<PublicKey> keys;
  for (const std::string& file : wanted.keys) {
    auto key = read_public_key(context.host, file);
    if (!key) {
      fail(context, kIncomplete, "--key", key.error());
      return std::nullopt;
    }
    keys.push_back(std::move(*key));
  }
  Inspection inspection(context.host, trace, wanted);
  for (const TraceBinary& binary : trace.binaries) inspection.look_at_sboms(binary);
  inspection.out().keys_given = !keys.empty();
  if (!keys.empty()) {
    std::vector<std::string> all;
    for (const TraceBinary& binary : trace.binaries) {
      const auto digests = digests_of(binary);
      all.insert(all.end(), digests.begin(), digests.end());
      inspection.look_at_attestation(binary.name, binary.name + ".intoto.jsonl", digests, keys);
    }
    inspection.look_at_attestation("trace.json", "trace.json.intoto.jsonl", all, keys);
  }
  if (!wanted.bundle.empty()) {
    const auto bundle = context.host.read(wanted.bundle);
    if (!bundle) {
      fail(context, kIncomplete, "", bundle.error());
      return std::nullopt;
    }
    inspection.look_at_bundle((*bundle)->bytes(), keys);
  }
  return inspection.take();
}

}  // namespace souptrace::cli
