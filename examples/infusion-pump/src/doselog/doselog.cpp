// SPDX-License-Identifier: Apache-2.0
#include "doselog/doselog.hpp"

#include <tinycrc.h>

#include <array>
#include <cstdio>

#include "doselog/hmac.hpp"

namespace doselog {
namespace {

/// The line of an event, without its HMAC.
std::string with_crc(const std::string& body) {
  std::array<char, 16> crc{};
  std::snprintf(crc.data(), crc.size(), " %08x ", static_cast<unsigned>(tinycrc_crc32(0, body.data(), body.size())));
  return body + crc.data();
}

/// What stands before the last two fields of a line; nothing when it has fewer than three.
std::optional<std::string> body_of(std::string_view line) {
  for (int field = 0; field < 2; ++field) {
    const auto space = line.rfind(' ');
    if (space == std::string_view::npos) return std::nullopt;
    line = line.substr(0, space);
  }
  return std::string(line);
}

}  // namespace

void DoseLog::append(std::uint64_t time_ms, std::string_view event, double millilitres) {
  std::array<char, 32> volume{};
  std::snprintf(volume.data(), volume.size(), "%.3f", millilitres);
  const std::string line = with_crc(std::to_string(time_ms) + ' ' + std::string(event) + ' ' + volume.data());
  last_hmac_ = hmac_sha256(key_, last_hmac_ + line);
  text_ += line + last_hmac_ + '\n';
}

std::optional<std::size_t> DoseLog::first_bad_line(std::string_view text, std::string_view key) {
  std::string last_hmac;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return number;
    const auto body = body_of(text.substr(0, end));
    if (!body) return number;
    const std::string line = with_crc(*body);
    last_hmac = hmac_sha256(key, last_hmac + line);
    if (text.substr(0, end) != line + last_hmac) return number;
    text.remove_prefix(end + 1);
  }
  return std::nullopt;
}

}  // namespace doselog
