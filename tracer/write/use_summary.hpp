// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "model/binary_view.hpp"

namespace souptrace::write {

/// One archive of which members were taken.
struct ArchiveUse {
  const TraceFile* file = nullptr;
  std::uint64_t members = 0;
};

/// How one component is in one binary, in counts and names.
struct UseSummary {
  std::vector<ArchiveUse> archives;
  std::vector<const TraceFile*> needed;   ///< shared libraries that the binary names
  std::vector<const TraceFile*> loaded;   ///< shared libraries that only others of the loader's closure name
  std::vector<const TraceFile*> dropped;  ///< opened by the linker, nothing taken
  std::uint64_t objects = 0;
  std::uint64_t startup_objects = 0;
  std::uint64_t sources = 0;
  std::uint64_t headers = 0;
  bool built_here = false;  ///< all of its code in the binary was compiled by this build

  [[nodiscard]] bool in_binary() const;
  [[nodiscard]] bool headers_only() const;
  /// For people: {"static: libz.a (2 members)", "1 header"}.
  [[nodiscard]] std::vector<std::string> words() const;
};

[[nodiscard]] UseSummary summarize(const TraceIndex& index, const UsedComponent& used);

}  // namespace souptrace::write
