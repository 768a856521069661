// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "formats/osv.hpp"
#include "model/vulnerability.hpp"

// Whether a record of the OSV database is about what a query names: the schema's evaluation, with each ecosystem's own order of versions.
namespace souptrace::review {

enum class Verdict { not_affected, not_told, affected };

struct Match {
  Verdict verdict = Verdict::not_affected;
  std::string reason;  ///< in words
  std::vector<std::string> fixed;
  std::vector<const formats::OsvAffected*> entries;  ///< of the record that name the package and did not rule it out
};

/// What the record says of the query; nothing when none of its packages is the query's. not_affected only where that follows from its
/// versions and ranges; where an order or a commit graph would be needed that is not here, not_told.
[[nodiscard]] std::optional<Match> match_record(const VulnerabilityQuery& query, const formats::OsvRecord& record);

/// A repository's URL as it is compared: without scheme, user, ".git" and '/' at the end, in lower case.
[[nodiscard]] std::string repository_key(std::string_view url);

/// A purl as it is compared: canonical, without version, qualifiers and subpath; "" when it is none.
[[nodiscard]] std::string package_key(std::string_view text);

}  // namespace souptrace::review
