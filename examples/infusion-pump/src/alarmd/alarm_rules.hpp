// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <ringbuffer/ring.hpp>
#include <string>

#include "config/config.hpp"

namespace infusion {

/// Priorities of IEC 60601-1-8.
enum class Priority { low, medium, high };

struct Alarm {
  Priority priority = Priority::low;
  std::string text;
};

/// Decides which events of the pump are alarms. An event is a kind ("battery", "pressure", "air") and a value.
class AlarmRules {
 public:
  explicit AlarmRules(const Config& config) : config_(config) {}
  std::optional<Alarm> judge(const std::string& kind, double value);

 private:
  Config config_;
  ringbuffer::Ring battery_;
};

const char* name_of(Priority priority);

}  // namespace infusion
