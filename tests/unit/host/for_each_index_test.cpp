// SPDX-License-Identifier: Apache-2.0
#include "host/for_each_index.hpp"

#include <new>

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

TEST_CASE("what is thrown in any thread reaches the caller, after all threads have ended") {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::atomic<int> calls{0};
    const auto work = [&](std::size_t i) {
      ++calls;
      if (i == 3) throw std::bad_alloc();
    };
    CHECK_THROWS_AS(for_each_index(1000, threads, work), std::bad_alloc);
    CHECK(calls >= 4);
  }
}
