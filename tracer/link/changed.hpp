// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "formats/link_log.hpp"
#include "host/host.hpp"
#include "model/finding.hpp"
#include "model/link_record.hpp"

namespace souptrace::link {

/// Whether the binary is still the one that the recorded link wrote.
enum class Freshness {
  same,       ///< size and time are those of the link's output
  reworked,   ///< another file with the same build-id: stripped, or its RPATH edited, after the link
  uncertain,  ///< another file, and there is no build-id, made of the content, that could tie it to the link
  stale,      ///< the output of another link
};

struct FreshnessCheck {
  Freshness freshness = Freshness::same;
  std::optional<Finding> finding;  ///< "binary-changed-after-link" or "link-record-stale"
};

/// Compares the binary as it lies there with what the launcher saw right after the link.
[[nodiscard]] FreshnessCheck check_freshness(const formats::LinkLog& log, const HostStat& now,
                                             const BinaryFormat& binary);

}  // namespace souptrace::link
