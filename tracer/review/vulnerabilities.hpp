// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "base/result.hpp"
#include "formats/kev.hpp"
#include "model/trace.hpp"
#include "review/link_evidence.hpp"
#include "review/osv_source.hpp"

namespace souptrace::review {

struct VulnerabilityOptions {
  std::string evaluated;     ///< the time that stands in the report
  std::string trace_sha256;  ///< of trace.json
  std::optional<formats::KevCatalogue> exploited;
  std::string exploited_sha256;
  FindFile find_file;  ///< for proofs from archives; none: what the trace itself says
  Progress progress;
};

/// Asks the database about every component that is in a binary of the trace and joins what it says with what was linked. Pure but for the
/// source and the files. Findings of the report: osv-not-told, osv-not-asked, osv-not-covered, osv-record-damaged, osv-contradicts,
/// owner-unknown. Error: the source's.
[[nodiscard]] Result<VulnerabilityReport> evaluate_vulnerabilities(const Trace& trace, OsvSource& source, const VulnerabilityOptions& options);

}  // namespace souptrace::review
