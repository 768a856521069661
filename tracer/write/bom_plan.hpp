// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "model/binary_view.hpp"

// What an SBOM of one binary lists, before anything is written: a tree of parts, each with its reference.
// Every format writes this one plan, so that no two documents of a binary disagree about what is in it.
namespace souptrace::write {

/// One component of the document.
struct Part {
  enum class What {
    package,  ///< what a package manager, a repository or a declaration names; with a file when it has only
              ///< one that was linked
    file,
    member,   ///< of the archive that is its parent
    missing,  ///< a shared library that the loader would not find
    linked,   ///< the binary as the linker wrote it, where something else was made of it afterwards
    shipped,  ///< a file that was made of the binary after its link
  };
  What what = What::package;
  std::string ref;       ///< unique in the document, the same in every document about the same thing
  std::string file_ref;  ///< of the file alone, where the part is a package with one
  const Component* component = nullptr;
  const UsedFile* file = nullptr;
  const TraceInput* member = nullptr;
  const TraceRuntimeLibrary* library = nullptr;
  const ShippedFile* shipped = nullptr;
  bool complete_inside = false;  ///< all that it consists of within the binary is known down to the sources
  bool external = false;         ///< only shared libraries of the system: the environment has to provide it
  std::vector<Part> children;
};

struct BomPlan {
  std::string subject;    ///< the reference of the binary itself
  std::string linked;     ///< the reference of the file that the linker wrote
  std::vector<Part> own;  ///< files of the product: they are the binary
  std::vector<Part>
      shipped;              ///< the binary's file as linked and what was made of it; nothing when nothing was
  std::vector<Part> parts;  ///< everything else, in the order of references
  /// For every file that the binary has: the part that stands in the dependency graph for it.
  std::map<std::string_view, std::string> part_of_file;
};

/// `used` must outlive the plan.
///
/// - A file of the product (kind `product`) is what the binary consists of, so it is a child of the
/// document's subject; a shared library of the product is a file of its own and stands beside it.
/// - A component with exactly one file that the linker took in carries that file's digests itself; with
/// several, each file is a child.
/// - A file without an owner stands for itself.
/// - Only what is in the binary or loaded with it is listed. What the linker opened and left (Use::dropped)
/// is no component of this binary, not even one with the scope "excluded": matchers of vulnerabilities
/// overlook the scope. The trace keeps it.
[[nodiscard]] BomPlan plan_bom(const TraceIndex& index, const TraceBinary& binary,
                               const std::vector<UsedComponent>& used);

/// Whether some file that was made of the binary is explained by recorded steps. The others are no form of it that a document may vouch for.
[[nodiscard]] bool has_explained(const TraceBinary& binary);

/// The file that leaves the company, when that is one: all shipped files have its digest. Null when there are
/// none, or different ones.
[[nodiscard]] const ShippedFile* deliverable(const TraceBinary& binary);

/// Whether there is a licence that says something.
[[nodiscard]] bool has_license(const Component& component);

/// Whether the licence is what the document's author concluded: souptrace_component() states it. Otherwise a
/// package or a file declares it.
[[nodiscard]] bool is_license_concluded(const Component& component);

}  // namespace souptrace::write
