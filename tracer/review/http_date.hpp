// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace souptrace::review {

/// Seconds since 1970 of "Sun, 06 Nov 1994 08:49:37 GMT". Source: RFC 9110, 5.6.7 (IMF-fixdate, the only form that may still be sent). The
/// day of the week is not compared with the date.
[[nodiscard]] std::optional<std::int64_t> parse_http_date(std::string_view text);

}  // namespace souptrace::review
