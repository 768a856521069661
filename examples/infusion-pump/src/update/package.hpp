// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace infusion {

using Bytes = std::vector<std::uint8_t>;

/// A firmware package. The file: "IPUP", version (3 bytes), size of the firmware (4 bytes), its SHA-256 (32 bytes), CRC-32 of what follows
/// (4 bytes), the firmware as a zlib stream. Integers are big-endian.
struct Package {
  std::array<std::uint8_t, 3> version{};
  Bytes firmware;

  std::string version_text() const;
};

/// Reads and checks a package whole. Throws std::runtime_error, saying what is wrong, for anything that must not be installed.
Package read_package(const Bytes& file);

/// Whether the package is newer than the installed "major.minor.patch".
bool is_newer(const Package& package, std::string_view installed);

}  // namespace infusion
