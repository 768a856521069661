// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>

#include "cli/cli.hpp"

namespace souptrace::cli {

/// One line on standard error that is redrawn while the trace step works; nothing where that is no terminal.
class TraceProgress {
 public:
  explicit TraceProgress(const Terminal& terminal) : terminal_(terminal) {}
  /// `done` of `total`, in any unit; a total of 0 shows the stage alone.
  void show(const std::string& stage, std::uint64_t done, std::uint64_t total);
  /// Takes the line away again.
  void clear();

 private:
  const Terminal& terminal_;
  std::string last_;
};

}  // namespace souptrace::cli
