// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

// Base64 (RFC 4648, sections 4 and 5).
namespace souptrace {

/// `bytes` in the standard alphabet, padded, appended to `out`.
void append_base64(std::string& out, ByteView bytes);
[[nodiscard]] std::string base64(ByteView bytes);

/// Appends what `text` stands for to `out`. The standard and the URL-safe alphabet are read, but not both in one text, and padding may be
/// left out. Strict in everything else, so that no two texts of one alphabet mean the same bytes: no white space, bits that mean nothing are
/// 0. Error "base64-malformed" with the offset; `out` then has an unspecified tail.
[[nodiscard]] Status append_decoded_base64(std::string& out, std::string_view text);
[[nodiscard]] Result<std::string> decode_base64(std::string_view text);

}  // namespace souptrace
