// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>

#include "ringbuffer/ring.hpp"

namespace ringbuffer {

struct Window {
  double minimum = 0;
  double maximum = 0;
  double mean = 0;
};

/// Statistics of the newest `count` samples (or of all, when there are fewer); all 0 for an empty ring.
Window window(const Ring& ring, std::size_t count);

}  // namespace ringbuffer
