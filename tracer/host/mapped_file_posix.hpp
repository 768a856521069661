// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>

#include "host/host.hpp"

namespace souptrace {

/// The first `size` bytes of an open file, mapped. Another process may cut the file meanwhile, a linker that writes it anew for instance: what
/// is gone then reads as zeros, where a plain mapping would end this program with SIGBUS; that the file changed, its times say. Null, with
/// errno, when the system refuses; null with errno 0 when too many files are mapped already: read the file instead.
[[nodiscard]] std::shared_ptr<FileBytes> map_file(int fd, std::size_t size);

}  // namespace souptrace
