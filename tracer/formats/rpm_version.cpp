// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "formats/version_order.hpp"
#include "formats/version_text.hpp"

namespace souptrace::formats {
namespace {

struct RpmVersion {
  std::string_view epoch;  ///< digits; "" is 0
  std::string_view version;
  std::optional<std::string_view> release;
};

std::optional<RpmVersion> parse_rpm(std::string_view text) {
  RpmVersion out;
  std::string_view rest = text;
  const std::string_view digits = take_digits(rest);
  if (rest.starts_with(':')) {
    out.epoch = digits;
    text = rest.substr(1);
  }
  if (const auto hyphen = text.rfind('-'); hyphen != std::string_view::npos) {
    out.release = text.substr(hyphen + 1);
    text = text.substr(0, hyphen);
  }
  out.version = text;
  const auto printable_text = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return c > ' ' && c < 0x7F; });
  };
  if (text.empty() || !printable_text(text) || !printable_text(out.release.value_or(""))) return std::nullopt;
  return out;
}

bool is_separator(char c) {
  return !is_digit(c) && !is_letter(c) && c != '~' && c != '^';
}

void skip_separators(std::string_view& rest) {
  while (!rest.empty() && is_separator(rest.front())) rest.remove_prefix(1);
}

std::string_view take_letters(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_letter);
  const std::string_view out = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(out.size());
  return out;
}

/// What '~' and '^' at the start of one of the two decide; nothing when there is none, equivalent when both have the same.
VersionOrder compare_marks(std::string_view a, std::string_view b) {
  const bool a_tilde = a.starts_with('~');
  const bool b_tilde = b.starts_with('~');
  if (a_tilde || b_tilde) {
    if (a_tilde && b_tilde) return std::weak_ordering::equivalent;
    return a_tilde ? std::weak_ordering::less : std::weak_ordering::greater;
  }
  const bool a_caret = a.starts_with('^');
  const bool b_caret = b.starts_with('^');
  if (!a_caret && !b_caret) return std::nullopt;
  if (a_caret && b_caret) return std::weak_ordering::equivalent;
  // A caret is behind the end of the version and before anything else that may follow.
  if (a_caret) return b.empty() ? std::weak_ordering::greater : std::weak_ordering::less;
  return a.empty() ? std::weak_ordering::less : std::weak_ordering::greater;
}

/// The next run of digits or letters of each; a run of digits is behind one of letters.
std::weak_ordering compare_runs(std::string_view& a, std::string_view& b) {
  const bool numbers = is_digit(a.front());
  const std::string_view left = numbers ? take_digits(a) : take_letters(a);
  const std::string_view right = numbers ? take_digits(b) : take_letters(b);
  if (right.empty()) return numbers ? std::weak_ordering::greater : std::weak_ordering::less;
  return numbers ? compare_numbers(left, right) : std::weak_ordering(left.compare(right) <=> 0);
}

std::weak_ordering compare_rpm_parts(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    skip_separators(a);
    skip_separators(b);
    if (const auto marks = compare_marks(a, b)) {
      if (*marks != 0) return *marks;
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    if (a.empty() || b.empty()) break;
    const auto order = compare_runs(a, b);
    if (order != 0) return order;
  }
  return b.empty() <=> a.empty();
}

}  // namespace

VersionOrder compare_rpm_versions(std::string_view a, std::string_view b) {
  const auto left = parse_rpm(a);
  const auto right = parse_rpm(b);
  if (!left || !right) return std::nullopt;
  auto order = compare_numbers(left->epoch, right->epoch);
  if (order == 0) order = compare_rpm_parts(left->version, right->version);
  if (order != 0) return order;
  if (!left->release || !right->release) return left->release.has_value() <=> right->release.has_value();
  return compare_rpm_parts(*left->release, *right->release);
}

}  // namespace souptrace::formats
