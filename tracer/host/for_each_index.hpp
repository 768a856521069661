// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>

#include "host/helpers.hpp"

namespace souptrace {

/// Calls `work` with each number below `count` once, from up to `threads` threads (at least this one), in no order. Where `work` throws, not
/// all numbers are worked on, and the first exception goes on to the caller.
inline void for_each_index(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr thrown;
  std::mutex mutex;
  const auto take = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!thrown) thrown = std::current_exception();
    }
  };
  {
    const auto others = start_helpers(std::min<std::size_t>(threads, count), take);
    take();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace souptrace
