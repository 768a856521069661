// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"

#include "support/catch.hpp"

using namespace souptrace;

TEST_CASE("subview gives what is wholly inside and nothing else") {
  const ByteView bytes = as_bytes("abcdef");
  CHECK(as_text(*subview(bytes, 0, 6)) == "abcdef");
  CHECK(as_text(*subview(bytes, 2, 3)) == "cde");
  CHECK(subview(bytes, 6, 0)->empty());
  CHECK_FALSE(subview(bytes, 6, 1));
  CHECK_FALSE(subview(bytes, 7, 0));
  CHECK_FALSE(subview(bytes, 1, UINT64_MAX));
  CHECK_FALSE(subview(bytes, UINT64_MAX, 1));
  CHECK_FALSE(subview(bytes, UINT64_MAX, UINT64_MAX));
}

TEST_CASE("checked arithmetic gives nothing on overflow") {
  CHECK(checked_add(UINT64_MAX - 1, 1) == UINT64_MAX);
  CHECK_FALSE(checked_add(UINT64_MAX, 1));
  CHECK(checked_multiply(UINT64_MAX, 1) == UINT64_MAX);
  CHECK(checked_multiply(0, UINT64_MAX) == 0U);
  CHECK(checked_multiply(UINT64_MAX, 0) == 0U);
  CHECK(checked_multiply(std::uint64_t{1} << 32, (std::uint64_t{1} << 32) - 1) == 0xFFFFFFFF00000000U);
  CHECK_FALSE(checked_multiply(std::uint64_t{1} << 32, std::uint64_t{1} << 32));
}

TEST_CASE("a cursor reads integers in its byte order") {
  const std::string_view data("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f", 15);
  Cursor little(as_bytes(data), Endian::little);
  CHECK(little.u8() == 0x01);
  CHECK(little.u16() == 0x0302);
  CHECK(little.u32() == 0x07060504);
  CHECK(little.u64() == 0x0f0e0d0c0b0a0908);
  CHECK(little.ok());
  CHECK(little.at_end());
  Cursor big(as_bytes(data), Endian::big);
  CHECK(big.u8() == 0x01);
  CHECK(big.u16() == 0x0203);
  CHECK(big.u32() == 0x04050607);
  CHECK(big.u64() == 0x08090a0b0c0d0e0f);
  CHECK(big.at_end());
}

TEST_CASE("a read that does not fit makes the cursor fail for good") {
  Cursor cursor(as_bytes("abc"));
  CHECK(cursor.u16() == 0x6261);
  CHECK(cursor.u32() == 0);
  CHECK_FALSE(cursor.ok());
  CHECK(cursor.offset() == 2);
  CHECK(cursor.u8() == 0);  // one byte is left, but the cursor has failed
  CHECK(cursor.take(1).empty());
  CHECK(cursor.c_string().empty());
  cursor.seek(0);
  CHECK_FALSE(cursor.ok());
}

TEST_CASE("a cursor refuses sizes that would overflow") {
  Cursor cursor(as_bytes("abc"));
  cursor.skip(1);
  CHECK(cursor.take(UINT64_MAX).empty());
  CHECK_FALSE(cursor.ok());
  Cursor seeker(as_bytes("abc"));
  seeker.seek(3);
  CHECK(seeker.ok());
  CHECK(seeker.at_end());
  seeker.seek(4);
  CHECK_FALSE(seeker.ok());
  Cursor wide(as_bytes("abcdefghi"));
  CHECK(wide.unsigned_integer(9) == 0);
}

TEST_CASE("a C string ends at its NUL, which is consumed, and must have one") {
  Cursor cursor(as_bytes(std::string_view("ab\0\0cd", 6)));
  CHECK(cursor.c_string() == "ab");
  CHECK(cursor.c_string().empty());
  CHECK(cursor.ok());
  CHECK(cursor.offset() == 4);
  CHECK(cursor.c_string().empty());
  CHECK_FALSE(cursor.ok());
  CHECK(cursor.offset() == 4);
}
