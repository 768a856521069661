// SPDX-License-Identifier: Apache-2.0
// replay TARGET DIRECTORY: runs one target over every file of its corpus, whole and cut at every length (a large one at 4096 of them). Each
// input gets memory of exactly its size, so that a sanitizer sees every read behind it.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "fuzz/targets.hpp"

namespace {
constexpr std::size_t kMostCuts = 4096;
}

int main(int argc, char** argv) {
  const souptrace::fuzz::Target* target = argc == 3 ? souptrace::fuzz::target_named(argv[1]) : nullptr;
  if (target == nullptr) return 2;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(argv[2])) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    const std::size_t step = bytes.size() / kMostCuts + 1;
    for (std::size_t cut = 0; cut < bytes.size() + step; cut += step) {
      const std::size_t length = std::min(cut, bytes.size());
      const std::vector<std::uint8_t> input(bytes.begin(),
                                            bytes.begin() + static_cast<std::ptrdiff_t>(length));
      target->run(input);
    }
    ++files;
  }
  std::printf("%zu files replayed\n", files);
  return files == 0 ? 1 : 0;
}
