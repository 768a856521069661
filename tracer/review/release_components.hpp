// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "review/release_parts.hpp"

namespace souptrace::review {

/// A component that is in some binary of a release.
struct ReleaseComponent {
  /// "libz.a(inflate.o)" and ReleasePart::content
  using PartKey = std::pair<std::string, std::string>;

  const Component* component = nullptr;
  std::vector<std::string> binaries;  ///< names, sorted
  std::vector<ReleasePart> parts;     ///< each once, sorted
  std::map<std::string, std::set<PartKey>> in_binary;  ///< by binary
  Tier tier = Tier::package_db_verified;  ///< the weakest
};

/// One release, taken apart.
struct Release {
  const TraceIndex* index = nullptr;
  std::map<std::string, ReleaseComponent> components;  ///< by id; the product's own too
  std::map<std::string, std::vector<ReleasePart>> binaries;  ///< by name
  std::vector<ReleasePart> unowned;
};

[[nodiscard]] Release take_apart(const TraceIndex& index);

/// One component in both releases; one of the two is null where the other has no partner.
struct ComponentPair {
  const ReleaseComponent* before = nullptr;
  const ReleaseComponent* after = nullptr;
};

/// Pairs components: by id; then by purl without version; then without version and qualifiers; then by "<origin>:<name>", each where it
/// names exactly one in either release: of two versions of one package neither is taken for the other. The product is paired with the
/// product. Sorted by the id of the new one, else of the old.
[[nodiscard]] std::vector<ComponentPair> pair_components(const Release& before, const Release& after);

[[nodiscard]] ComponentGroups groups_of(const std::vector<ComponentPair>& pairs);

/// What differs; `states` is empty when nothing does.
[[nodiscard]] ComponentDiff diff_component(const ComponentPair& pair, const ComponentGroups& groups);

/// How grave a state of ComponentDiff is: 0 is the gravest.
[[nodiscard]] std::size_t gravity_of(const std::string& state);

}  // namespace souptrace::review
