// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>

#include "host/host.hpp"

namespace souptrace {

/// Takes the lock of an open file (flock(2): it goes with the descriptor, so also when this process is killed), within `wait_ns`. Null,
/// with errno, when there is none: EWOULDBLOCK after the whole wait. Takes the descriptor.
[[nodiscard]] std::unique_ptr<FileLock> lock_descriptor(int fd, std::int64_t wait_ns);

}  // namespace souptrace
