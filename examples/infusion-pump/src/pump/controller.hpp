// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>

#include "config/config.hpp"
#include "doselog/doselog.hpp"
#include "drive/motor.hpp"
#include "drive/occlusion.hpp"

namespace infusion {

enum class StartResult { running, confirm_soft_limit, refused };
enum class State { idle, infusing, occluded, done };

/// The infusion: what was asked for, what flowed, and the log of it. Volumes in millilitres, rates in ml/h.
class Controller {
 public:
  Controller(const Config& config, std::string log_key)
      : config_(config), occlusion_(config.occlusion_limit_kpa), log_(std::move(log_key)) {}

  /// Starts an infusion within the drug's limits; above the soft limit only when `confirmed`.
  StartResult start(std::uint64_t now_ms, const std::string& drug, double rate, double volume, bool confirmed);
  /// One control step, at `now_ms`, with the line at this pressure. Gives the frame that goes to the motor.
  MotorFrame step(std::uint64_t now_ms, double pressure_kpa);

  State state() const { return state_; }
  double infused() const { return infused_; }
  const doselog::DoseLog& log() const { return log_; }

 private:
  void finish(std::uint64_t now_ms, State state, const char* event);

  Config config_;
  OcclusionDetector occlusion_;
  doselog::DoseLog log_;
  State state_ = State::idle;
  double rate_ = 0;
  double volume_ = 0;
  double infused_ = 0;
  std::uint64_t last_step_ms_ = 0;
  std::uint8_t sequence_ = 0;
};

}  // namespace infusion
