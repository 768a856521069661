// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "model/trace.hpp"

namespace souptrace::write {

inline constexpr std::string_view kProvenancePredicate = "https://slsa.dev/provenance/v1";

/// The predicate of SLSA provenance 1.0 for one binary: what the build was asked for, every file that the link took in with its digests and
/// its owner's purl, and the trace (its SHA-256) as a by-product. It says what a developer's own build can say of itself: SLSA Build L1, as
/// builder.id states. No time and no id of a run stand in it.
[[nodiscard]] std::string slsa_provenance(const Trace& trace, const TraceBinary& binary, std::string_view trace_sha256);

}  // namespace souptrace::write
