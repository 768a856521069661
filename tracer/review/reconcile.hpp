// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "model/binary_view.hpp"
#include "model/register.hpp"

// What is linked against what is registered (IEC 62304, 8.1.2 and 8.1.3).
namespace souptrace::review {

/// An item of the register and what of the trace is it.
struct MatchedItem {
  const SoupItem* item = nullptr;
  std::vector<const Component*> components;  ///< sorted by id
  std::vector<const TraceFile*> files;       ///< files that nobody else owns and that the item names by digest or place
  SoupFacts facts;                           ///< of this trace; `stale` is empty
  std::vector<const TraceBinary*> binaries;  ///< that have it, sorted by name

  [[nodiscard]] bool is_linked() const { return !binaries.empty(); }
  /// Those of `components` that are not of the item's version, nor is the source package that they were built from.
  [[nodiscard]] std::vector<const Component*> with_other_version() const;
};

/// A component that two items claim with equal right.
struct AmbiguousMatch {
  std::string subject;             ///< the component's id or the file's place
  std::vector<std::string> items;  ///< ids, sorted
};

struct Reconciliation {
  std::vector<MatchedItem> items;                ///< one for each item of the register, sorted by id
  std::vector<const Component*> unregistered;    ///< SOUP and runtime in some binary that no item is about, sorted by id
  std::vector<const TraceFile*> unowned;         ///< files in some binary that have neither owner nor item, in the order of the trace
  std::vector<AmbiguousMatch> ambiguous;
  std::map<std::string, std::vector<const TraceBinary*>> binaries;  ///< that have a component, by its id

  [[nodiscard]] const MatchedItem* item_of(const Component& component) const;
};

/// Matches each component and each file without owner to at most one item: by the SHA-256 of all its files, then by their places too, then by
/// package, the most exact entry first. Never by likeness. `index` and `reg` must outlive the result.
[[nodiscard]] Reconciliation reconcile(const TraceIndex& index, const SoupRegister& reg);

/// How a package may be named in SoupMatch::packages, the most exact first: the component's id, its purl, the purl without qualifiers,
/// without version, "<origin>:<name>".
[[nodiscard]] std::vector<std::string> package_names(const Component& component);

/// What the trace says about a group of components and files: its digest, the files that judgements are bound to, the binaries. Bound are
/// the digests of all files of which bytes are in a binary or that are loaded with it, but
/// - not of what this build compiled itself of a source that is known: the sources and headers stand for it;
/// - not of sources and headers which the package database has with the same digest: the package's version stands for them, and which of
///   its headers a product includes does not matter to what was judged.
[[nodiscard]] SoupFacts soup_facts(const TraceIndex& index, const std::vector<const Component*>& components,
                                   const std::vector<const TraceFile*>& files);

/// The files and components of `now` that `registered` does not have: "file libz.a 5f1c…", "component deb:…".
[[nodiscard]] std::vector<std::string> unregistered_facts(const SoupFacts& now, const SoupFacts& registered);

}  // namespace souptrace::review
