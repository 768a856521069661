// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <cstddef>
#include <optional>

namespace ringbuffer {

/// The last `kCapacity` samples of a sensor; never allocates.
class Ring {
 public:
  static constexpr std::size_t kCapacity = 64;

  /// Adds a sample; the oldest one goes when the ring is full.
  void push(double sample);
  /// The sample `age` steps back, 0 being the newest; nothing when there are not that many.
  std::optional<double> at(std::size_t age) const;
  std::size_t size() const { return size_; }

 private:
  std::array<double, kCapacity> samples_{};
  std::size_t next_ = 0;
  std::size_t size_ = 0;
};

}  // namespace ringbuffer
