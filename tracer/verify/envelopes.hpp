// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/signature.hpp"
#include "verify/known_files.hpp"
#include "verify/report.hpp"

namespace souptrace::verify {

/// One envelope, its signatures tried and its statement read; the payload itself is no longer held.
struct CheckedEnvelope {
  EnvelopeVerdict verdict;
  std::vector<KnownFile> files;  ///< its subjects; of a trace in it the trace's files
  std::string predicate_sha256;  ///< of the predicate's text
  std::vector<Problem> problems;  ///< not that a key is missing: EnvelopeVerdict::missing_keys
};

/// Checks each envelope of a .intoto.jsonl file, or the one of a JSON document, with `keys`. The rule for several signatures: every key
/// given must have a good signature, a signature that names one of the keys and is not good spoils the envelope, and a signature of any other
/// key is said to be not checked and counts for nothing. One that names no key is tried with every key; where it has members that are not
/// DSSE's beside, it counts for nothing either, because a damaged "keyid" looks like that.
[[nodiscard]] std::vector<CheckedEnvelope> check_envelopes(std::string_view text, const std::string& name,
                                                           const std::vector<PublicKey>& keys);

}  // namespace souptrace::verify
