// SPDX-License-Identifier: Apache-2.0
#include "verify/envelopes.hpp"

#include <algorithm>
#include <set>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "formats/dsse.hpp"
#include "formats/json_outline.hpp"
#include "verify/documents.hpp"
#include "write/in_toto.hpp"

namespace souptrace::verify {
namespace {

using formats::DsseEnvelope;
using formats::DsseSignature;

void add_problem(CheckedEnvelope& out, Problem::Kind kind, std::string text) {
  out.problems.push_back({kind, out.verdict.document, std::move(text)});
}

/// One signature with all keys; adds the keys for which it is good.
SignatureVerdict check(const DsseSignature& signature, const DsseEnvelope& envelope, const std::vector<PublicKey>& keys,
                       std::set<std::string>& good) {
  SignatureVerdict out{signature.keyid, SignatureState::not_checked, "", ""};
  if (signature.keyid.empty() && signature.has_unknown_members) {
    out.why = "it names no key and has members that DSSE does not know";
    return out;
  }
  for (const PublicKey& key : keys) {
    if (!signature.keyid.empty() && signature.keyid != key.keyid()) continue;
    out.algorithm = key.algorithm();
    if (key.verifies(as_bytes(envelope.signed_bytes), as_bytes(signature.signature))) {
      good.insert(key.keyid());
      return {key.keyid(), SignatureState::good, std::string(key.algorithm()), ""};
    }
    if (!signature.keyid.empty()) out.state = SignatureState::bad;
  }
  out.why = out.state == SignatureState::bad ? "it is not this key's over these bytes" : "it is of none of the keys given";
  return out;
}

void check_signatures(CheckedEnvelope& out, const DsseEnvelope& envelope, const std::vector<PublicKey>& keys) {
  std::set<std::string> good;
  bool bad = false;
  for (const DsseSignature& signature : envelope.signatures) {
    out.verdict.signatures.push_back(check(signature, envelope, keys, good));
    bad = bad || out.verdict.signatures.back().state == SignatureState::bad;
  }
  out.verdict.intact = !keys.empty() && !bad;
  if (bad) add_problem(out, Problem::Kind::not_good, "a signature that names a given key is bad: the attestation was changed after it was signed, or is not that key's");
  for (const PublicKey& key : keys) {
    if (good.contains(key.keyid())) continue;
    out.verdict.intact = false;
    if (!bad) out.verdict.missing_keys.push_back(key.keyid());
  }
}

/// What a trace inside says of its binaries must be what the statement is about.
void read_trace_inside(CheckedEnvelope& out, const formats::Statement& statement) {
  auto files = read_known_files(statement.predicate, DocumentKind::trace, out.verdict.document);
  if (!files) return add_problem(out, Problem::Kind::unreadable, "the trace in it: " + files.error().describe());
  std::set<std::string> subjects;
  for (const formats::Subject& subject : statement.subjects) subjects.insert(subject.sha256);
  std::set<std::string> traced;
  for (const KnownFile& file : *files) traced.insert(file.sha256);
  if (subjects != traced)
    return add_problem(out, Problem::Kind::not_good, "the statement's subjects are not the binaries of the trace in it");
  out.files = std::move(*files);
}

void read_statement(CheckedEnvelope& out, const DsseEnvelope& envelope) {
  if (envelope.payload_type != formats::kInTotoPayloadType)
    return add_problem(out, Problem::Kind::not_good,
                       "its payload type is \"" + printable(envelope.payload_type) + "\", not that of an in-toto statement");
  const auto statement = formats::parse_statement(envelope.payload());
  if (!statement) return add_problem(out, Problem::Kind::unreadable, statement.error().describe());
  out.verdict.predicate_type = statement->predicate_type;
  out.predicate_sha256 = sha256_hex(as_bytes(statement->predicate));
  out.files = known_files(statement->subjects, out.verdict.document);
  if (statement->predicate_type == write::kTracePredicate) read_trace_inside(out, *statement);
}

CheckedEnvelope check_one(std::string_view text, const std::string& name, const std::vector<PublicKey>& keys) {
  CheckedEnvelope out;
  out.verdict.document = name;
  const auto envelope = formats::parse_dsse(text);
  if (!envelope) {
    add_problem(out, Problem::Kind::unreadable, envelope.error().describe());
    return out;
  }
  check_signatures(out, *envelope, keys);
  read_statement(out, *envelope);
  if (!out.problems.empty()) out.verdict.intact = false;
  return out;
}

}  // namespace

std::vector<CheckedEnvelope> check_envelopes(std::string_view text, const std::string& name, const std::vector<PublicKey>& keys) {
  std::vector<CheckedEnvelope> out;
  if (formats::json_members(text)) return {check_one(text, name, keys)};
  std::string_view rest = text;
  for (std::size_t number = 1; const auto line = next_line(rest); ++number)
    if (!trim(*line).empty()) out.push_back(check_one(*line, name + ", line " + std::to_string(number), keys));
  return out;
}

}  // namespace souptrace::verify
