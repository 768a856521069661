// SPDX-License-Identifier: Apache-2.0
#include "formats/conan_manifest.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kMd5Digits = 32;

bool is_md5(std::string_view text) {
  return text.size() == kMd5Digits && is_lower_hex(text);
}

/// The text up to the next '\n', which is removed. A '\r' stays: it may end a file's name.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

}  // namespace

Result<ConanManifest> parse_conan_manifest(std::string_view text) {
  ConanManifest out;
  std::string_view rest = text;
  if (!parse_unsigned(trim(take_line(rest))))
    return Error{"conan-manifest-malformed", "the first line is no time stamp in seconds", 0};
  while (!rest.empty()) {
    const std::size_t offset = text.size() - rest.size();
    const std::string_view line = take_line(rest);
    if (line.empty()) continue;
    const auto colon = line.rfind(": ");
    if (colon == std::string_view::npos || colon == 0 || !is_md5(line.substr(colon + 2)))
      return Error{"conan-manifest-malformed", "a line is not \"<path>: <MD5>\"", offset};
    if (!out.md5.emplace(line.substr(0, colon), line.substr(colon + 2)).second)
      return Error{"conan-manifest-malformed", "a path stands there twice", offset};
  }
  return out;
}

std::string conan_revision(const ConanManifest& manifest) {
  std::string text;
  for (const auto& [path, md5] : manifest.md5) text += path + ": " + md5 + '\n';
  DigestSet wanted;
  wanted.sha256 = false;
  wanted.md5 = true;
  return digest(as_bytes(text), wanted).md5;
}

}  // namespace souptrace::formats
