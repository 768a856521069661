// SPDX-License-Identifier: Apache-2.0
#include "pump/controller.hpp"

#include <algorithm>

namespace infusion {

StartResult Controller::start(std::uint64_t now_ms, const std::string& drug, double rate, double volume, bool confirmed) {
  const auto limits = config_.drugs.find(drug);
  if (limits == config_.drugs.end() || !(rate > 0) || !(volume > 0) || rate > limits->second.hard_maximum) {
    log_.append(now_ms, "refused", 0);
    return StartResult::refused;
  }
  if (rate > limits->second.soft_maximum && !confirmed) return StartResult::confirm_soft_limit;
  rate_ = rate;
  volume_ = volume;
  infused_ = 0;
  last_step_ms_ = now_ms;
  state_ = State::infusing;
  log_.append(now_ms, "start", 0);
  return StartResult::running;
}

MotorFrame Controller::step(std::uint64_t now_ms, double pressure_kpa) {
  constexpr double kMillisecondsPerHour = 3'600'000;
  if (state_ == State::infusing) {
    infused_ += rate_ * static_cast<double>(now_ms - last_step_ms_) / kMillisecondsPerHour;
    infused_ = std::min(infused_, volume_);
    last_step_ms_ = now_ms;
    if (occlusion_.sample(pressure_kpa))
      finish(now_ms, State::occluded, "occlusion");
    else if (infused_ >= volume_)
      finish(now_ms, State::done, "end");
  }
  const double rate = state_ == State::infusing ? rate_ : 0;
  return motor_frame(static_cast<std::uint32_t>(rate * 1000), sequence_++);
}

void Controller::finish(std::uint64_t now_ms, State state, const char* event) {
  state_ = state;
  log_.append(now_ms, event, infused_);
}

}  // namespace infusion
