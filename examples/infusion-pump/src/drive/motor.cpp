// SPDX-License-Identifier: Apache-2.0
#include "drive/motor.hpp"

#include <tinycrc.h>

namespace infusion {
namespace {

constexpr std::size_t kPayload = 6;

std::uint8_t byte_of(std::uint32_t value, unsigned index) { return static_cast<std::uint8_t>(value >> (8 * index)); }

}  // namespace

MotorFrame motor_frame(std::uint32_t rate, std::uint8_t sequence) {
  MotorFrame frame{'S', byte_of(rate, 3), byte_of(rate, 2), byte_of(rate, 1), byte_of(rate, 0), sequence, 0, 0};
  const std::uint16_t crc = tinycrc_crc16(0, frame.data(), kPayload);
  frame[kPayload] = byte_of(crc, 1);
  frame[kPayload + 1] = byte_of(crc, 0);
  return frame;
}

// The CRC of a message with its own CRC behind it is 0.
bool is_intact(const MotorFrame& frame) { return tinycrc_crc16(0, frame.data(), frame.size()) == 0; }

}  // namespace infusion
