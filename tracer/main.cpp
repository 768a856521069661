// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <string>
#include <vector>

#include "cli/terminal.hpp"

int main(int argc, char** argv) {
  using namespace souptrace;
  const auto host = posix_host();
  const cli::Terminal terminal =
      cli::describe_terminal(*host, {std::cout, terminal_traits(1)}, {std::cerr, terminal_traits(2)});
  return cli::run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc), *host, terminal);
}
