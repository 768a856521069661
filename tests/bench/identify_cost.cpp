// SPDX-License-Identifier: Apache-2.0
// identify_cost SYSROOT [FILE-THAT-CMAKE-READ…]: asks for the owners of the files whose paths stand on
// standard input, one a line, and prints "milliseconds<TAB>those of the processor<TAB>files with an equal
// digest<TAB>findings". Only identify() is timed: the trace hashes its files anyway.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <iostream>
#include <string>

#include "base/digest.hpp"
#include "host/host.hpp"
#include "identify/identify.hpp"

int main(int argc, char** argv) {
  using namespace souptrace;
  if (argc < 2) return 2;
  const auto host = posix_host();
  BuildFacts facts;
  facts.sysroot = argv[1];
  facts.source_directory = facts.sysroot + "/product";
  facts.build_directory = facts.source_directory + "/build";
  facts.configure_inputs.assign(argv + 2, argv + argc);
  DigestSet wanted;
  wanted.md5 = true;
  std::vector<identify::FileInQuestion> files;
  for (std::string path; std::getline(std::cin, path);) {
    const auto content = host->read(path);
    if (!content) return 3;
    files.push_back({path, {}, digest((*content)->bytes(), wanted)});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });

  const std::clock_t processor = std::clock();
  const auto begun = std::chrono::steady_clock::now();
  const auto outcome = identify::identify(*host, facts, files);
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begun;
  const double busy = static_cast<double>(std::clock() - processor) * 1000 / CLOCKS_PER_SEC;

  const auto verified =
      std::count_if(outcome.value.files.begin(), outcome.value.files.end(),
                    [](const auto& one) { return one.second.chosen.tier == Tier::package_db_verified; });
  std::cout << taken.count() << '\t' << busy << '\t' << verified << '\t' << outcome.findings.size() << '\n';
  return 0;
}
