// SPDX-License-Identifier: Apache-2.0
#include "host/helpers.hpp"

#include <exception>
#include <mutex>
#include <system_error>

namespace souptrace {

std::vector<std::jthread> start_helpers(std::size_t count, const std::function<void()>& work) {
  std::vector<std::jthread> threads;
  try {
    for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work);
  } catch (const std::system_error&) {  // as many as there are
  }
  return threads;
}

void work_together(std::size_t count, const std::function<void(bool is_caller)>& work) {
  std::exception_ptr thrown;
  std::mutex mutex;
  const auto guarded = [&](bool is_caller) {
    try {
      work(is_caller);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!thrown) thrown = std::current_exception();
    }
  };
  {
    const auto others = start_helpers(count, [&] { guarded(false); });
    guarded(true);
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace souptrace
