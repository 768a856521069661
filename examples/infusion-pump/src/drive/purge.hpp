// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace infusion {

/// Motor steps that fill a line of this volume; for the service tool, which is another product.
std::uint32_t purge_steps(double line_millilitres);

}  // namespace infusion
