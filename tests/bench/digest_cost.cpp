// SPDX-License-Identifier: Apache-2.0
// digest_cost: hashes the files whose paths stand on standard input, one a line, with SHA-256 alone, as a trace does, and prints
// "bytes<TAB>seconds<TAB>those of the processors, summed<TAB>processors".
#include <chrono>
#include <ctime>
#include <iostream>
#include <string>

#include "host/file_digests.hpp"

int main() {
  using namespace souptrace;
  const auto host = posix_host();
  std::vector<DigestJob> jobs;
  for (std::string path; std::getline(std::cin, path);) jobs.push_back({path, {}, {}});
  const auto began = std::chrono::steady_clock::now();
  const std::clock_t began_processor = std::clock();
  const auto results = digest_files(*host, jobs, "");
  const double processor = static_cast<double>(std::clock() - began_processor) / CLOCKS_PER_SEC;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
  std::uint64_t bytes = 0;
  for (const auto& [path, result] : results) {
    if (!result) {
      std::cerr << result.error().describe() << '\n';
      return 1;
    }
    bytes += result->whole.size;
  }
  std::cout << bytes << '\t' << elapsed.count() << '\t' << processor << '\t' << host->processors() << '\n';
  return 0;
}
