// SPDX-License-Identifier: Apache-2.0
#include "host/for_each_index.hpp"

#include "support/catch.hpp"

using namespace souptrace;

TEST_CASE("each index is worked on once, by any number of threads") {
  for (const unsigned threads : {0U, 1U, 2U, 7U})
    for (const std::size_t count : {0U, 1U, 3U, 1000U}) {
      std::vector<std::atomic<int>> calls(count);
      for_each_index(count, threads, [&](std::size_t i) { ++calls[i]; });
      CHECK(std::all_of(calls.begin(), calls.end(), [](const auto& one) { return one == 1; }));
    }
}
