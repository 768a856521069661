// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace souptrace::review {

/// A date of the calendar (Gregorian), "2026-11-23".
[[nodiscard]] bool is_date(std::string_view text);

/// Days from 1970-01-01 to `date`, which is_date() has accepted.
[[nodiscard]] std::int64_t days_of(std::string_view date);

/// The date of a time in seconds since the epoch, in UTC; years up to 9999.
[[nodiscard]] std::string date_of(std::int64_t seconds);

}  // namespace souptrace::review
