// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// apk's database of installed packages (lib/apk/db/installed). Source: apk-package(5) and apk-tools'
// database.c. Lines "X:value"; an empty line ends a package:
//
//   P name, V version, A architecture, L licence, o origin (source package), U URL, m maintainer,
//   c commit of the recipe, f flags ('S': digests are SHA-256 cut to 160 bits)
//   F directory without leading '/'; R file in it; Z digest of the file before
namespace souptrace::formats {

struct ApkFile {
  std::string_view directory;  ///< "usr/lib"; "" for the root
  std::string_view name;
  std::string_view digest;  ///< as written: see decode_apk_digest
};

struct ApkPackage {
  std::string_view name, version, architecture, license, origin, url, maintainer, commit, flags;
  std::vector<ApkFile> files;
  std::uint64_t offset = 0;
};

/// Reads packages one after the other without copying.
class ApkReader {
 public:
  explicit ApkReader(std::string_view text) : text_(text) {}

  /// Reads the next package into `package`; false at the end. Error "apk-malformed", with the offset, for a
  /// line of another shape, a file without a directory or a last package that no empty line ends (the
  /// database is cut); the reader then stands behind that package.
  [[nodiscard]] Result<bool> next(ApkPackage& package);

 private:
  std::string_view text_;
  std::uint64_t at_ = 0;
};

enum class ApkDigestKind { none, sha1, sha256, sha256_160 };

struct ApkDigest {
  ApkDigestKind kind = ApkDigestKind::none;
  std::string hex;  ///< lower case
};

/// A digest as a Z line has it: "Q1" or "Q2" and base64, "X1" or "X2" and hexadecimal; 1 is SHA-1, 2 SHA-256.
/// SHA-256 behind "Q1" is the base64 of its first 20 bytes and that of the other 12. `cut`: 20 bytes are of a
/// SHA-256, the package's flags have 'S'. Error "apk-malformed" for anything else.
[[nodiscard]] Result<ApkDigest> decode_apk_digest(std::string_view text, bool cut);

}  // namespace souptrace::formats
