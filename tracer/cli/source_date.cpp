// SPDX-License-Identifier: Apache-2.0
#include "cli/source_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/text.hpp"

namespace souptrace::cli {

namespace {

/// RFC 3339, UTC.
std::string time_text(std::uint64_t seconds_since_1970) {
  const std::chrono::sys_seconds time{std::chrono::seconds{seconds_since_1970}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

Result<std::string> source_date(Host& host) {
  const std::string variable = host.environment("SOURCE_DATE_EPOCH").value_or("");
  if (variable.empty()) return std::string();
  constexpr std::uint64_t kEndOfYear9999 = 253402300799;
  const auto seconds = parse_unsigned(variable);
  if (!seconds || *seconds > kEndOfYear9999)
    return Error{"usage", "\"" + variable +
                              "\" is not a number of seconds since 1970 that lies before the year 10000"};
  return time_text(*seconds);
}

Result<std::string> evaluation_date(Host& host) {
  auto stated = source_date(host);
  if (!stated || !stated->empty()) return stated;
  constexpr std::int64_t kSecond = 1'000'000'000;
  return time_text(static_cast<std::uint64_t>(std::max<std::int64_t>(host.now_ns(), 0) / kSecond));
}

}  // namespace souptrace::cli
