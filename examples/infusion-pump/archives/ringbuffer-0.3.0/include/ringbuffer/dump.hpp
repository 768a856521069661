// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>

#include "ringbuffer/ring.hpp"

namespace ringbuffer {

/// All samples, oldest first, one a line.
std::string dump(const Ring& ring);

}  // namespace ringbuffer
