// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace souptrace {

/// Bytes of a file or of a part of one; never owned.
using ByteView = std::span<const std::uint8_t>;

[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// `bytes[offset, offset+size)`, or nothing when that is not wholly inside; never overflows.
[[nodiscard]] std::optional<ByteView> subview(ByteView bytes, std::uint64_t offset, std::uint64_t size);

/// `a + b` and `a * b`, or nothing on overflow.
[[nodiscard]] std::optional<std::uint64_t> checked_add(std::uint64_t a, std::uint64_t b);
[[nodiscard]] std::optional<std::uint64_t> checked_multiply(std::uint64_t a, std::uint64_t b);

enum class Endian { little, big };

/// Reads integers and strings from a ByteView, front to back. Every read is checked against the bytes that remain; the
/// first read that does not fit makes the cursor fail for good: it and all later reads give 0 or "", and ok() is false.
/// So a parser reads a whole record and asks once.
class Cursor {
 public:
  explicit Cursor(ByteView bytes, Endian endian = Endian::little) : bytes_(bytes), endian_(endian) {}

  [[nodiscard]] bool ok() const { return ok_; }
  /// Where the next read starts; after a failure, where the read that failed started.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] std::uint64_t remaining() const { return bytes_.size() - offset_; }
  [[nodiscard]] bool at_end() const { return remaining() == 0; }

  std::uint8_t u8() { return static_cast<std::uint8_t>(unsigned_integer(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(unsigned_integer(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(unsigned_integer(4)); }
  std::uint64_t u64() { return unsigned_integer(8); }
  /// The next `size` bytes (1 to 8) as an unsigned integer in the cursor's byte order.
  std::uint64_t unsigned_integer(unsigned size);
  /// The next `size` bytes as they are.
  ByteView take(std::uint64_t size);
  /// Text up to the next NUL, which is consumed too; fails when there is none.
  std::string_view c_string();
  void skip(std::uint64_t size) { (void)take(size); }
  void seek(std::uint64_t offset);

 private:
  ByteView bytes_;
  Endian endian_;
  std::uint64_t offset_ = 0;
  bool ok_ = true;
};

}  // namespace souptrace
