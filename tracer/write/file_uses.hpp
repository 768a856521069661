// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "model/trace_index.hpp"

namespace souptrace::write {

/// One compilation that brought a source or header into a binary, and where the linker took its object.
struct Through {
  const Compilation* compilation = nullptr;
  const TraceInput* linked = nullptr;  ///< the object file itself or the archive member with its bytes
};

/// What one binary has to do with a file.
struct FileUse {
  const TraceBinary* binary = nullptr;
  std::vector<const TraceInput*> inputs;
  std::vector<const TraceRuntimeLibrary*> runtime;
  std::vector<Through> through;  ///< for a file that is compiled in
};

/// Every binary that has the file, an archive member with its bytes or an object that was compiled from it,
/// in the order of names. For an object file of the build that means the members made of it as well.
[[nodiscard]] std::vector<FileUse> uses_of(const TraceIndex& index, const TraceFile& file);

}  // namespace souptrace::write
