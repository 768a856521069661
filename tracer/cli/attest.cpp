// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "cli/beside.hpp"
#include "cli/command.hpp"
#include "cli/keys.hpp"
#include "cli/source_date.hpp"
#include "formats/dsse.hpp"
#include "formats/in_toto.hpp"
#include "verify/documents.hpp"
#include "write/cyclonedx.hpp"
#include "write/dsse.hpp"
#include "write/in_toto.hpp"
#include "write/show_selection.hpp"
#include "write/slsa_provenance.hpp"

namespace souptrace::cli {
namespace {

struct AttestOptions {
  std::string trace;
  std::string binary;
  std::string output;
  SignOptions sign;
};

/// Signs statements and collects the envelopes of one file.
class Envelopes {
 public:
  explicit Envelopes(const Signer& signer) : signer_(signer) {}

  Status add(const std::vector<write::StatementSubject>& subjects, std::string_view predicate_type, std::string_view predicate) {
    const std::string statement = write::statement(subjects, predicate_type, predicate);
    const auto signature = signer_.sign(formats::dsse_pae(formats::kInTotoPayloadType, statement));
    if (!signature) return signature.error();
    text_ += write::dsse_envelope(formats::kInTotoPayloadType, statement, signer_.public_key().keyid(), *signature);
    return Done{};
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  const Signer& signer_;
  std::string text_;
};

/// An SBOM is signed only when it is about the binary as the trace has it.
Status check_sbom(const Beside& sbom, verify::DocumentKind kind, const TraceBinary& binary) {
  const auto files = verify::read_known_files(sbom.bytes->text(), kind, sbom.name);
  if (!files) return Error{files.error().code, sbom.name + ": " + files.error().describe()};
  const auto subjects = write::subjects_of(binary);
  for (const verify::KnownFile& file : *files)
    if (std::none_of(subjects.begin(), subjects.end(), [&](const auto& subject) { return subject.sha256 == file.sha256; }))
      return Error{"document-stale", sbom.name + ": is about other bytes than the trace's binary " + binary.name +
                                         ": write it anew with souptrace trace"};
  return Done{};
}

/// The SBOMs beside the trace; where there is no CycloneDX document, one is made.
Status add_sboms(const TraceWithDocuments& documents, const TraceBinary& binary, const std::string& timestamp, Envelopes& out) {
  const auto subjects = write::subjects_of(binary);
  bool has_cyclonedx = false;
  for (const Beside& sbom : documents.sboms) {
    if (!is_sbom_of(sbom.name, binary)) continue;
    const auto kind = verify::kind_of(sbom.bytes->text());
    if (!kind) return Error{kind.error().code, sbom.name + ": " + kind.error().describe()};
    if (auto fits = check_sbom(sbom, *kind, binary); !fits) return fits;
    const bool cyclonedx = *kind == verify::DocumentKind::cyclonedx;
    has_cyclonedx = has_cyclonedx || cyclonedx;
    auto added = out.add(subjects, cyclonedx ? write::kCycloneDxPredicate : write::kSpdxPredicate, sbom.bytes->text());
    if (!added) return added;
  }
  if (has_cyclonedx) return Done{};
  const auto version = write::CycloneDxVersion::v1_7;
  return out.add(subjects, write::kCycloneDxPredicate, write::cyclonedx(documents.trace, binary, {version, timestamp}));
}

Result<std::string> attest_binary(const TraceWithDocuments& documents, const TraceBinary& binary, const std::string& timestamp,
                                  const Signer& signer) {
  Envelopes out(signer);
  if (const auto added = add_sboms(documents, binary, timestamp, out); !added) return added.error();
  const std::string provenance = write::slsa_provenance(documents.trace, binary, documents.sha256);
  if (const auto added = out.add(write::subjects_of(binary), write::kProvenancePredicate, provenance); !added) return added.error();
  return out.text();
}

Result<std::string> attest_trace(const TraceWithDocuments& documents, const Signer& signer) {
  Envelopes out(signer);
  const auto added = out.add(write::subjects_of(documents.trace), write::kTracePredicate, documents.bytes->text());
  if (!added) return added.error();
  return out.text();
}

/// Writes one file and says so; false when that failed, which the user then knows.
bool write_envelopes(Context& context, const std::string& path, const Result<std::string>& envelopes) {
  if (!envelopes) {
    fail(context, kIncomplete, "", envelopes.error());
    return false;
  }
  if (const auto written = context.host.write_atomically(path, *envelopes); !written) {
    fail(context, kIncomplete, "", written.error());
    return false;
  }
  deliver(context, "", write::clean(path) + '\n');
  return context.exit_code == kGood;
}

void attest(Context& context, const AttestOptions& options) {
  const auto documents = load_with_documents(context, options.trace);
  if (!documents) return;
  const auto binaries = write::select_binaries(documents->trace, options.binary);
  if (!binaries) return fail(context, kUsage, "", binaries.error());
  const auto timestamp = source_date(context.host);
  if (!timestamp) return fail(context, kUsage, "SOURCE_DATE_EPOCH", timestamp.error());
  const auto signer = Signer::open(context.host, options.sign);
  if (!signer) return fail(context, signer.error().code == "usage" ? kUsage : kIncomplete, "", signer.error());
  const std::string directory = options.output.empty() ? documents->directory : options.output;
  for (const TraceBinary* binary : *binaries) {
    const std::string path = path::join(directory, attestation_name(binary->name));
    if (!write_envelopes(context, path, attest_binary(*documents, *binary, *timestamp, *signer))) return;
  }
  if (options.binary.empty())
    write_envelopes(context, path::join(directory, std::string(kTraceAttestation)), attest_trace(*documents, *signer));
}

}  // namespace

void add_attest_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<AttestOptions>();
  CLI::App* command = app.add_subcommand("attest", "Sign what the documents say of each binary");
  command->add_option("trace", options->trace, "A trace.json or a build directory; may be left out in one");
  command->add_option("-b,--binary", options->binary, "Only this binary, and not the trace as a whole");
  command->add_option("-o,--output", options->output, "Directory for the attestations, instead of the trace's");
  add_sign_options(*command, options->sign);
  command->footer(
      "Writes <binary>.intoto.jsonl, one DSSE envelope in a line for each SBOM and for SLSA provenance (Build L1, no more is\n"
      "claimed), and trace.json.intoto.jsonl with the trace.\n"
      "With an Ed25519 key the same documents give the same bytes; ECDSA signatures differ each time.\n"
      "Examples:\n  souptrace attest build --key release.pem\n"
      "  souptrace attest build --sign-command ./hsm-sign --sign-argument=--slot=3 --public-key release.pub.pem");
  command->callback([options, &context] { attest(context, *options); });
}

}  // namespace souptrace::cli
