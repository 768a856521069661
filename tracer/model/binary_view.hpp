// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "model/trace_index.hpp"

// One binary's inputs seen from the components that own them: what the SBOM lists and what `show` prints.
namespace souptrace {

/// Whether it puts bytes into the binary or is loaded with it; everything else was only opened.
[[nodiscard]] bool is_part(Use use);

/// One file and all that the binary has to do with it.
struct UsedFile {
  const TraceFile* file = nullptr;
  std::vector<const TraceInput*> inputs;            ///< in the order of TraceBinary::inputs
  std::vector<const TraceRuntimeLibrary*> runtime;  ///< where the loader's closure names it

  /// Some input of it is part of the binary, or the loader loads it.
  [[nodiscard]] bool is_part() const;
  [[nodiscard]] bool is_shared_library() const;
  /// Only read by the compiler: a source or header.
  [[nodiscard]] bool is_compiled_in_only() const;
};

/// One component and its files in one binary.
struct UsedComponent {
  const Component* component = nullptr;  ///< null: the files that nobody owns
  std::vector<UsedFile> files;           ///< in the order of paths

  /// The weakest tier among the files.
  [[nodiscard]] Tier weakest_tier() const;
};

/// Every component with a file among the binary's inputs or in its loader's closure, in the order of ids, the
/// unowned files last.
[[nodiscard]] std::vector<UsedComponent> used_components(const TraceIndex& index, const TraceBinary& binary);

/// Whether all code of these files in the binary was compiled by this very build, so that every byte's source
/// is in the trace.
[[nodiscard]] bool is_built_here(const TraceIndex& index, const UsedComponent& used);

}  // namespace souptrace
