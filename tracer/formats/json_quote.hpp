// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace souptrace::formats {

/// `text` as a JSON string with its quotes; bytes that are no UTF-8 as to_utf8() writes them.
[[nodiscard]] std::string json_quoted(std::string_view text);

}  // namespace souptrace::formats
