// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <iostream>
#include <sstream>
#include <string>

#include "alarmd/alarm_rules.hpp"
#include "doselog/doselog.hpp"
#include "self_check.hpp"
#include "version.hpp"

namespace {

using namespace infusion;

int self_test() {
  SelfCheck check;
  AlarmRules rules(load_config(""));
  check.expect(!rules.judge("battery", 80), "a full battery is no alarm");
  check.expect(rules.judge("battery", 14).has_value(), "a low battery is");
  check.expect(!rules.judge("battery", 13), "and is said once");
  check.expect(!rules.judge("pressure", 20), "normal pressure is no alarm");
  const auto occlusion = rules.judge("pressure", 120);
  check.expect(occlusion && occlusion->priority == Priority::high, "occlusion has high priority");
  doselog::DoseLog log("self-test key");
  log.append(5, "alarm", 0);
  check.expect(!doselog::DoseLog::first_bad_line(log.text(), "self-test key"), "alarms are logged");
  return check.finish("alarmd");
}

/// Reads events, "time_ms kind value" a line, and prints the alarms; at the end the log of them.
int watch(std::istream& events) {
  AlarmRules rules(load_config(""));
  doselog::DoseLog log("device key from the secure element");
  std::string line;
  while (std::getline(events, line)) {
    std::istringstream fields(line);
    std::uint64_t time_ms = 0;
    std::string kind;
    double value = 0;
    if (!(fields >> time_ms >> kind >> value)) {
      std::cerr << "alarmd: not an event: " << line << '\n';
      return 1;
    }
    const auto alarm = rules.judge(kind, value);
    if (!alarm) continue;
    std::cout << time_ms << ' ' << name_of(alarm->priority) << ' ' << alarm->text << '\n';
    log.append(time_ms, "alarm", 0);
  }
  std::cout << log.text();
  return 0;
}

}  // namespace

int main(int count, char** values) try {
  const std::string argument = count == 2 ? values[1] : "";
  if (argument == "--self-test") return self_test();
  if (argument == "--watch") return watch(std::cin);
  if (argument == "--version") {
    std::cout << "alarmd " << kVersion << '\n';
    return 0;
  }
  std::cerr << "usage: alarmd --self-test | --version | --watch < EVENTS\n";
  return 2;
} catch (const std::exception& problem) {
  std::cerr << "alarmd: " << problem.what() << '\n';
  return 1;
}
