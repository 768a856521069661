// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <zlib.h>

#include <string>
#include <utility>
#include <vector>

// ZIP archives byte by byte, for tests that spoil them.
namespace souptrace::crafted {

inline void put(std::string& out, std::uint64_t value, unsigned size) {
  for (unsigned i = 0; i < size; ++i, value >>= 8) out += static_cast<char>(value & 0xFF);
}

inline std::string deflated(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct ZipFile {
  std::string name;
  std::string content;
  bool stored = false;
};

/// `wide`: sizes, offsets and counts in ZIP64 records.
inline std::string zip(const std::vector<ZipFile>& files, bool wide = false) {
  std::string out;
  std::string directory;
  for (const ZipFile& file : files) {
    const std::string data = file.stored ? file.content : deflated(file.content);
    const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(file.content.data()), file.content.size());
    const std::uint64_t at = out.size();
    const auto put_common = [&](std::string& to) {
      put(to, 0, 2);  // flags
      put(to, file.stored ? 0 : 8, 2);
      put(to, 0, 4);  // time
      put(to, crc, 4);
      put(to, wide ? 0xFFFFFFFF : data.size(), 4);
      put(to, wide ? 0xFFFFFFFF : file.content.size(), 4);
      put(to, file.name.size(), 2);
    };
    put(out, 0x04034B50, 4);
    put(out, 45, 2);
    put_common(out);
    put(out, 0, 2);  // extra
    out += file.name + data;
    put(directory, 0x02014B50, 4);
    put(directory, 45, 2);
    put(directory, 45, 2);
    put_common(directory);
    put(directory, wide ? 28 : 0, 2);
    put(directory, 0, 2 + 2 + 2 + 4);  // comment, disk, attributes
    put(directory, wide ? 0xFFFFFFFF : at, 4);
    directory += file.name;
    if (!wide) continue;
    put(directory, 1, 2);
    put(directory, 24, 2);
    put(directory, file.content.size(), 8);
    put(directory, data.size(), 8);
    put(directory, at, 8);
  }
  const std::uint64_t start = out.size();
  out += directory;
  if (wide) {
    const std::uint64_t record = out.size();
    put(out, 0x06064B50, 4);
    put(out, 44, 8);
    put(out, 45, 2);
    put(out, 45, 2);
    put(out, 0, 4 + 4);
    put(out, files.size(), 8);
    put(out, files.size(), 8);
    put(out, directory.size(), 8);
    put(out, start, 8);
    put(out, 0x07064B50, 4);
    put(out, 0, 4);
    put(out, record, 8);
    put(out, 1, 4);
  }
  put(out, 0x06054B50, 4);
  put(out, 0, 4);
  put(out, wide ? 0xFFFF : files.size(), 2);
  put(out, wide ? 0xFFFF : files.size(), 2);
  put(out, wide ? 0xFFFFFFFF : directory.size(), 4);
  put(out, wide ? 0xFFFFFFFF : start, 4);
  put(out, 0, 2);
  return out;
}

}  // namespace souptrace::crafted
