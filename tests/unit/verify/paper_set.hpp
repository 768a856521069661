// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "base/signature.hpp"
#include "formats/dsse.hpp"
#include "formats/in_toto.hpp"
#include "support/test_keys.hpp"
#include "unit/write/sample_trace.hpp"
#include "verify/known_files.hpp"
#include "write/dsse.hpp"
#include "write/in_toto.hpp"
#include "write/trace_json.hpp"

// The sample trace without what makes it incomplete, with shipped files, and envelopes about it.
namespace souptrace::test {

/// The pump of the sample, installed (its RPATH edited, then stripped) and copied as it is.
inline Trace shipped_trace() {
  Trace trace = sample::trace();
  for (Finding& finding : trace.findings) finding.incomplete = false;
  for (TraceBinary& binary : trace.binaries) binary.completeness.complete = true;
  for (TraceBinary& binary : trace.binaries) {
    if (binary.name != "pump") continue;
    ShippedFile installed;
    installed.path = {Root::install, "bin/pump"};
    installed.sha256 = sha256_hex(as_bytes("installed"));
    installed.sha512 = digest(as_bytes("installed"), {.sha512 = true}).sha512;
    installed.build_id = binary.binary.build_id;
    const std::string between = sha256_hex(as_bytes("between"));
    installed.steps = {{"rpath", "cmake 3.25.1", binary.sha256, between}, {"strip", "GNU strip 2.40", between, installed.sha256}};
    ShippedFile odd;
    odd.path = {Root::install, "bin/odd"};
    odd.sha256 = sha256_hex(as_bytes("odd"));
    binary.shipped = {odd, installed};
  }
  return trace;
}

/// The same without the files that no recorded step explains.
inline Trace explained_trace() {
  Trace trace = shipped_trace();
  for (TraceBinary& binary : trace.binaries)
    std::erase_if(binary.shipped, [&](const ShippedFile& file) { return !verify::is_explained(binary, file); });
  return trace;
}

inline const TraceBinary& pump(const Trace& trace) {
  for (const TraceBinary& binary : trace.binaries)
    if (binary.name == "pump") return binary;
  return trace.binaries.front();
}

inline std::string envelope(const std::string& private_pem, const std::string& statement, std::string_view type = formats::kInTotoPayloadType) {
  const auto key = PrivateKey::from_pem(private_pem);
  const auto signature = key->sign(as_bytes(formats::dsse_pae(type, statement)));
  return write::dsse_envelope(type, statement, key->public_key().keyid(), *signature);
}

inline std::string trace_statement(const Trace& trace) {
  return write::statement(write::subjects_of(trace), write::kTracePredicate, write::trace_json(trace));
}

}  // namespace souptrace::test
