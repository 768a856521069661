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

TEST_CASE("work that is done together throws in the thread that asked for it, after all have ended") {
  std::atomic<int> ended{0};
  for (const bool by_caller : {true, false}) {
    ended = 0;
    std::atomic<bool> thrown{false};
    try {
      work_together(4, [&](bool is_caller) {
        if (is_caller == by_caller && !thrown.exchange(true)) throw std::bad_alloc();
        ++ended;
      });
      CHECK_FALSE(thrown);  // there may be no other thread
    } catch (const std::bad_alloc&) {
      CHECK(thrown);
    }
    CHECK(ended + thrown >= 1);
  }
  int calls = 0;
  work_together(1, [&](bool is_caller) { calls += is_caller ? 1 : 100; });
  CHECK(calls == 1);
}
