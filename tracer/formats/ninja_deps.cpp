// SPDX-License-Identifier: Apache-2.0
#include "formats/ninja_deps.hpp"

#include <algorithm>

namespace souptrace::formats {
namespace {

constexpr std::string_view kSignature = "# ninjadeps\n";
constexpr std::uint32_t kDepsRecord = 0x80000000;

Error malformed_deps(std::string text, std::uint64_t offset) {
  return {"ninja-deps-malformed", std::move(text), offset};
}

class DepsReader {
 public:
  DepsReader(ByteView bytes, Endian endian, std::uint32_t version)
      : bytes_(bytes), endian_(endian), version_(version) {}

  Result<NinjaDepsLog> read() {
    NinjaDepsLog log;
    Cursor cursor(bytes_, endian_);
    cursor.seek(kSignature.size() + 4);
    while (!cursor.at_end()) {
      const std::uint64_t at = cursor.offset();
      const std::uint32_t head = cursor.u32();
      const ByteView record = cursor.take(head & ~kDepsRecord);
      if (!cursor.ok()) {
        log.truncated_at = at;
        break;
      }
      const Status read = (head & kDepsRecord) != 0 ? read_deps(record, at) : read_path(record, at);
      if (!read) return read.error();
    }
    for (std::size_t id = 0; id < paths_.size(); ++id)
      if (last_[id].data() != nullptr) log.outputs.push_back(deps_of(id));
    return log;
  }

 private:
  Status read_path(ByteView record, std::uint64_t at) {
    if (record.size() < 5 || record.size() % 4 != 0) return malformed_deps("a path record of impossible size", at);
    const std::size_t size = record.size() - 4;
    Cursor checksum(record.subspan(size), endian_);
    if (~checksum.u32() != paths_.size()) return malformed_deps("a path record with a wrong checksum", at);
    std::string_view path = as_text(record.first(size));
    for (int i = 0; i < 3 && path.ends_with('\0'); ++i) path.remove_suffix(1);
    if (path.empty() || path.find('\0') != std::string_view::npos)
      return malformed_deps("a path record without a path", at);
    paths_.push_back(path);
    last_.emplace_back();
    return Done{};
  }

  Status read_deps(ByteView record, std::uint64_t at) {
    if (record.size() < header_size() || record.size() % 4 != 0)
      return malformed_deps("a dependency record of impossible size", at);
    Cursor cursor(record, endian_);
    const std::uint32_t output = cursor.u32();
    cursor.skip(header_size() - 4);
    bool known = output < paths_.size();
    while (known && !cursor.at_end()) known = cursor.u32() < paths_.size();
    if (!known) return malformed_deps("a dependency record that speaks of a path which is not there", at);
    last_[output] = record;
    return Done{};
  }

  /// Bytes in front of the inputs' numbers.
  [[nodiscard]] std::size_t header_size() const { return version_ == 3 ? 8 : 12; }

  [[nodiscard]] NinjaDeps deps_of(std::size_t id) const {
    Cursor cursor(last_[id], endian_);
    cursor.skip(4);
    NinjaDeps deps;
    deps.output = paths_[id];
    deps.modified_ns = version_ == 3 ? std::int64_t{static_cast<std::int32_t>(cursor.u32())} * 1'000'000'000
                                     : time_of(cursor);
    deps.inputs.reserve(static_cast<std::size_t>(cursor.remaining() / 4));
    while (!cursor.at_end()) deps.inputs.push_back(paths_[cursor.u32()]);
    return deps;
  }

  /// Two uint32, the lower half first in either byte order.
  static std::int64_t time_of(Cursor& cursor) {
    const std::uint64_t low = cursor.u32();
    const std::uint64_t high = cursor.u32();
    return static_cast<std::int64_t>(high << 32 | low);
  }

  ByteView bytes_;
  Endian endian_;
  std::uint32_t version_;
  std::vector<std::string_view> paths_;
  std::vector<ByteView> last_;  ///< by path number: the last dependency record of which it is the output
};

}  // namespace

Result<NinjaDepsLog> parse_ninja_deps(ByteView bytes) {
  if (!as_text(bytes).starts_with(kSignature) || bytes.size() < kSignature.size() + 4)
    return malformed_deps("not a deps log of ninja: it does not start with \"# ninjadeps\"", 0);
  for (const Endian endian : {Endian::little, Endian::big}) {
    Cursor header(bytes, endian);
    header.skip(kSignature.size());
    const std::uint32_t version = header.u32();
    if (version == 3 || version == 4) return DepsReader(bytes, endian, version).read();
  }
  return Error{"ninja-deps-version", "a deps log of ninja of another version than 3 and 4",
               kSignature.size()};
}

}  // namespace souptrace::formats
