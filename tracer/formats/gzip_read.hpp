// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace souptrace::formats {

/// The content of a gzip file (RFC 1952), of all its members one after the other. Errors: "gzip-malformed" with
/// zlib's words, also for what is cut; "gzip-too-large" when the content has more than `most` bytes.
[[nodiscard]] Result<std::string> read_gzip(ByteView bytes, std::size_t most);

}  // namespace souptrace::formats
