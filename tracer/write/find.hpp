// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/trace_index.hpp"

namespace souptrace::write {

/// One thing in the trace that a user may ask about. Exactly one of the pointers is set, `file` also with a
/// member, `binary` also with a file that was made of it.
struct Subject {
  std::string label;  ///< names it without a doubt: "build:pump", "deb:zlib1g-dev@1:1.2.13:amd64",
                      ///< "build:libz.a(inflate.o@68)"
  const TraceBinary* binary = nullptr;
  const Component* component = nullptr;
  const TraceFile* file = nullptr;
  const TraceInput* member = nullptr;  ///< one of the inputs that are this archive member
  const ShippedFile* shipped = nullptr;  ///< of `binary`
};

struct Search {
  std::vector<Subject> found;  ///< the best matches only, in the order of labels; several with one label are
                               ///< one thing in two roles
  std::vector<std::string> suggestions;  ///< when nothing was found: names like it, the most alike first
};

/// Looks for `query` in this order, and stops at the first step that finds something:
/// 1. a name as the trace writes it: a label, a binary's name, the place of a file made of one, a component's id or purl, a file's id or
/// "root:path";
/// 2. a component's name (also "name@version") or source package; a path without its root, also an absolute
/// one;
/// 3. the end of a path, from some '/' on; "libz.a(inflate.o)"; a shared library's SONAME;
/// 4. an archive member's name; the end of the path of a file made of a binary;
/// 5. the first 8 or more digits of a SHA-256.
[[nodiscard]] Search find_subjects(const TraceIndex& index, std::string_view query);

}  // namespace souptrace::write
