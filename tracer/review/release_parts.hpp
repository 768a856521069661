// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "model/release_diff.hpp"
#include "model/trace_index.hpp"

// The files and archive members of two releases, and which one of the new is which one of the old.
namespace souptrace::review {

/// A file or an archive member of which bytes are in a binary or that is loaded with it. Refers to the trace.
struct ReleasePart {
  PartSide side;
  std::string content;  ///< equal exactly when the bytes are known to be the same
  Role role = Role::object;
  bool built_here = false;
  const Component* owner = nullptr;
  const TraceFile* file = nullptr;
};

/// One part in both releases; one of the two is null where the other has no partner.
struct PartPair {
  const ReleasePart* before = nullptr;
  const ReleasePart* after = nullptr;
};

/// Which components of two releases are the same one: both have the same number here.
using ComponentGroups = std::map<const Component*, std::size_t>;

/// The parts of one binary, each once, sorted by place and content. Owned by the product, by others and by nobody.
[[nodiscard]] std::vector<ReleasePart> parts_of(const TraceIndex& index, const TraceBinary& binary);

/// Sorts and leaves one of each place and content.
void sort_parts_once(std::vector<ReleasePart>& parts);

/// Pairs each part with at most one: by its place; then, within a component, by its place with the component's version for a name of a
/// directory taken out; then by its name and role where these say which one. Where a place has several (members of one name), equal bytes
/// are paired first. Pairing the other way round gives the same pairs.
[[nodiscard]] std::vector<PartPair> pair_parts(const std::vector<ReleasePart>& before, const std::vector<ReleasePart>& after,
                                               const ComponentGroups& groups);

/// What the pair says, see PartChange::state; "" when nothing differs.
[[nodiscard]] std::string state_of(const PartPair& pair, const ComponentGroups& groups);
[[nodiscard]] PartChange change_of(const PartPair& pair, std::string state);

}  // namespace souptrace::review
