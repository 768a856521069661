// SPDX-License-Identifier: Apache-2.0
#include "alarmd/alarm_rules.hpp"

namespace infusion {

std::optional<Alarm> AlarmRules::judge(const std::string& kind, double value) {
  if (kind == "air" && value > 0) return Alarm{Priority::high, "air in line"};
  if (kind == "pressure" && value > config_.occlusion_limit_kpa) return Alarm{Priority::high, "occlusion"};
  if (kind != "battery") return std::nullopt;
  const auto before = battery_.at(0);
  battery_.push(value);
  // Said once, when the charge falls below the limit, and not with every sample.
  const bool falls = value < config_.low_battery_percent && (!before || *before >= config_.low_battery_percent);
  if (!falls) return std::nullopt;
  return Alarm{value < 5 ? Priority::medium : Priority::low, "battery low"};
}

const char* name_of(Priority priority) {
  switch (priority) {
    case Priority::low: return "low";
    case Priority::medium: return "medium";
    case Priority::high: return "high";
  }
  return "";
}

}  // namespace infusion
