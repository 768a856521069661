// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "write/binary_view.hpp"

// What a CycloneDX document of one binary lists, before anything is written: a tree of parts, each with its
// reference.
namespace souptrace::write {

/// One component of the document.
struct Part {
  enum class What {
    package,  ///< what a package manager, a repository or a declaration names; with a file when it has only
              ///< one that was linked
    file,
    member,   ///< of the archive that is its parent
    missing,  ///< a shared library that the loader would not find
  };
  What what = What::package;
  std::string ref;  ///< unique in the document, the same in every document about the same thing
  const Component* component = nullptr;
  const UsedFile* file = nullptr;
  const TraceInput* member = nullptr;
  const TraceRuntimeLibrary* library = nullptr;
  bool complete_inside = false;  ///< all that it consists of within the binary is known down to the sources
  std::vector<Part> children;
};

struct BomPlan {
  std::string subject;      ///< the reference of the binary itself
  std::vector<Part> own;    ///< files of the product: they are the binary
  std::vector<Part> parts;  ///< everything else, in the order of references
  /// For every file that the binary has: the part that stands in the dependency graph for it.
  std::map<std::string_view, std::string> part_of_file;
};

/// `used` must outlive the plan.
///
/// - A file of the product (kind `product`) is what the binary consists of, so it is a child of the
/// document's subject; a shared library of
///   the product is a file of its own and stands beside it.
/// - A component with exactly one file that the linker took in carries that file's digests itself; with
/// several, each file is a child.
/// - A file without an owner stands for itself.
/// - Only what is in the binary or loaded with it is listed. What the linker opened and left (Use::dropped)
/// is no component of this binary,
///   not even one with the scope "excluded": matchers of vulnerabilities overlook the scope. The trace keeps
///   it.
[[nodiscard]] BomPlan plan_bom(const TraceIndex& index, const TraceBinary& binary,
                               const std::vector<UsedComponent>& used);

}  // namespace souptrace::write
