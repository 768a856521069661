// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "model/binary_view.hpp"
#include "model/vulnerability.hpp"

namespace souptrace::review {

/// One component in one binary: the view of the trace and the words for it.
struct BinaryUse {
  const TraceBinary* binary = nullptr;
  std::vector<UsedFile> files;  ///< those that are part of the binary
  ComponentUse words;
};

/// For each component (id) with something in a binary: the binaries, in the trace's order. The product's own components are left out.
[[nodiscard]] std::map<std::string, std::vector<BinaryUse>> component_uses(const TraceIndex& index);

/// "libz.a(inflate.o)"
[[nodiscard]] std::string member_text(const TraceFile& archive, const std::string& member);

}  // namespace souptrace::review
