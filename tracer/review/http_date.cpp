// SPDX-License-Identifier: Apache-2.0
#include "review/http_date.hpp"

#include <algorithm>
#include <chrono>

#include "base/text.hpp"

namespace souptrace::review {
namespace {

/// Digits, and nothing else, of just that many characters.
std::optional<unsigned> number(std::string_view text, std::size_t at, std::size_t size, unsigned highest) {
  const std::string_view digits = text.substr(at, size);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  const auto out = parse_unsigned(digits);
  return out && *out <= highest ? std::optional(static_cast<unsigned>(*out)) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  constexpr std::string_view kShape = "ddd, 00 mmm 0000 00:00:00 GMT";
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  constexpr unsigned kLeapSecond = 60;
  if (text.size() != kShape.size()) return std::nullopt;
  for (const std::size_t at : {3u, 4u, 7u, 11u, 16u, 19u, 22u, 25u, 26u, 27u, 28u})
    if (text[at] != kShape[at]) return std::nullopt;
  const auto month = kMonths.find(text.substr(8, 3));
  const auto day = number(text, 5, 2, 31), year = number(text, 12, 4, 9999);
  const auto hour = number(text, 17, 2, 23), minute = number(text, 20, 2, 59), second = number(text, 23, 2, kLeapSecond);
  if (month == std::string_view::npos || month % 3 != 0 || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(static_cast<unsigned>(month / 3 + 1)), std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return ((days * 24 + *hour) * 60 + *minute) * 60 + *second;
}

}  // namespace souptrace::review
