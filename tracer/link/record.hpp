// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "formats/link_log.hpp"
#include "host/host.hpp"
#include "link/link.hpp"
#include "model/finding.hpp"

namespace souptrace::link {

struct FoundRecord {
  std::string directory;  ///< the record's, where the reports lie
  formats::LinkLog log;
};

/// The launcher's record of the link that made `query.output`; nothing when there is none or it cannot be
/// read. Findings: "link-not-recorded", "link-record-malformed", "link-record-incomplete".
[[nodiscard]] Outcome<std::optional<FoundRecord>> find_record(Host& host, const LinkQuery& query);

}  // namespace souptrace::link
