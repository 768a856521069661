// SPDX-License-Identifier: Apache-2.0
#include "base/base64.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace souptrace {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xFF;

constexpr std::array<std::uint8_t, 256> values() {
  std::array<std::uint8_t, 256> out{};
  out.fill(kNone);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    out[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  out['-'] = 62;
  out['_'] = 63;
  return out;
}
constexpr auto kValues = values();

Error malformed(const char* what, std::size_t offset) {
  return {"base64-malformed", std::string("not base64: ") + what, offset};
}

/// `text` without its padding; an error where the padding is not what its length asks for.
Result<std::string_view> without_padding(std::string_view text) {
  std::string_view body = text;
  while (body.ends_with('=') && text.size() - body.size() < 3) body.remove_suffix(1);
  const std::size_t padding = text.size() - body.size();
  if (body.size() % 4 == 1) return malformed("a character is missing", text.size());
  const std::size_t expected = (4 - body.size() % 4) % 4;
  if (padding != 0 && padding != expected) return malformed("wrong padding", body.size());
  return body;
}

}  // namespace

void append_base64(std::string& out, ByteView bytes) {
  out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) group = group << 8U | (i < have ? bytes[at + i] : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += i <= have ? kAlphabet[group >> (18 - 6 * i) & 63U] : '=';
  }
}

std::string base64(ByteView bytes) {
  std::string out;
  append_base64(out, bytes);
  return out;
}

Status append_decoded_base64(std::string& out, std::string_view text) {
  const auto body = without_padding(text);
  if (!body) return body.error();
  out.reserve(out.size() + body->size() / 4 * 3 + 2);
  bool standard = false;
  bool url_safe = false;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (std::size_t i = 0; i < body->size(); ++i) {
    const char c = (*body)[i];
    const std::uint8_t value = kValues[static_cast<unsigned char>(c)];
    if (value == kNone) return malformed("a character that is not of its alphabet", i);
    standard = standard || c == '+' || c == '/';
    url_safe = url_safe || c == '-' || c == '_';
    if (standard && url_safe) return malformed("two alphabets in one text", i);
    bits = bits << 6U | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFFU);
  }
  if ((bits & ((1U << count) - 1U)) != 0) return malformed("bits at the end that mean nothing are not 0", body->size() - 1);
  return Done{};
}

Result<std::string> decode_base64(std::string_view text) {
  std::string out;
  if (const auto done = append_decoded_base64(out, text); !done) return done.error();
  return out;
}

}  // namespace souptrace
