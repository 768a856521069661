// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "base/text.hpp"
#include "formats/version_order.hpp"
#include "formats/version_text.hpp"

namespace souptrace::formats {
namespace {

struct SemanticVersion {
  std::array<std::string_view, 3> numbers;
  std::string_view pre_release;
};

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// Identifiers between dots, none empty; numbers among those of a pre-release have no leading 0.
bool are_identifiers(std::string_view text, bool pre_release) {
  for (const std::string_view part : split(text, '.')) {
    const auto allowed = [](char c) { return is_digit(c) || is_letter(c) || c == '-'; };
    if (part.empty() || !std::all_of(part.begin(), part.end(), allowed)) return false;
    if (pre_release && part.size() > 1 && part.front() == '0' && is_number(part)) return false;
  }
  return true;
}

std::optional<SemanticVersion> parse_semantic(std::string_view text) {
  SemanticVersion out;
  if (const auto plus = text.find('+'); plus != std::string_view::npos) {
    if (!are_identifiers(text.substr(plus + 1), false)) return std::nullopt;
    text = text.substr(0, plus);
  }
  if (const auto hyphen = text.find('-'); hyphen != std::string_view::npos) {
    out.pre_release = text.substr(hyphen + 1);
    if (!are_identifiers(out.pre_release, true)) return std::nullopt;
    text = text.substr(0, hyphen);
  }
  const std::vector<std::string_view> numbers = split(text, '.');
  if (numbers.size() != out.numbers.size()) return std::nullopt;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!is_number(numbers[i]) || (numbers[i].size() > 1 && numbers[i].front() == '0')) return std::nullopt;
    out.numbers[i] = numbers[i];
  }
  return out;
}

std::weak_ordering compare_identifiers(std::string_view a, std::string_view b) {
  const bool a_number = is_number(a);
  const bool b_number = is_number(b);
  if (a_number && b_number) return compare_numbers(a, b);
  if (a_number != b_number) return a_number ? std::weak_ordering::less : std::weak_ordering::greater;
  return a.compare(b) <=> 0;
}

std::weak_ordering compare_pre_releases(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.empty() <=> b.empty();  // a release is behind its pre-releases
  const std::vector<std::string_view> left = split(a, '.');
  const std::vector<std::string_view> right = split(b, '.');
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    const auto order = compare_identifiers(left[i], right[i]);
    if (order != 0) return order;
  }
  return left.size() <=> right.size();
}

}  // namespace

VersionOrder compare_semantic_versions(std::string_view a, std::string_view b) {
  const auto left = parse_semantic(a);
  const auto right = parse_semantic(b);
  if (!left || !right) return std::nullopt;
  for (std::size_t i = 0; i < left->numbers.size(); ++i) {
    const auto order = compare_numbers(left->numbers[i], right->numbers[i]);
    if (order != 0) return order;
  }
  return compare_pre_releases(left->pre_release, right->pre_release);
}

VersionOrder compare_dotted_numbers(std::string_view a, std::string_view b) {
  const std::vector<std::string_view> left = split(a, '.');
  const std::vector<std::string_view> right = split(b, '.');
  if (!std::all_of(left.begin(), left.end(), is_number) || !std::all_of(right.begin(), right.end(), is_number)) return std::nullopt;
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const auto order = compare_numbers(i < left.size() ? left[i] : "", i < right.size() ? right[i] : "");
    if (order != 0) return order;
  }
  return std::weak_ordering::equivalent;
}

}  // namespace souptrace::formats
