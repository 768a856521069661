// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "pump/controller.hpp"
#include "pump/log_export.hpp"
#include "pump/self_test.hpp"
#include "version.hpp"

namespace {

using namespace infusion;

int usage() {
  std::cerr << "usage: pump --self-test | --version | --infuse DRUG RATE_ML_H VOLUME_ML [--config FILE] [--export FILE]\n";
  return 2;
}

struct Order {
  std::string drug;
  double rate = 0;
  double volume = 0;
  std::string config;
  std::string export_to;
};

/// Simulates the whole infusion, one control step a second.
int infuse(const Order& order) {
  Controller pump(load_config(order.config), "device key from the secure element");
  if (pump.start(0, order.drug, order.rate, order.volume, false) != StartResult::running) {
    std::cerr << "pump: the rate is not within the limits of '" << order.drug << "'\n";
    return 1;
  }
  for (std::uint64_t now = 1000; pump.state() == State::infusing; now += 1000) pump.step(now, 20);
  std::cout << pump.log().text();
  if (order.export_to.empty()) return 0;
  std::ofstream file(order.export_to, std::ios::binary);
  file << export_log(pump.log().text()) << std::flush;
  return file ? 0 : 1;
}

int run(const std::vector<std::string>& arguments) {
  if (arguments == std::vector<std::string>{"--self-test"}) return self_test();
  if (arguments == std::vector<std::string>{"--version"}) {
    std::cout << "pump " << kVersion << '\n';
    return 0;
  }
  if (arguments.size() < 4 || arguments.size() % 2 != 0 || arguments[0] != "--infuse") return usage();
  Order order{arguments[1], std::atof(arguments[2].c_str()), std::atof(arguments[3].c_str()), "", ""};
  for (std::size_t i = 4; i < arguments.size(); i += 2) {
    if (arguments[i] == "--config")
      order.config = arguments[i + 1];
    else if (arguments[i] == "--export")
      order.export_to = arguments[i + 1];
    else
      return usage();
  }
  return infuse(order);
}

}  // namespace

int main(int count, char** values) try {
  return run({values + 1, values + count});
} catch (const std::exception& problem) {
  std::cerr << "pump: " << problem.what() << '\n';
  return 1;
}
