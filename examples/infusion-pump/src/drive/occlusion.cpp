// SPDX-License-Identifier: Apache-2.0
#include "drive/occlusion.hpp"

#include <ringbuffer/window.hpp>

namespace infusion {

bool OcclusionDetector::sample(double kpa) {
  constexpr std::size_t kSamples = 8;
  pressures_.push(kpa);
  return pressures_.size() >= kSamples && ringbuffer::window(pressures_, kSamples).mean > limit_kpa_;
}

}  // namespace infusion
