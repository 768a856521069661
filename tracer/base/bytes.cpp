// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"

#include <algorithm>

namespace souptrace {

std::optional<ByteView> subview(ByteView bytes, std::uint64_t offset, std::uint64_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return std::nullopt;
  return bytes.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

std::optional<std::uint64_t> checked_add(std::uint64_t a, std::uint64_t b) {
  if (a > UINT64_MAX - b) return std::nullopt;
  return a + b;
}

std::optional<std::uint64_t> checked_multiply(std::uint64_t a, std::uint64_t b) {
  if (b != 0 && a > UINT64_MAX / b) return std::nullopt;
  return a * b;
}

ByteView Cursor::take(std::uint64_t size) {
  if (!ok_ || size > remaining()) {
    ok_ = false;
    return {};
  }
  const auto view = bytes_.subspan(static_cast<std::size_t>(offset_), static_cast<std::size_t>(size));
  offset_ += size;
  return view;
}

std::uint64_t Cursor::unsigned_integer(unsigned size) {
  const ByteView raw = size <= 8 ? take(size) : ByteView{};
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const std::size_t at = endian_ == Endian::little ? raw.size() - 1 - i : i;
    value = value << 8 | raw[at];
  }
  return value;
}

std::string_view Cursor::c_string() {
  if (!ok_) return {};
  const auto rest = bytes_.subspan(static_cast<std::size_t>(offset_));
  const auto end = std::find(rest.begin(), rest.end(), std::uint8_t{0});
  if (end == rest.end()) {
    ok_ = false;
    return {};
  }
  const auto length = static_cast<std::size_t>(end - rest.begin());
  offset_ += length + 1;
  return as_text(rest.first(length));
}

void Cursor::seek(std::uint64_t offset) {
  if (!ok_ || offset > bytes_.size()) {
    ok_ = false;
    return;
  }
  offset_ = offset;
}

}  // namespace souptrace
