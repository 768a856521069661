// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <set>
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
  std::vector<Finding> findings;  ///< of reading this link; one that is `incomplete` makes the binary's list incomplete
};

struct Material {
  std::string tool_version;
  const BuildFacts& facts;
  std::vector<TracedLink> links;
  std::map<std::string, Content> contents;
  std::map<std::string, std::string> unreadable;  ///< files that could not be hashed, and why
  Identification identification;
  std::vector<Finding> findings;  ///< of the stages before, other than reading links
  std::set<std::string> left_behind{};  ///< objects that were not compiled again though a source or header of theirs has another content
};

/// The objects of this build that some binary links, by path or by the bytes of a linked archive member: their sources and headers are in the trace.
[[nodiscard]] std::vector<const CompiledObject*> linked_objects(const Material& material);

/// Puts the trace together. Pure. Findings of its own: "input-changed-since-link", "input-unreadable", "binary-unreadable" and
/// "runtime-library-unreadable" (errors, incomplete), "header-unreadable" and
/// "source-changed-since-compile" (errors, incomplete), "member-source-unknown" and "object-source-unknown" (an object of this build whose source no witness names).
[[nodiscard]] Trace assemble(Material material);

}  // namespace souptrace::trace
