// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "formats/version_order.hpp"
#include "formats/version_text.hpp"

namespace souptrace::formats {
namespace {

struct DebVersion {
  std::uint64_t epoch = 0;
  std::string_view upstream;
  std::string_view revision;
};

bool is_version_character(char c) {
  return is_digit(c) || is_letter(c) || c == '.' || c == '+' || c == '~';
}

std::optional<DebVersion> parse_deb(std::string_view text) {
  constexpr std::uint64_t kHighestEpoch = 2147483647;
  DebVersion out;
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    const auto epoch = parse_unsigned(text.substr(0, colon));
    if (!epoch || *epoch > kHighestEpoch) return std::nullopt;
    out.epoch = *epoch;
    text.remove_prefix(colon + 1);
  }
  if (const auto hyphen = text.rfind('-'); hyphen != std::string_view::npos) {
    out.revision = text.substr(hyphen + 1);
    if (out.revision.empty()) return std::nullopt;
    text = text.substr(0, hyphen);
  }
  out.upstream = text;
  const auto in_upstream = [](char c) { return is_version_character(c) || c == '-' || c == ':'; };
  if (text.empty() || !std::all_of(text.begin(), text.end(), in_upstream)) return std::nullopt;
  if (!std::all_of(out.revision.begin(), out.revision.end(), is_version_character)) return std::nullopt;
  return out;
}

/// '~' before the end of the part, the end before letters, letters before all others.
int weight(std::string_view rest) {
  if (rest.empty() || is_digit(rest.front())) return 0;
  const char c = rest.front();
  if (c == '~') return -1;
  return is_letter(c) ? c : c + 256;
}

std::weak_ordering compare_deb_parts(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    while ((!a.empty() && !is_digit(a.front())) || (!b.empty() && !is_digit(b.front()))) {
      const auto order = weight(a) <=> weight(b);
      if (order != 0) return order;
      a.remove_prefix(1);  // both have a character here: a weight other than 0 is no end
      b.remove_prefix(1);
    }
    const std::string_view number = take_digits(a);
    const auto order = compare_numbers(number, take_digits(b));
    if (order != 0) return order;
  }
  return std::weak_ordering::equivalent;
}

}  // namespace

VersionOrder compare_deb_versions(std::string_view a, std::string_view b) {
  const auto left = parse_deb(a);
  const auto right = parse_deb(b);
  if (!left || !right) return std::nullopt;
  if (left->epoch != right->epoch) return left->epoch <=> right->epoch;
  const auto order = compare_deb_parts(left->upstream, right->upstream);
  return order != 0 ? order : compare_deb_parts(left->revision, right->revision);
}

}  // namespace souptrace::formats
