// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"

namespace souptrace::launcher {

/// souptrace-link --state=DIR [--map] [--plugin=PATH] -- COMMAND...
struct Options {
  std::string state;   ///< the build's state directory, absolute
  bool map = false;    ///< also record a link map
  std::string plugin;  ///< the linker plugin; "" = the one beside this program
  std::vector<std::string>
      command;  ///< what the build calls: other launchers, then the driver and its arguments
};

inline constexpr const char* kUsage =
    "usage: souptrace-link --state=DIR [--map] [--plugin=PATH] -- COMMAND...";

/// Reads what stands behind the program's name. Error: "usage".
[[nodiscard]] Result<Options> parse_options(const std::vector<std::string>& arguments);

}  // namespace souptrace::launcher
