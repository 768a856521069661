// SPDX-License-Identifier: Apache-2.0
#include <cstring>
#include <new>

#include "launcher/launch.hpp"
#include "launcher/process.hpp"

int main(int argc, char** argv) {
  using namespace souptrace::launcher;
  try {
    const auto options = parse_options(std::vector<std::string>(argv + 1, argv + argc));
    if (!options) {
      warn(options.error().describe() + "\n" + kUsage);
      return 2;
    }
    launch(*options);
  } catch (const std::bad_alloc&) {
    // The link may need less memory than its record.
    char** words = argv;
    while (*words != nullptr && std::strcmp(*words, "--") != 0) ++words;
    if (*words == nullptr || words[1] == nullptr) return 2;
    become_program(words + 1);
  }
}
