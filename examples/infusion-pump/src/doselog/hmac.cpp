// SPDX-License-Identifier: Apache-2.0
#include "doselog/hmac.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace doselog {

std::string hmac_sha256(std::string_view key, std::string_view message) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, message.size(), mac.data(), &size) == nullptr)
    throw std::runtime_error("HMAC-SHA-256 failed");
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += "0123456789abcdef"[mac[i] >> 4];
    out += "0123456789abcdef"[mac[i] & 15];
  }
  return out;
}

}  // namespace doselog
