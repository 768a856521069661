// SPDX-License-Identifier: Apache-2.0
#include "launcher/launch.hpp"
#include "launcher/process.hpp"

int main(int argc, char** argv) {
  using namespace souptrace::launcher;
  const auto options = parse_options(std::vector<std::string>(argv + 1, argv + argc));
  if (!options) {
    warn(options.error().describe() + "\n" + kUsage);
    return 2;
  }
  launch(*options);
}
