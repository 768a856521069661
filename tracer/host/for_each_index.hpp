// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>

#include "host/helpers.hpp"

namespace souptrace {

/// Calls `work` with each number below `count` once, from up to `threads` threads (at least this one), in no order. `work` must not throw.
inline void for_each_index(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  const auto others = start_helpers(std::min<std::size_t>(threads, count), take);
  take();
}

}  // namespace souptrace
