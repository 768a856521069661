// SPDX-License-Identifier: Apache-2.0
#include <sys/ioctl.h>
#include <unistd.h>

#include "host/terminal.hpp"

namespace souptrace {

TerminalTraits terminal_traits(int descriptor) {
  TerminalTraits traits;
  traits.is_terminal = ::isatty(descriptor) == 1;
  winsize size{};
  if (traits.is_terminal && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0) traits.width = size.ws_col;
  return traits;
}

}  // namespace souptrace
