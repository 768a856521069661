// SPDX-License-Identifier: Apache-2.0
#include "write/alike.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/text.hpp"

namespace souptrace::write {
namespace {

constexpr std::size_t kMost = 5;
constexpr std::size_t kLongest = 100;  // nobody mistypes a longer name in a way that this would find

/// How many characters to insert, remove or exchange to make `b` of `a` (Levenshtein); nothing when more than
/// `limit`.
std::optional<std::size_t> distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return std::nullopt;
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t exchanged = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({exchanged, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back() <= limit ? std::optional(row.back()) : std::nullopt;
}

}  // namespace

std::vector<std::string> names_like(std::string_view wanted, const std::set<std::string>& names) {
  const std::string lower = to_lower(wanted);
  if (lower.empty() || lower.size() > kLongest) return {};
  const std::size_t limit = std::max<std::size_t>(1, lower.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& name : names) {
    const std::string candidate = to_lower(name);
    auto far = distance(lower, candidate, limit);
    if (!far && lower.size() >= 3 && candidate.find(lower) != std::string::npos) far = limit + 1;
    if (far) near.emplace_back(*far, name);
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < near.size() && i < kMost; ++i) out.push_back(near[i].second);
  return out;
}

}  // namespace souptrace::write
