// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>

namespace infusion {

/// Limits of one drug, in ml/h: what the nurse may confirm, and what nobody may exceed.
struct DrugLimits {
  double soft_maximum = 0;
  double hard_maximum = 0;
};

struct Config {
  std::map<std::string, DrugLimits> drugs;
  double occlusion_limit_kpa = 0;
  double low_battery_percent = 0;
};

/// Reads the configuration (JSON; config/pump.json is a sample). Throws std::runtime_error, naming what is wrong, for anything that is
/// not a complete and plausible configuration.
Config parse_config(const std::string& json);

/// parse_config() of a file, or the built-in configuration when `path` is empty.
Config load_config(const std::string& path);

}  // namespace infusion
