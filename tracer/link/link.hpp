// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "host/host.hpp"
#include "model/finding.hpp"
#include "model/link_record.hpp"

namespace souptrace::link {

/// What the trace needs to know to read one link.
struct LinkQuery {
  std::string output;           ///< the binary, absolute
  std::string state_directory;  ///< BuildFacts::state_directory
  std::string sysroot;          ///< "" = the host's root
};

/// Reads the launcher's record of one link and its reports, merges the witnesses into inputs with use, role,
/// member and offset, reads the binary, and resolves its runtime closure. Always yields a record; what is
/// missing or contradictory is a finding ("link-not-recorded", "link-record-stale", "witness-disagrees",
/// "member-ambiguous", "input-missing", "binary-missing", …).
[[nodiscard]] Outcome<LinkRecord> read_link(Host& host, const LinkQuery& query);

/// Whether the launcher left a record of `output` (absolute, normalized).
[[nodiscard]] bool has_record(Host& host, const std::string& state_directory, const std::string& output);

}  // namespace souptrace::link
