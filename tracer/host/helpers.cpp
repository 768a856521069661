// SPDX-License-Identifier: Apache-2.0
#include "host/helpers.hpp"

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

}  // namespace souptrace
