// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.hpp"

namespace souptrace {

/// Digests of one run of bytes, as lower-case hexadecimal; those that were not asked for are empty.
struct Digests {
  std::string sha256;
  std::string sha512;
  std::string md5;     ///< only to compare with package databases that hold nothing better
  std::string sha1;    ///< likewise
  std::string gitoid;  ///< gitoid:blob:sha256, i.e. SHA-256 over "blob <size>\0" and the bytes (OmniBOR specification 0.2)
  std::string git_blob;  ///< git's own SHA-1 object id of the bytes as a blob
  std::uint64_t size = 0;
};

/// Which digests to compute.
struct DigestSet {
  bool sha256 = true;
  bool sha512 = false;
  bool md5 = false;
  bool sha1 = false;
  bool gitoid = false;
  bool git_blob = false;
};

/// Computes all digests of `wanted` over `bytes` in one pass.
[[nodiscard]] Digests digest(ByteView bytes, const DigestSet& wanted);

/// SHA-256 of `bytes`, as lower-case hexadecimal.
[[nodiscard]] std::string sha256_hex(ByteView bytes);

}  // namespace souptrace
