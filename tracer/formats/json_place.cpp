// SPDX-License-Identifier: Apache-2.0
#include "formats/json_place.hpp"

#include <optional>
#include <string>

#include "base/text.hpp"
#include "formats/json_outline.hpp"

namespace souptrace::formats {
namespace {

/// A step of a pointer as the name that it stands for.
std::string unescaped_step(std::string_view step) {
  std::string out;
  for (std::size_t i = 0; i < step.size(); ++i) {
    const bool is_escape = step[i] == '~' && i + 1 < step.size();
    if (is_escape)
      out += step[++i] == '1' ? '/' : '~';
    else
      out += step[i];
  }
  return out;
}

std::size_t offset_in(std::string_view text, std::string_view part) {
  return static_cast<std::size_t>(part.data() - text.data());
}

/// Where the name begins whose value begins at `value`: behind it are its closing quote, white space and a colon.
std::size_t name_before(std::string_view text, std::size_t value) {
  const std::size_t end = text.rfind('"', text.rfind(':', value));
  if (end == std::string_view::npos || end == 0) return value;
  std::size_t start = end;
  for (bool escaped = true; escaped;) {
    start = text.rfind('"', start - 1);
    if (start == std::string_view::npos) return value;
    std::size_t slashes = 0;
    while (slashes < start && text[start - 1 - slashes] == '\\') ++slashes;
    escaped = slashes % 2 == 1;
    if (escaped && start == 0) return value;
  }
  return start;
}

struct Found {
  std::string_view value;
  std::size_t place;
};

std::optional<Found> member_place(std::string_view text, std::string_view object, const std::string& name) {
  const auto members = json_members(object);
  if (!members) return std::nullopt;
  const std::string_view value = member_text(*members, name);
  if (value.empty()) return std::nullopt;
  return Found{value, name_before(text, offset_in(text, value))};
}

std::optional<Found> element_place(std::string_view text, std::string_view array, std::string_view step) {
  const auto wanted = parse_unsigned(step);
  std::optional<Found> found;
  std::uint64_t at = 0;
  const auto walked = each_json_element(array, [&](std::string_view value) -> std::optional<Error> {
    if (wanted && at++ == *wanted) found = Found{value, offset_in(text, value)};
    return std::nullopt;
  });
  return walked ? found : std::nullopt;
}

}  // namespace

std::size_t json_place(std::string_view text, std::string_view pointer) {
  std::string_view value = text;
  std::size_t place = text.find_first_not_of(" \t\r\n");
  if (place == std::string_view::npos) place = 0;
  for (const std::string_view step : split(pointer.substr(pointer.empty() ? 0 : 1), '/')) {
    if (pointer.empty()) break;
    auto found = member_place(text, value, unescaped_step(step));
    if (!found) found = element_place(text, value, step);
    if (!found) break;
    value = found->value;
    place = found->place;
  }
  return place;
}

}  // namespace souptrace::formats
