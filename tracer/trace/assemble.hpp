// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "model/build_facts.hpp"
#include "model/component.hpp"
#include "model/finding.hpp"
#include "model/link_record.hpp"
#include "model/trace.hpp"

namespace souptrace::trace {

/// What is known of one distinct file's content; the key is its path without symbolic links.
struct Content {
  Digests digests;
  FileStat stat;                                                        ///< when it was hashed
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> members;  ///< SHA-256 by {offset, size}
};

/// One traced target's link.
struct TracedLink {
  const Target* target = nullptr;
  LinkRecord record;
};

struct Material {
  std::string tool_version;
  const BuildFacts& facts;
  std::vector<TracedLink> links;
  std::map<std::string, Content> contents;
  Identification identification;
  std::vector<Finding> findings;  ///< of the stages before
};

/// Puts the trace together. Pure. Findings of its own: "input-changed-since-link", "input-unreadable", "member-source-unknown", "header-unreadable", ….
[[nodiscard]] Trace assemble(Material material);

}  // namespace souptrace::trace
