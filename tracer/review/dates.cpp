// SPDX-License-Identifier: Apache-2.0
#include "review/dates.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "base/text.hpp"

namespace souptrace::review {
namespace {

using namespace std::chrono;

year_month_day parts_of(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t size) { return static_cast<unsigned>(parse_unsigned(text.substr(at, size)).value_or(0)); };
  return {year(static_cast<int>(number(0, 4))), month(number(5, 2)), day(number(8, 2))};
}

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::string_view part : {text.substr(0, 4), text.substr(5, 2), text.substr(8, 2)})
    if (part.find_first_not_of("0123456789") != std::string_view::npos) return false;
  return parts_of(text).ok();
}

std::int64_t days_of(std::string_view date) {
  return sys_days(parts_of(date)).time_since_epoch().count();
}

std::string date_of(std::int64_t seconds_since_epoch) {
  const year_month_day date(floor<days>(sys_seconds(seconds(seconds_since_epoch))));
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return out.data();
}

}  // namespace souptrace::review
