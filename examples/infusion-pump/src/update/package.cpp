// SPDX-License-Identifier: Apache-2.0
#include "update/package.hpp"

#include <openssl/evp.h>
#include <tinycrc.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace infusion {
namespace {

constexpr std::size_t kSizeAt = 7;
constexpr std::size_t kSha256At = 11;
constexpr std::size_t kSha256Size = 32;
constexpr std::size_t kCrcAt = kSha256At + kSha256Size;
constexpr std::size_t kHeaderSize = kCrcAt + 4;
constexpr std::uint32_t kLargestFirmware = 16U << 20;

std::uint32_t u32(const Bytes& file, std::size_t at) {
  return std::uint32_t{file[at]} << 24 | std::uint32_t{file[at + 1]} << 16 | std::uint32_t{file[at + 2]} << 8 | file[at + 3];
}

Bytes unpack(const Bytes& file) {
  const std::uint32_t size = u32(file, kSizeAt);
  if (size > kLargestFirmware) throw std::runtime_error("the firmware is larger than the device's memory");
  Bytes firmware(size);
  uLongf unpacked = size;
  const int result = uncompress(firmware.data(), &unpacked, file.data() + kHeaderSize, file.size() - kHeaderSize);
  if (result != Z_OK || unpacked != size) throw std::runtime_error("the firmware does not unpack");
  return firmware;
}

bool has_sha256(const Bytes& bytes, const std::uint8_t* expected) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) return false;
  return size == kSha256Size && std::equal(digest.begin(), digest.begin() + kSha256Size, expected);
}

}  // namespace

std::string Package::version_text() const {
  return std::to_string(version[0]) + '.' + std::to_string(version[1]) + '.' + std::to_string(version[2]);
}

Package read_package(const Bytes& file) {
  constexpr std::string_view kMagic = "IPUP";
  if (file.size() < kHeaderSize || !std::equal(kMagic.begin(), kMagic.end(), file.begin()))
    throw std::runtime_error("this is no update package");
  if (tinycrc_crc32(0, file.data() + kHeaderSize, file.size() - kHeaderSize) != u32(file, kCrcAt))
    throw std::runtime_error("the package is damaged (CRC-32)");
  Package package{{file[4], file[5], file[6]}, unpack(file)};
  if (!has_sha256(package.firmware, file.data() + kSha256At))
    throw std::runtime_error("the firmware is not the one that was released (SHA-256)");
  return package;
}

bool is_newer(const Package& package, std::string_view installed) {
  std::array<std::uint8_t, 3> version{};
  const char* at = installed.data();
  for (std::uint8_t& number : version) {
    const auto [end, error] = std::from_chars(at, installed.data() + installed.size(), number);
    if (error != std::errc{}) throw std::runtime_error("the installed version is not major.minor.patch");
    at = end < installed.data() + installed.size() ? end + 1 : end;
  }
  return package.version > version;
}

}  // namespace infusion
