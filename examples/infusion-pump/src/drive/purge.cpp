// SPDX-License-Identifier: Apache-2.0
#include "drive/purge.hpp"

namespace infusion {

std::uint32_t purge_steps(double line_millilitres) {
  constexpr double kStepsPerMillilitre = 1600;
  return static_cast<std::uint32_t>(line_millilitres * kStepsPerMillilitre);
}

}  // namespace infusion
