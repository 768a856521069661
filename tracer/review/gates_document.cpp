// SPDX-License-Identifier: Apache-2.0
// Gates about the documents that leave the company with the release.
#include "review/gates.hpp"

namespace souptrace::review {
namespace {

using State = DocumentState::State;

void sbom_schema(const GateContext& context, GateMessages& messages) {
  for (const DocumentState& one : context.documents->documents) {
    if (one.state == State::missing) messages.add(one.name, "is not there", "souptrace trace BUILD-DIRECTORY writes the SBOMs of all binaries, as every build does that links one.");
    if (one.state == State::malformed) messages.add(one.name, one.problem, "souptrace trace BUILD-DIRECTORY writes it anew.");
  }
}

void reproducible_output(const GateContext& context, GateMessages& messages) {
  for (const DocumentState& one : context.documents->documents)
    if (one.state == State::differs)
      messages.add(one.name, "is not what this trace gives: it was edited, or is of another build or another souptrace",
                   "souptrace trace BUILD-DIRECTORY writes it anew; additions belong into documents of their own.");
}

void sbom_contains_vulns(const GateContext& context, GateMessages& messages) {
  for (const DocumentState& one : context.documents->documents)
    if (one.has_vulnerabilities)
      messages.add(one.name, "has vulnerability data, which changes while the SBOM must not", "Write VEX documents: souptrace vulns --openvex or --cyclonedx-vex.");
}

void sbom_min_elements(const GateContext& context, GateMessages& messages) {
  for (const ProfileLack& one : context.documents->lacks)
    messages.add(one.subject, one.document + " lacks " + one.field + " (" + one.clause + ')', one.remedy);
}

void signature_missing(const GateContext& context, GateMessages& messages) {
  for (const AttestationState& one : context.documents->attestations)
    if (one.state == AttestationState::State::missing) messages.add(one.subject, one.problem, "Sign the release: souptrace attest.");
}

void signature_invalid(const GateContext& context, GateMessages& messages) {
  for (const AttestationState& one : context.documents->attestations)
    if (one.state == AttestationState::State::invalid)
      messages.add(one.subject, one.problem, "Find out who changed what: souptrace verify --key says more. Then sign again.");
}

void archive_incomplete(const GateContext& context, GateMessages& messages) {
  for (const std::string& fault : context.documents->bundle_faults)
    messages.add(context.documents->bundle, fault, "Pack it again: souptrace bundle.");
}

std::string_view no_documents(const GateContext& context) {
  return context.documents == nullptr ? "the documents beside the trace were not looked at: --documents" : "";
}
std::string_view no_profile(const GateContext& context) {
  if (context.documents == nullptr) return no_documents(context);
  return context.documents->profile.empty() ? "the register's policy.sbom_profile is empty" : "";
}
std::string_view no_keys(const GateContext& context) {
  return context.documents == nullptr || !context.documents->keys_given ? "no public key was given: --key" : "";
}
std::string_view no_bundle(const GateContext& context) {
  return context.documents == nullptr || context.documents->bundle.empty() ? "no bundle was given: --bundle" : "";
}

constexpr Gate kDocumentGates[] = {
    {"sbom-schema", Severity::error, Rigor::a, "BSI TR-03183-2 4", "each binary has its SBOMs, in their formats", sbom_schema, no_documents},
    {"reproducible-output", Severity::warning, Rigor::a, "8.3", "each SBOM is to the byte what the trace gives", reproducible_output, no_documents},
    {"sbom-contains-vulns", Severity::error, Rigor::a, "BSI TR-03183-2 3.1", "SBOMs have no vulnerability data", sbom_contains_vulns, no_documents},
    {"sbom-min-elements", Severity::error, Rigor::a, "NTIA, CISA, BSI, FDA", "SBOMs have the minimum elements of the policy's profile", sbom_min_elements, no_profile},
    {"signature-missing", Severity::error, Rigor::a, "5.8.8; CISA author signature", "each binary and the trace are attested", signature_missing, no_keys},
    {"signature-invalid", Severity::error, Rigor::a, "5.8.8", "attestations are intact, by the given keys, and about these binaries", signature_invalid, no_keys},
    {"archive-incomplete", Severity::error, Rigor::a, "5.8.7", "the release's bundle is whole, and of this trace", archive_incomplete, no_bundle},
};

}  // namespace

std::span<const Gate> document_gates() {
  return kDocumentGates;
}

}  // namespace souptrace::review
