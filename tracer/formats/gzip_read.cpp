// SPDX-License-Identifier: Apache-2.0
#include "formats/gzip_read.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace souptrace::formats {
namespace {

constexpr std::size_t kPortion = 65536;
constexpr int kGzipOnly = 16 + MAX_WBITS;

/// zlib's state, ended with it.
struct Inflater {
  z_stream stream{};
  bool ready = inflateInit2(&stream, kGzipOnly) == Z_OK;
  Inflater() = default;
  ~Inflater() {
    if (ready) inflateEnd(&stream);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

}  // namespace

Result<std::string> read_gzip(ByteView bytes, std::size_t most) {
  Inflater inflater;
  z_stream& stream = inflater.stream;
  if (!inflater.ready || bytes.size() > std::numeric_limits<uInt>::max())
    return Error{"gzip-malformed", "zlib cannot read " + std::to_string(bytes.size()) + " bytes at once"};
  // zlib does not write to its input; its interface is older than const.
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::vector<char> portion(kPortion);
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(portion.data());
    stream.avail_out = static_cast<uInt>(portion.size());
    const int code = inflate(&stream, Z_NO_FLUSH);
    const std::size_t written = portion.size() - stream.avail_out;
    if (out.size() + written > most)
      return Error{"gzip-too-large", "the content has more than " + std::to_string(most) + " bytes"};
    out.append(portion.data(), written);
    if (code == Z_STREAM_END && stream.avail_in == 0) return out;
    if (code == Z_STREAM_END && inflateReset(&stream) == Z_OK) continue;
    if (code != Z_OK)
      return Error{"gzip-malformed",
                   std::string("zlib says: ") + (stream.msg == nullptr ? "the file is cut" : stream.msg),
                   bytes.size() - stream.avail_in};
  }
}

}  // namespace souptrace::formats
