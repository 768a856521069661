// SPDX-License-Identifier: BSL-1.0
#include "ringbuffer/window.hpp"

#include <algorithm>

namespace ringbuffer {

Window window(const Ring& ring, std::size_t count) {
  const std::size_t used = std::min(count, ring.size());
  if (used == 0) return {};
  Window out{*ring.at(0), *ring.at(0), 0};
  for (std::size_t age = 0; age < used; ++age) {
    const double sample = *ring.at(age);
    out.minimum = std::min(out.minimum, sample);
    out.maximum = std::max(out.maximum, sample);
    out.mean += sample;
  }
  out.mean /= static_cast<double>(used);
  return out;
}

}  // namespace ringbuffer
