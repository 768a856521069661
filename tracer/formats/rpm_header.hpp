// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

// One package's header as rpm keeps it in the table Packages of its database: without the magic and the lead
// of a package file. Source: rpm's manual, "Package format", section "Header structure"; tag numbers and types
// from rpmtag.h. All integers are big-endian:
//
//   u32 number of index entries, u32 size of the data
//   index entries of 16 bytes: u32 tag, u32 type, i32 offset into the data, u32 count
//   data
namespace souptrace::formats {

/// One path of a package. Views point into the header's bytes.
struct RpmFile {
  std::string_view directory;  ///< with '/' at the end
  std::string_view name;
  std::string_view digest;     ///< hexadecimal; "" for what is no regular file
  bool installed = true;       ///< state "normal" or "net shared": the file on disk is this package's
  bool digest_verified = true;  ///< the packager wants `rpm -V` to compare the digest
};

struct RpmHeader {
  std::string_view name, version, release, architecture, license, vendor, url, source_rpm;
  std::optional<std::uint32_t> epoch;
  std::uint32_t digest_algorithm = 1;  ///< of RFC 4880, 9.4: 1 MD5, 2 SHA-1, 8 SHA-256, 10 SHA-512
  std::vector<RpmFile> files;
};

/// Error "rpm-header-malformed", with the offset: what does not fit into the bytes, a package without name or
/// version, lists of files of different lengths.
[[nodiscard]] Result<RpmHeader> parse_rpm_header(ByteView bytes);

}  // namespace souptrace::formats
