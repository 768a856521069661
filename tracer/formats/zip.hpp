// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

// ZIP archives in one file, read member by member: stored and deflated members, ZIP64. Source: PKWARE's APPNOTE.TXT, 6.3.10.
namespace souptrace::formats {

struct ZipMember {
  std::string_view name;         ///< as stored; points into the archive's bytes; ends with '/' for a directory
  std::uint64_t header = 0;      ///< offset of the local header
  std::uint64_t compressed = 0;  ///< size in bytes
  std::uint64_t size = 0;        ///< of the content, in bytes, as the archive states it
  std::uint32_t crc = 0;         ///< CRC-32 of the content
  std::uint16_t method = 0;      ///< 0 stored, 8 deflated
  std::uint16_t flags = 0;
};

/// The members in the order of the archive's directory. No two of them share bytes, so that the archive cannot unfold into more than its
/// size lets expect. Errors, with the offset: "zip-truncated" (no end of the directory: the file is cut), "zip-malformed",
/// "zip-unsupported" (an archive in several files).
[[nodiscard]] Result<std::vector<ZipMember>> parse_zip(ByteView bytes);

/// The content of one of these members, which has the stated size and CRC-32. Errors: "zip-malformed"; "zip-too-large" when it states more
/// than `most` bytes; "zip-unsupported" for encryption and other methods.
[[nodiscard]] Result<std::string> read_zip_member(ByteView bytes, const ZipMember& member, std::uint64_t most);

}  // namespace souptrace::formats
