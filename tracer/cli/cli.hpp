// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <string>
#include <vector>

#include "host/host.hpp"

namespace souptrace::cli {

/// Exit codes of every command.
enum Exit : int { kGood = 0, kGateFailed = 1, kUsage = 2, kIncomplete = 3 };

/// Where a command prints, and how it may.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool colours = false;   ///< of `out`
  bool progress = false;  ///< `err` is a terminal that may be redrawn
  unsigned width = 80;
  bool unicode = false;  ///< `out` takes UTF-8 and shows box drawing
};

/// Runs `souptrace ARGUMENTS…` (without the program's name) and gives the exit code.
[[nodiscard]] int run(const std::vector<std::string>& arguments, Host& host, const Terminal& terminal);

}  // namespace souptrace::cli
