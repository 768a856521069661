// SPDX-License-Identifier: Apache-2.0
#include "formats/zip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr std::uint32_t kLocalHeader = 0x04034B50;
constexpr std::uint32_t kDirectoryEntry = 0x02014B50;
constexpr std::uint32_t kEnd = 0x06054B50;
constexpr std::uint32_t kEnd64 = 0x06064B50;
constexpr std::uint32_t kEnd64Locator = 0x07064B50;
constexpr std::uint64_t kLocalHeaderSize = 30;
constexpr std::uint64_t kDirectoryEntrySize = 46;
constexpr std::uint64_t kEndSize = 22;
constexpr std::uint64_t kLocatorSize = 20;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF;  ///< "stands in the ZIP64 record"
constexpr std::uint16_t kZip64Extra = 1;
constexpr std::uint16_t kEncrypted = 1;

struct Directory {
  std::uint64_t entries = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
};

Error malformed_zip(std::string text, std::uint64_t offset) {
  return {"zip-malformed", std::move(text), offset};
}

/// Where the end-of-directory record is: its comment reaches exactly to the end of the file.
std::optional<std::uint64_t> find_end(ByteView bytes) {
  constexpr std::uint64_t kLongestComment = 65535;
  if (bytes.size() < kEndSize) return std::nullopt;
  const std::uint64_t last = bytes.size() - kEndSize;
  const std::uint64_t first = last > kLongestComment ? last - kLongestComment : 0;
  for (std::uint64_t at = last + 1; at-- > first;) {
    Cursor cursor(bytes);
    cursor.seek(at);
    if (cursor.u32() != kEnd) continue;
    cursor.skip(kEndSize - 6);
    if (cursor.u16() == last - at) return at;
  }
  return std::nullopt;
}

/// The ZIP64 record that the locator before the end record names.
Result<Directory> read_end64(ByteView bytes, std::uint64_t end) {
  if (end < kLocatorSize) return malformed_zip("there is no room for the ZIP64 locator", end);
  Cursor cursor(bytes);
  cursor.seek(end - kLocatorSize);
  if (cursor.u32() != kEnd64Locator) return malformed_zip("the ZIP64 locator is missing", end - kLocatorSize);
  cursor.skip(4);
  const std::uint64_t at = cursor.u64();
  Cursor record(bytes);
  record.seek(at);
  if (!record.ok() || record.u32() != kEnd64) return malformed_zip("there is no ZIP64 record where the locator says", at);
  record.skip(8 + 2 + 2);
  const std::uint32_t disk = record.u32();
  const std::uint32_t directory_disk = record.u32();
  const std::uint64_t here = record.u64();
  Directory out;
  out.entries = record.u64();
  out.size = record.u64();
  out.offset = record.u64();
  if (!record.ok()) return malformed_zip("the ZIP64 record is cut", at);
  if (disk != 0 || directory_disk != 0 || here != out.entries) return Error{"zip-unsupported", "the archive is one of several files", at};
  return out;
}

Result<Directory> read_end(ByteView bytes) {
  const auto end = find_end(bytes);
  if (!end) return Error{"zip-truncated", "there is no end of a ZIP directory: the file is cut, or no ZIP archive", bytes.size()};
  Cursor cursor(bytes);
  cursor.seek(*end + 4);
  const std::uint16_t disk = cursor.u16();
  const std::uint16_t directory_disk = cursor.u16();
  const std::uint16_t here = cursor.u16();
  Directory out;
  out.entries = cursor.u16();
  out.size = cursor.u32();
  out.offset = cursor.u32();
  constexpr std::uint16_t kMany = 0xFFFF;
  if (out.entries == kMany || out.size == kIn64 || out.offset == kIn64) {
    const auto wide = read_end64(bytes, *end);
    if (!wide) return wide.error();
    out = *wide;
  } else if (disk != 0 || directory_disk != 0 || here != out.entries) {
    return Error{"zip-unsupported", "the archive is one of several files", *end};
  }
  if (out.offset > *end || out.size > *end - out.offset) return malformed_zip("the directory does not lie before its end record", *end);
  if (out.entries > out.size / kDirectoryEntrySize) return malformed_zip("the directory is too small for its entries", *end);
  return out;
}

/// Takes sizes and offset from the ZIP64 extra field where the entry says that they stand there.
Status read_extra(ByteView extra, std::uint64_t at, ZipMember& member) {
  Cursor cursor(extra);
  while (cursor.remaining() >= 4) {
    const std::uint16_t kind = cursor.u16();
    Cursor field(cursor.take(cursor.u16()));
    if (!cursor.ok()) return malformed_zip("an extra field is cut", at);
    if (kind != kZip64Extra) continue;
    for (std::uint64_t* value : {&member.size, &member.compressed, &member.header})
      if (*value == kIn64) *value = field.u64();
    if (!field.ok()) return malformed_zip("the ZIP64 field is too short", at);
    return Done{};
  }
  return Done{};
}

Result<ZipMember> read_entry(Cursor& cursor) {
  const std::uint64_t at = cursor.offset();
  if (cursor.u32() != kDirectoryEntry) return malformed_zip("there is no directory entry where one must be", at);
  ZipMember out;
  cursor.skip(4);
  out.flags = cursor.u16();
  out.method = cursor.u16();
  cursor.skip(4);
  out.crc = cursor.u32();
  out.compressed = cursor.u32();
  out.size = cursor.u32();
  const std::uint16_t name = cursor.u16();
  const std::uint16_t extra = cursor.u16();
  const std::uint16_t comment = cursor.u16();
  const std::uint16_t disk = cursor.u16();
  cursor.skip(6);
  out.header = cursor.u32();
  out.name = as_text(cursor.take(name));
  const ByteView fields = cursor.take(extra);
  cursor.skip(comment);
  if (!cursor.ok()) return malformed_zip("a directory entry is cut", at);
  if (disk != 0) return Error{"zip-unsupported", "the archive is one of several files", at};
  if (const auto read = read_extra(fields, at, out); !read) return read.error();
  return out;
}

/// Where the content of a member lies, as its local header says.
Result<ByteView> data_of(ByteView bytes, const ZipMember& member) {
  Cursor cursor(bytes);
  cursor.seek(member.header);
  if (cursor.u32() != kLocalHeader) return malformed_zip("there is no local header where the directory says", member.header);
  cursor.skip(2);
  const std::uint16_t flags = cursor.u16();
  const std::uint16_t method = cursor.u16();
  cursor.skip(16);
  const std::uint16_t name = cursor.u16();
  const std::uint16_t extra = cursor.u16();
  const std::string_view its_name = as_text(cursor.take(name));
  cursor.skip(extra);
  const ByteView data = cursor.take(member.compressed);
  if (!cursor.ok()) return malformed_zip("a member is cut", member.header);
  if (method != member.method || flags != member.flags || its_name != member.name)
    return malformed_zip("a local header and the directory differ", member.header);
  return data;
}

/// zlib's state for raw deflate data, ended with it.
struct RawInflater {
  z_stream stream{};
  bool ready = inflateInit2(&stream, -MAX_WBITS) == Z_OK;
  RawInflater() = default;
  ~RawInflater() {
    if (ready) inflateEnd(&stream);
  }
  RawInflater(const RawInflater&) = delete;
  RawInflater& operator=(const RawInflater&) = delete;
};

Result<std::string> inflate_member(ByteView data, const ZipMember& member) {
  RawInflater inflater;
  constexpr std::uint64_t kMost = std::numeric_limits<uInt>::max();
  if (!inflater.ready || data.size() > kMost || member.size >= kMost)
    return Error{"zip-too-large", "zlib cannot read a member of " + std::to_string(member.size) + " bytes at once", member.header};
  // One byte more than is stated, so that a content that goes on is noticed.
  std::string out(static_cast<std::size_t>(member.size) + 1, '\0');
  z_stream& stream = inflater.stream;
  stream.next_in = const_cast<Bytef*>(data.data());  // zlib does not write to its input; its interface is older than const
  stream.avail_in = static_cast<uInt>(data.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int code = inflate(&stream, Z_FINISH);
  if (code != Z_STREAM_END || stream.avail_out != 1 || stream.avail_in != 0)
    return malformed_zip("a member's data do not unfold to the stated size", member.header);
  out.pop_back();
  return out;
}

}  // namespace

Result<std::vector<ZipMember>> parse_zip(ByteView bytes) {
  const auto directory = read_end(bytes);
  if (!directory) return directory.error();
  Cursor cursor(bytes.first(static_cast<std::size_t>(directory->offset + directory->size)));
  cursor.seek(directory->offset);
  std::vector<ZipMember> out;
  out.reserve(static_cast<std::size_t>(directory->entries));
  for (std::uint64_t i = 0; i < directory->entries; ++i) {
    auto entry = read_entry(cursor);
    if (!entry) return entry.error();
    out.push_back(*entry);
  }
  if (!cursor.at_end()) return malformed_zip("the directory has bytes behind its last entry", cursor.offset());
  std::vector<const ZipMember*> by_place;
  by_place.reserve(out.size());
  for (const ZipMember& member : out) by_place.push_back(&member);
  std::sort(by_place.begin(), by_place.end(), [](const ZipMember* a, const ZipMember* b) { return a->header < b->header; });
  std::uint64_t free = 0;
  for (const ZipMember* member : by_place) {
    const auto data = checked_add(member->header, kLocalHeaderSize + member->name.size());
    const auto end = data ? checked_add(*data, member->compressed) : std::nullopt;
    if (member->header < free || !end || *end > directory->offset) return malformed_zip("members overlap, or lie outside", member->header);
    free = *end;
  }
  return out;
}

Result<std::string> read_zip_member(ByteView bytes, const ZipMember& member, std::uint64_t most) {
  if ((member.flags & kEncrypted) != 0 || (member.method != 0 && member.method != 8))
    return Error{"zip-unsupported", printable(member.name) + " is encrypted, or neither stored nor deflated", member.header};
  if (member.size > most)
    return Error{"zip-too-large", printable(member.name) + " has " + std::to_string(member.size) + " bytes, more than " + std::to_string(most),
                 member.header};
  const auto data = data_of(bytes, member);
  if (!data) return data.error();
  if (member.method == 0 && data->size() != member.size) return malformed_zip("a stored member's two sizes differ", member.header);
  auto out = member.method == 0 ? Result<std::string>(std::string(as_text(*data))) : inflate_member(*data, member);
  if (!out) return out.error();
  const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(out->data()), out->size());
  if (crc != member.crc) return malformed_zip(printable(member.name) + ": the CRC-32 is another one", member.header);
  return out;
}

}  // namespace souptrace::formats
