// SPDX-License-Identifier: Apache-2.0
#include "base/tar_header.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace souptrace {
namespace {

constexpr std::size_t kNameField = 100;
constexpr std::size_t kPrefixField = 155;
constexpr std::uint64_t kSizeLimit = std::uint64_t{8} << 30U;

/// An octal number of `digits` digits.
std::string octal(std::uint64_t number, std::size_t digits) {
  std::string out(digits, '0');
  for (auto at = out.rbegin(); at != out.rend(); ++at, number >>= 3U) *at = static_cast<char>('0' + (number & 7U));
  return out;
}

void put(std::string& header, std::size_t offset, std::string_view text) { header.replace(offset, text.size(), text); }

/// Where the prefix ends: the first '/' that leaves no more than a name field behind it; 0 for a name that needs no prefix.
std::optional<std::size_t> prefix_size(std::string_view name) {
  if (name.size() <= kNameField) return 0;
  const std::size_t slash = name.find('/', name.size() - kNameField - 1);
  if (slash == std::string_view::npos || slash > kPrefixField || slash + 1 == name.size()) return std::nullopt;
  return slash;
}

}  // namespace

std::optional<std::string> tar_header(std::string_view name, std::uint64_t size) {
  const auto prefix = prefix_size(name);
  if (!prefix || name.empty() || size >= kSizeLimit) return std::nullopt;
  std::string out(kTarBlock, '\0');
  put(out, 0, *prefix == 0 ? name : name.substr(*prefix + 1));
  put(out, 100, "0000644");
  put(out, 108, "0000000");
  put(out, 116, "0000000");
  put(out, 124, octal(size, 11));
  put(out, 136, octal(0, 11));
  put(out, 148, "        ");
  put(out, 156, "0");
  put(out, 257, std::string_view("ustar\0" "00", 8));
  put(out, 345, name.substr(0, *prefix));
  std::uint64_t sum = 0;
  for (const char c : out) sum += static_cast<unsigned char>(c);
  put(out, 148, octal(sum, 6) + std::string("\0 ", 2));
  return out;
}

bool is_safe_member_name(std::string_view name) {
  const auto bad = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; };
  if (std::any_of(name.begin(), name.end(), bad)) return false;
  const auto parts = split(name, '/');
  return std::none_of(parts.begin(), parts.end(), [](std::string_view part) { return part.empty() || part == "." || part == ".."; });
}

}  // namespace souptrace
