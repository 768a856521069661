// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "base/characters.hpp"
#include "base/text.hpp"
#include "formats/supplied_sbom.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kSha256Digits = 64;
constexpr std::size_t kSha512Digits = 128;

/// Puts a digest where its length says; false when it is no SHA-256 or SHA-512.
bool set_digest(std::string_view digits, SuppliedFile& file) {
  if (!std::all_of(digits.begin(), digits.end(), is_hex_digit)) return false;
  if (digits.size() == kSha256Digits) file.sha256 = to_lower(digits);
  if (digits.size() == kSha512Digits) file.sha512 = to_lower(digits);
  return digits.size() == kSha256Digits || digits.size() == kSha512Digits;
}

/// "SHA256 (name) = digest"
bool read_tagged(std::string_view line, SuppliedFile& file) {
  const std::size_t open = line.find(" (");
  const std::size_t close = line.rfind(") = ");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open + 2) return false;
  const std::string_view algorithm = line.substr(0, open);
  file.name = line.substr(open + 2, close - open - 2);
  if (!set_digest(line.substr(close + 4), file)) return false;
  return (algorithm == "SHA256" && !file.sha256.empty()) || (algorithm == "SHA512" && !file.sha512.empty());
}

/// "digest  name" or "digest *name"
bool read_plain(std::string_view line, SuppliedFile& file) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || space + 2 >= line.size()) return false;
  const char mode = line[space + 1];
  file.name = line.substr(space + 2);
  return (mode == ' ' || mode == '*') && set_digest(line.substr(0, space), file);
}

}  // namespace

Result<std::vector<SuppliedFile>> read_hash_list(std::string_view text) {
  std::vector<SuppliedFile> out;
  std::string_view rest = text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t offset = text.size() - rest.size();
    const std::string_view line = *next_line(rest);
    if (trim(line).empty() || line.front() == '#') continue;
    SuppliedFile file;
    if (!read_plain(line, file) && !read_tagged(line, file))
      return Error{
          "hash-list-malformed",
          "line " + std::to_string(number) + " is not \"<SHA-256 or SHA-512 in hexadecimal>  <file name>\"",
          offset};
    file.place = "line " + std::to_string(number);
    out.push_back(std::move(file));
  }
  return out;
}

}  // namespace souptrace::formats
