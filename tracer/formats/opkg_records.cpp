// SPDX-License-Identifier: Apache-2.0
#include "formats/opkg_records.hpp"

#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kOpkgMd5Digits = 32;

/// Gives each line to `take`, which says what is wrong with it, "" for nothing. Returns the first thing
/// wrong.
template <class Take>
std::optional<Error> each_opkg_line(std::string_view text, const Take& take) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = text.find('\n', at);
    std::string_view wrong = "the last line has no end: the file is cut";
    if (end != std::string_view::npos) wrong = take(text.substr(at, end - at));
    if (!wrong.empty()) return Error{"opkg-malformed", std::string(wrong), at};
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace

OpkgList parse_opkg_list(std::string_view text) {
  OpkgList out;
  out.error = each_opkg_line(text, [&](std::string_view line) -> std::string_view {
    if (!line.starts_with('/')) return "a line that is no absolute path";
    out.paths.push_back(line.substr(0, line.find('\t')));
    return "";
  });
  return out;
}

OpkgMd5Sums parse_opkg_md5sums(std::string_view text) {
  OpkgMd5Sums out;
  out.error = each_opkg_line(text, [&](std::string_view line) -> std::string_view {
    if (line.size() <= kOpkgMd5Digits + 2 || line.substr(kOpkgMd5Digits, 2) != "  ")
      return "a line that is no \"md5  path\"";
    std::string_view path = line.substr(kOpkgMd5Digits + 2);
    if (path.starts_with("./")) path.remove_prefix(2);
    out.md5[(path.starts_with('/') ? "" : "/") + std::string(path)] =
        to_lower(line.substr(0, kOpkgMd5Digits));
    return "";
  });
  return out;
}

}  // namespace souptrace::formats
