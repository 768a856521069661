// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/build_facts.hpp"
#include "model/link_record.hpp"

// What differs between two releases of a product, as their traces say (format: tracer/write/release_diff.schema.json). The facts are the
// same whichever of the two is called the older, but for before and after changing places; only `impacts` has a direction.
namespace souptrace {

/// A value that is not the same in both. "" = it has none there.
struct ValueChange {
  std::string name;
  std::string before;
  std::string after;
};

/// One file, or one member of an archive, in one release.
struct PartSide {
  std::string name;       ///< "libz.a(inflate.o)"; of a shared library its SONAME
  std::string place;      ///< "system:usr/lib/libz.a(inflate.o)"
  std::string sha256;     ///< "" where the trace does not say
  std::string component;  ///< the owner's id, "" = nobody's
};

/// One file or member that is not the same in both. `state`: "added", "removed", "changed" (other bytes), "moved" (the same bytes in
/// another place), "owner" (the same bytes, another component's), "not-comparable" (a digest is missing).
struct PartChange {
  std::string state;
  Role role = Role::object;
  bool built_here = false;  ///< compiled by the build itself: its sources and headers stand in the list too
  std::optional<PartSide> before;
  std::optional<PartSide> after;
};

/// One file or member with the same bytes at the same place in both.
struct SamePart {
  std::string name;
  std::string sha256;
  Role role = Role::object;
};

/// How many of a binary's files are what.
struct PartCount {
  Role role = Role::object;
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
  std::uint64_t changed = 0;
  std::uint64_t other = 0;  ///< moved, of another owner, not comparable
  std::uint64_t same = 0;
};

/// An archive with other bytes of which each member that is in both binaries is the same.
struct SameMembers {
  std::string archive;
  std::string sha256_before;
  std::string sha256_after;
  std::uint64_t members = 0;
};

struct BinarySide {
  std::string path;
  std::string sha256;
  std::uint64_t size = 0;
};

/// One binary, matched by its name. `state`: "added", "removed", "same" (the same bytes), "changed".
struct BinaryDiff {
  std::string name;
  std::string state;
  std::optional<BinarySide> before;
  std::optional<BinarySide> after;
  std::vector<ValueChange> values;         ///< linker, format, run path, flags, …
  std::vector<PartCount> counts;           ///< in the order of roles
  std::vector<PartChange> parts;           ///< what is in it; empty for a binary that is new or gone
  std::vector<PartChange> dropped;         ///< only opened by the linker, in one of the two
  std::vector<SameMembers> archives;
  std::vector<PartChange> shipped;         ///< files made of it after its link
  std::vector<std::string> not_compared;   ///< what it may load and the traces do not know, in words
};

struct ComponentSide {
  std::string id;
  std::string version;
  std::string supplier;
  std::string license;
  std::string tier;  ///< the weakest among its files
  std::vector<std::string> binaries;
};

/// One SOUP component of which something differs, matched by its package without version. `states`, the gravest first: "bytes" (the same
/// version with other bytes), "version", "added", "removed", "parts" (other files or members of it are in the product), "binaries" (other
/// binaries have it, or have other files or members of it, than before), "compiled" (its
/// sources are the same, what this build compiled of them is not), "not-comparable", "tier", "supplier", "license", "moved" (the same bytes
/// at other places), "metadata" (nothing but what its package says of it).
struct ComponentDiff {
  std::string name;
  bool runtime = false;  ///< of the toolchain or the system
  std::vector<std::string> states;
  std::optional<ComponentSide> before;
  std::optional<ComponentSide> after;
  std::vector<ValueChange> values;
  std::vector<ValueChange> binaries;  ///< of what is the same: the names of the parts that a binary has in one release only
  std::vector<PartChange> parts;
  std::vector<SamePart> same;
};

/// A component of which nothing differs.
struct SameComponent {
  std::string id;
  std::uint64_t parts = 0;
  std::string sha256;  ///< of sha256sum's lines ("<digest>  <place>\n") of its parts, sorted
};

/// What a clause of IEC 62304:2006+A1:2015 asks for because of the difference.
struct ReviewTrigger {
  std::string clause;
  std::string task;
  std::vector<std::string> reasons;
};

/// What is proved to be the same, with the digest that proves it.
struct Unaffected {
  std::string subject;  ///< "libz.a(adler32.o)", or a binary's name
  std::string sha256;
  std::string reason;
};

/// All that one SOUP item, or one component that is none, asks for.
struct ReviewImpact {
  std::string subject;       ///< the item's id; without register the component's name
  std::string title;
  std::string safety_class;  ///< "A", "B", "C": as it counts
  bool registered = false;
  std::vector<std::string> components;  ///< ids, of both releases
  std::vector<std::string> binaries;    ///< that have it in either
  std::vector<std::string> changes;     ///< in words
  std::vector<ReviewTrigger> triggers;
  std::vector<Unaffected> unaffected;
};

struct ReleaseSide {
  Product product;
  std::string tool_version;
  std::string trace_sha256;
  std::vector<std::string> incomplete;  ///< binaries whose list is not complete
  std::uint64_t findings = 0;           ///< that make the trace incomplete
};

struct ReleaseDiff {
  ReleaseSide before;
  ReleaseSide after;
  std::vector<std::string> notes;         ///< what the reader must know of the two traces
  std::vector<std::string> not_compared;  ///< what traces do not record
  std::vector<ValueChange> settings;      ///< product, compilers, CMake, configuration
  std::vector<BinaryDiff> binaries;       ///< sorted by name
  std::vector<ComponentDiff> components;  ///< the gravest first, then by name
  std::vector<PartChange> unowned;        ///< files of nobody's that are in a binary
  std::vector<SameComponent> unchanged;   ///< sorted by id
  std::vector<Unaffected> unaffected;     ///< binaries with the same bytes and the same libraries; archives with the same linked members
  bool with_register = false;
  std::vector<ReviewImpact> impacts;  ///< the gravest first
};

/// Whether anything at all differs; settings and who wrote the trace included.
[[nodiscard]] inline bool differs(const BinaryDiff& one) {
  return one.state != "same" || !one.values.empty() || !one.parts.empty() || !one.dropped.empty() || !one.archives.empty() ||
         !one.shipped.empty();
}
[[nodiscard]] inline bool differs(const ReleaseDiff& diff) {
  for (const BinaryDiff& one : diff.binaries)
    if (differs(one)) return true;
  return !diff.settings.empty() || !diff.components.empty() || !diff.unowned.empty();
}

}  // namespace souptrace
