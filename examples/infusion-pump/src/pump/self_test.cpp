// SPDX-License-Identifier: Apache-2.0
#include "pump/self_test.hpp"

#include "pump/controller.hpp"
#include "pump/log_export.hpp"
#include "self_check.hpp"

namespace infusion {
namespace {

constexpr const char* kSaline = "sodium chloride 0.9 %";
constexpr const char* kKey = "self-test key";

void check_limits(SelfCheck& check) {
  Controller pump(load_config(""), kKey);
  check.expect(pump.start(0, "unknown drug", 10, 10, true) == StartResult::refused, "an unknown drug is refused");
  check.expect(pump.start(0, kSaline, 1000, 10, true) == StartResult::refused, "nothing exceeds the hard limit");
  check.expect(pump.start(0, kSaline, 600, 10, false) == StartResult::confirm_soft_limit, "the soft limit asks");
  check.expect(pump.start(0, kSaline, 600, 10, true) == StartResult::running, "a confirmed rate runs");
}

void check_infusion(SelfCheck& check) {
  Controller pump(load_config(""), kKey);
  check.expect(pump.start(0, kSaline, 360, 10, false) == StartResult::running, "an infusion starts");
  MotorFrame frame{};
  for (std::uint64_t now = 1000; pump.state() == State::infusing && now <= 200'000; now += 1000) frame = pump.step(now, 20);
  check.expect(pump.state() == State::done && pump.infused() == 10, "it ends at its volume");
  check.expect(is_intact(frame), "motor frames are intact");
  frame[2] ^= 1;
  check.expect(!is_intact(frame), "a damaged frame is found");
}

void check_occlusion(SelfCheck& check) {
  Controller pump(load_config(""), kKey);
  check.expect(pump.start(0, kSaline, 100, 100, false) == StartResult::running, "an infusion starts");
  for (std::uint64_t now = 1000; now <= 20'000; now += 1000) pump.step(now, now == 1000 ? 300 : 30);
  check.expect(pump.state() == State::infusing, "one pressure spike is no occlusion");
  for (std::uint64_t now = 21'000; now <= 40'000; now += 1000) pump.step(now, 120);
  check.expect(pump.state() == State::occluded, "lasting pressure is");
}

void check_log(SelfCheck& check) {
  doselog::DoseLog log(kKey);
  log.append(1, "start", 0);
  log.append(2, "end", 12.5);
  std::string text = log.text();
  check.expect(!doselog::DoseLog::first_bad_line(text, kKey), "a log is good under its key");
  check.expect(doselog::DoseLog::first_bad_line(text, "other key") == 1, "and bad under another");
  text[text.find("12.5")] = '9';
  check.expect(doselog::DoseLog::first_bad_line(text, kKey) == 2, "a changed dose is found");
  const std::string packed = export_log(std::string(4000, 'x'));
  check.expect(packed.size() < 100 && packed.compare(0, 2, "\x1f\x8b") == 0, "an exported log is gzip");
}

}  // namespace

int self_test() {
  SelfCheck check;
  check_limits(check);
  check_infusion(check);
  check_occlusion(check);
  check_log(check);
  return check.finish("pump");
}

}  // namespace infusion
