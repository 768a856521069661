// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "formats/json_read.hpp"
#include "model/register.hpp"

// What a judgement binds to. Both digests can be computed with common tools, also when this program is gone.
namespace souptrace::review {

/// "sha256:" and the SHA-256 of these lines, sorted by bytes, each ended by a newline: "component ID" for each of SoupFacts::components,
/// "file SHA256 NAME" for each of SoupFacts::files.
[[nodiscard]] std::string facts_digest(const SoupFacts& facts);

/// "sha256:" and the SHA-256 of what an approval covers: the item as JSON in the form of RFC 8785 (members sorted, no white space) without
/// its members "approval", "history", "verification", "anomaly_list", "anomalies", "vulnerabilities" and "monitoring", and with the digest
/// of the facts as the value of "facts". What changes between two releases without a change of the item does not end its approval.
[[nodiscard]] std::string approval_digest(const formats::Json& item, std::string_view facts_digest);

/// One judgement of an item that is bound to something.
struct BoundJudgement {
  std::string name;      ///< where it stands: "approval", "verification/0", "anomalies/CVE-2022-37434"
  std::string binds_to;  ///< "" = to nothing
  std::string expected;  ///< what it must be bound to in order to hold; "" = to a binary, which the facts do not say
  [[nodiscard]] bool holds() const { return expected.empty() || binds_to == expected; }
};

/// All of an item with what they must be bound to: the digest of its facts, the approval to its approval digest.
[[nodiscard]] std::vector<BoundJudgement> judgements_of(const SoupItem& item, const std::string& facts_digest,
                                                        const std::string& approval_digest);

/// The names of those that are bound to something else than they must be.
[[nodiscard]] std::vector<std::string> stale_judgements(const SoupItem& item, const std::string& facts_digest,
                                                        const std::string& approval_digest);

}  // namespace souptrace::review
