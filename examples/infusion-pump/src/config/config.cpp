// SPDX-License-Identifier: Apache-2.0
#include "config/config.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace infusion {
namespace {

constexpr const char* kBuiltIn = R"({
  "occlusionLimitKpa": 80,
  "lowBatteryPercent": 15,
  "drugs": {"sodium chloride 0.9 %": {"softMaximum": 500, "hardMaximum": 999}}
})";

DrugLimits parse_limits(const std::string& name, const nlohmann::json& json) {
  const DrugLimits limits{json.at("softMaximum").get<double>(), json.at("hardMaximum").get<double>()};
  if (!(limits.soft_maximum > 0) || !(limits.hard_maximum >= limits.soft_maximum))
    throw std::runtime_error("configuration: the limits of '" + name + "' are not 0 < soft <= hard");
  return limits;
}

}  // namespace

Config parse_config(const std::string& text) try {
  const auto json = nlohmann::json::parse(text);
  Config config;
  config.occlusion_limit_kpa = json.at("occlusionLimitKpa").get<double>();
  config.low_battery_percent = json.at("lowBatteryPercent").get<double>();
  for (const auto& [name, limits] : json.at("drugs").items()) config.drugs[name] = parse_limits(name, limits);
  if (config.drugs.empty()) throw std::runtime_error("configuration: the drug library is empty");
  return config;
} catch (const nlohmann::json::exception& problem) {
  throw std::runtime_error(std::string("configuration: ") + problem.what());
}

Config load_config(const std::string& path) {
  if (path.empty()) return parse_config(kBuiltIn);
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error(path + ": cannot be read");
  return parse_config(text.str());
}

}  // namespace infusion
