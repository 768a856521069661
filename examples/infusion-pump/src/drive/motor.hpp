// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>

namespace infusion {

/// A command to the motor controller: 'S', rate in µl/h (4 bytes, big-endian), sequence number, CRC-16 (big-endian).
using MotorFrame = std::array<std::uint8_t, 8>;

MotorFrame motor_frame(std::uint32_t microlitres_per_hour, std::uint8_t sequence);

/// Whether a frame that came back over the bus is undamaged.
bool is_intact(const MotorFrame& frame);

}  // namespace infusion
