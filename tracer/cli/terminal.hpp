// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/cli.hpp"
#include "host/terminal.hpp"

namespace souptrace::cli {

struct Output {
  std::ostream& stream;
  TerminalTraits traits;
};

/// How the program may print. Colours: on a terminal other than "dumb", never with NO_COLOR (no-color.org) or
/// CLICOLOR=0, always with CLICOLOR_FORCE (bixense.com/clicolors). Unicode: when the locale's character set
/// is UTF-8. Width: the terminal's, else COLUMNS, else 120.
[[nodiscard]] Terminal describe_terminal(Host& host, const Output& out, const Output& err);

}  // namespace souptrace::cli
