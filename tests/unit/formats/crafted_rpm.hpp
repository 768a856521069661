// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

// rpm headers as rpm keeps them in its database, made for tests.
namespace souptrace::test {

inline std::string big_endian(std::uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xffU);
  return out;
}

/// Collects tags; bytes() is the header.
class CraftedRpm {
 public:
  CraftedRpm& text(std::uint32_t tag, const std::string& value) { return add(tag, 6, 1, value + '\0'); }
  CraftedRpm& texts(std::uint32_t tag, const std::vector<std::string>& values) {
    std::string data;
    for (const std::string& value : values) data += value + '\0';
    return add(tag, 8, values.size(), data);
  }
  CraftedRpm& numbers(std::uint32_t tag, const std::vector<std::uint32_t>& values) {
    std::string data;
    for (const std::uint32_t value : values) data += big_endian(value);
    return add(tag, 4, values.size(), data);
  }
  CraftedRpm& chars(std::uint32_t tag, const std::string& values) { return add(tag, 1, values.size(), values); }
  CraftedRpm& add(std::uint32_t tag, std::uint32_t type, std::size_t count, const std::string& data) {
    index_ += big_endian(tag) + big_endian(type) + big_endian(static_cast<std::uint32_t>(data_.size())) +
              big_endian(static_cast<std::uint32_t>(count));
    data_ += data;
    ++entries_;
    return *this;
  }
  [[nodiscard]] std::string bytes() const {
    return big_endian(entries_) + big_endian(static_cast<std::uint32_t>(data_.size())) + index_ + data_;
  }

 private:
  std::string index_, data_;
  std::uint32_t entries_ = 0;
};

/// zlib-devel-1.3-2.x86_64 with two files, one of them an i686 package's instead.
inline CraftedRpm zlib_devel(const std::string& digest) {
  CraftedRpm out;
  out.text(1000, "zlib-devel").text(1001, "1.3").text(1002, "2").numbers(1003, {1}).text(1011, "ACME");
  out.text(1014, "Zlib").text(1020, "https://zlib.net").text(1022, "x86_64").text(1044, "zlib-1.3-2.src.rpm");
  out.texts(1117, {"zlib.h", "libz.so", "libz.a"}).texts(1118, {"/usr/include/", "/usr/lib64/"});
  out.numbers(1116, {0, 1, 1}).texts(1035, {digest, "", digest}).chars(1029, std::string("\0\0\1", 3));
  return out.numbers(5011, {8}).numbers(1045, {0xffffffff, 0xffffffff, 0xfffffffe});
}

}  // namespace souptrace::test
