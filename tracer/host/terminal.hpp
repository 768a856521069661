// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace souptrace {

struct TerminalTraits {
  bool is_terminal = false;
  unsigned width = 0;  ///< in columns; 0 when unknown
};

/// What an open file descriptor (1: standard output, 2: standard error) is connected to.
[[nodiscard]] TerminalTraits terminal_traits(int descriptor);

}  // namespace souptrace
