// SPDX-License-Identifier: BSL-1.0
#include "ringbuffer/ring.hpp"

namespace ringbuffer {

void Ring::push(double sample) {
  samples_[next_] = sample;
  next_ = (next_ + 1) % kCapacity;
  if (size_ < kCapacity) ++size_;
}

std::optional<double> Ring::at(std::size_t age) const {
  if (age >= size_) return std::nullopt;
  return samples_[(next_ + kCapacity - 1 - age) % kCapacity];
}

}  // namespace ringbuffer
