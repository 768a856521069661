// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ringbuffer/ring.hpp>

namespace infusion {

/// Watches the pressure in the line, in kPa.
class OcclusionDetector {
 public:
  explicit OcclusionDetector(double limit_kpa) : limit_kpa_(limit_kpa) {}

  /// Takes a sample; true when the line is occluded: the mean of the last samples is above the limit, so that one spike is not an alarm.
  bool sample(double kpa);

 private:
  double limit_kpa_;
  ringbuffer::Ring pressures_;
};

}  // namespace infusion
