// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#define DOSELOG_EXPORT __attribute__((visibility("default")))

namespace doselog {

/// The dose log: one line for each event, "time_ms event millilitres crc32 hmac". The HMAC-SHA-256 of a line covers the HMAC of the line
/// before it, so that no line can be changed, removed or moved without the key; the CRC finds damaged memory without it.
class DOSELOG_EXPORT DoseLog {
 public:
  explicit DoseLog(std::string key) : key_(std::move(key)) {}

  /// `event` is one word.
  void append(std::uint64_t time_ms, std::string_view event, double millilitres);
  const std::string& text() const { return text_; }

  /// Number (from 1) of the first line of `text` that is not what a log with this key holds there; nothing when all are good.
  static std::optional<std::size_t> first_bad_line(std::string_view text, std::string_view key);

 private:
  std::string key_;
  std::string last_hmac_;
  std::string text_;
};

}  // namespace doselog
