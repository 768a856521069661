// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace souptrace {

/// Starts threads that do `work` beside this one, so that `count` do it; fewer, or none, where the system gives no more. Each thread is waited
/// for when it is destroyed. `work` must leave everything right however many do it, and throw nothing.
[[nodiscard]] std::vector<std::jthread> start_helpers(std::size_t count, const std::function<void()>& work);

/// Does `work` with up to `count` threads: work(true) in this one, work(false) in the others. Waits for all of them; then the first exception that
/// left one of them, such as of memory that is used up, goes on to the caller.
void work_together(std::size_t count, const std::function<void(bool is_caller)>& work);

}  // namespace souptrace
