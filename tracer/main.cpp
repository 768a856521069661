// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include "cli/terminal.hpp"

int main(int argc, char** argv) {
  using namespace souptrace;
  try {
    const auto host = posix_host();
    const cli::Terminal terminal =
        cli::describe_terminal(*host, {std::cout, terminal_traits(1)}, {std::cerr, terminal_traits(2)});
    return cli::run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc), *host, terminal);
  } catch (const std::bad_alloc&) {
    std::fputs("souptrace: error: there is not enough memory\n  Free some, or allow this program more, and call it again.\n", stderr);
    return cli::kIncomplete;
  }
}
