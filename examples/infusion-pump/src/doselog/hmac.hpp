// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace doselog {

/// HMAC-SHA-256 (RFC 2104), as 64 lower-case hexadecimal digits. Throws std::runtime_error when the cryptographic library fails.
std::string hmac_sha256(std::string_view key, std::string_view message);

}  // namespace doselog
