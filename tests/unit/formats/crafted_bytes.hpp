// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"

// Making binary files for tests, and spoiling them.
namespace souptrace::test {

/// Bytes written one after the other.
class Writer {
 public:
  explicit Writer(Endian endian = Endian::little) : endian_(endian) {}

  Writer& u8(std::uint64_t value) { return integer(value, 1); }
  Writer& u16(std::uint64_t value) { return integer(value, 2); }
  Writer& u32(std::uint64_t value) { return integer(value, 4); }
  Writer& u64(std::uint64_t value) { return integer(value, 8); }
  Writer& integer(std::uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      const unsigned shift = 8 * (endian_ == Endian::little ? i : size - 1 - i);
      out += static_cast<char>(value >> shift & 0xff);
    }
    return *this;
  }
  Writer& text(std::string_view value) {
    out += value;
    return *this;
  }
  Writer& pad_to(std::size_t size) {
    if (out.size() < size) out.resize(size, '\0');
    return *this;
  }
  [[nodiscard]] std::size_t size() const { return out.size(); }

  std::string out;

 private:
  Endian endian_;
};

/// A copy in memory of exactly its size, so that a sanitizer sees every read behind its end.
inline std::vector<std::uint8_t> exact(std::string_view bytes) {
  return {bytes.begin(), bytes.end()};
}

/// Calls `check(prefix, length)` for every proper prefix of `whole`.
template <class Check>
void for_each_prefix(std::string_view whole, Check check) {
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::vector<std::uint8_t> prefix = exact(whole.substr(0, length));
    check(ByteView(prefix), length);
  }
}

/// Calls `check(bytes)` for `whole` with each byte in turn replaced by each of a few values, and with each
/// aligned four bytes set to ones.
template <class Check>
void for_each_spoiling(std::string_view whole, Check check) {
  std::vector<std::uint8_t> bytes = exact(whole);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const std::uint8_t good = bytes[at];
    const auto flipped = static_cast<std::uint8_t>(good ^ 1U);
    for (const std::uint8_t value : {std::uint8_t{0}, std::uint8_t{0xff}, std::uint8_t{0x7f},
                                     std::uint8_t{0x80}, std::uint8_t{'9'}, flipped}) {
      bytes[at] = value;
      check(ByteView(bytes));
    }
    bytes[at] = good;
  }
  for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) {
    const std::vector<std::uint8_t> good(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                                         bytes.begin() + static_cast<std::ptrdiff_t>(at + 4));
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), 4, std::uint8_t{0xff});
    check(ByteView(bytes));
    std::copy(good.begin(), good.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

/// Whether `part` lies in `whole`, as views that parsers return must.
inline bool lies_in(std::string_view part, ByteView whole) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(part.data());
  return part.empty() || (first >= whole.data() && first + part.size() <= whole.data() + whole.size());
}

}  // namespace souptrace::test
