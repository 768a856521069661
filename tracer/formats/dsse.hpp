// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

// DSSE, Dead Simple Signing Envelope 1.0.2 (github.com/secure-systems-lab/dsse: protocol.md, envelope.md).
namespace souptrace::formats {

struct DsseSignature {
  std::string keyid;            ///< a hint, signed by nobody; "" when there is none
  std::string signature;        ///< raw
  bool has_unknown_members = false;  ///< beside keyid and sig: the specification has them ignored
};

/// An envelope: what is signed, and by whom.
struct DsseEnvelope {
  std::string payload_type;
  std::string signed_bytes;  ///< PAE of payload type and payload: what the signatures are over
  std::size_t payload_offset = 0;
  std::vector<DsseSignature> signatures;

  /// The payload itself, a part of signed_bytes.
  [[nodiscard]] std::string_view payload() const { return std::string_view(signed_bytes).substr(payload_offset); }
};

/// "DSSEv1 <length> <type> <length> <payload>", the pre-authentication encoding.
[[nodiscard]] std::string dsse_pae(std::string_view payload_type, std::string_view payload);

/// Reads the JSON form of an envelope. Base64 may be of either alphabet. Errors: "dsse-malformed" with what is wrong (also: a name twice,
/// more than 100 signatures, no signature). Takes the payload's size in memory beside `text`.
[[nodiscard]] Result<DsseEnvelope> parse_dsse(std::string_view text);

}  // namespace souptrace::formats
