// SPDX-License-Identifier: Apache-2.0
#include "formats/git_index.hpp"

#include <string_view>

#include "base/digest.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kLongestPath =
    4096;  // version 4 shares prefixes: without a limit few bytes could make endless paths
// What all paths may add up to, for each byte of the index: 62 bytes are enough for a path of kLongestPath. Those of real trees reach 4.
constexpr std::uint64_t kPathsPerByte = 16;
constexpr unsigned kStatSize = 40;  // ctime, mtime, dev, ino, mode, uid, gid, size: ten uint32

constexpr std::uint16_t kAssumeValid = 0x8000;
constexpr std::uint16_t kExtended = 0x4000;
constexpr std::uint16_t kSkipWorktree = 0x4000;  // of the extended flags
constexpr std::uint16_t kIntentToAdd = 0x2000;   // of the extended flags

Error malformed_index(std::string text, std::uint64_t offset) {
  return {"git-index-malformed", std::move(text), offset};
}

class IndexReader {
 public:
  IndexReader(ByteView bytes, unsigned oid_size)
      : bytes_(bytes), cursor_(bytes, Endian::big), oid_size_(oid_size) {}

  Result<GitIndex> read() {
    if (!as_text(bytes_).starts_with("DIRC"))
      return malformed_index("not an index of git: it does not start with \"DIRC\"", 0);
    cursor_.skip(4);
    index_.version = cursor_.u32();
    const std::uint32_t count = cursor_.u32();
    if (!cursor_.ok() || cursor_.remaining() < oid_size_) return truncated();
    if (index_.version < 2 || index_.version > 4)
      return Error{"git-index-version", "an index of git of version " + std::to_string(index_.version), 4};
    if (count > cursor_.remaining() / (kStatSize + oid_size_ + 2)) return truncated();
    index_.entries.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      const Status read = read_entry();
      if (!read) return read.error();
    }
    const Status read = read_extensions();
    if (!read) return read.error();
    if (!has_its_checksum())
      return malformed_index("the checksum is another one: the index is cut or damaged", cursor_.offset());
    return std::move(index_);
  }

 private:
  [[nodiscard]] Error truncated() const {
    return {"git-index-truncated", "the index of git ends too early", cursor_.offset()};
  }

  /// Of all bytes before it; zeros where git was told to leave it out (index.skipHash).
  [[nodiscard]] bool has_its_checksum() const {
    const std::string_view stored = as_text(bytes_.last(oid_size_));
    if (stored.find_first_not_of('\0') == std::string_view::npos) return true;
    const bool sha256 = oid_size_ == 32;
    const Digests computed =
        digest(bytes_.first(bytes_.size() - oid_size_), {.sha256 = sha256, .sha1 = !sha256});
    return to_hex(stored) == (sha256 ? computed.sha256 : computed.sha1);
  }

  Status read_entry() {
    const std::uint64_t start = cursor_.offset();
    GitIndexEntry entry;
    cursor_.skip(24);  // ctime, mtime, dev, ino
    entry.mode = cursor_.u32();
    cursor_.skip(8);  // uid, gid
    entry.size = cursor_.u32();
    entry.oid = to_hex(as_text(cursor_.take(oid_size_)));
    const std::uint16_t flags = cursor_.u16();
    const bool extended = (flags & kExtended) != 0;
    const std::uint16_t more = extended ? cursor_.u16() : std::uint16_t{0};
    if (!cursor_.ok()) return truncated();
    if (extended && index_.version < 3) return malformed_index("extended flags in an index of version 2", start);
    entry.stage = (flags >> 12) & 3U;
    entry.assume_valid = (flags & kAssumeValid) != 0;
    entry.skip_worktree = (more & kSkipWorktree) != 0;
    entry.intent_to_add = (more & kIntentToAdd) != 0;
    Status named =
        index_.version == 4 ? read_compressed_path(entry.path) : read_path(entry.path, start, flags & 0xfffU);
    if (!named) return named;
    if (entry.path.empty()) return malformed_index("an entry without a path", start);
    index_.entries.push_back(std::move(entry));
    return Done{};
  }

  /// The path and 1 to 8 NULs, up to a multiple of 8 from the entry's start.
  Status read_path(std::string& path, std::uint64_t start, unsigned length) {
    const std::string_view text = cursor_.c_string();
    if (!cursor_.ok()) return truncated();
    const bool fits = length == 0xfff ? text.size() >= length : text.size() == length;
    if (!fits || text.size() > kLongestPath) return malformed_index("the length of a path is wrong", start);
    cursor_.skip((8 - (cursor_.offset() - start) % 8) % 8);
    if (!cursor_.ok()) return truncated();
    path = text;
    return Done{};
  }

  /// How many bytes to drop from the end of the previous path, then what to append, then one NUL.
  Status read_compressed_path(std::string& path) {
    const std::uint64_t at = cursor_.offset();
    const std::string_view previous =
        index_.entries.empty() ? std::string_view{} : index_.entries.back().path;
    const std::uint64_t dropped = variable_width();
    const std::string_view added = cursor_.c_string();
    if (!cursor_.ok()) return truncated();
    if (dropped > previous.size()) return malformed_index("a path drops more than the previous one has", at);
    const std::string_view kept = previous.substr(0, previous.size() - static_cast<std::size_t>(dropped));
    if (kept.size() + added.size() > kLongestPath) return malformed_index("a path longer than a path can be", at);
    shared_ += kept.size();
    if (shared_ > bytes_.size() * kPathsPerByte)
      return malformed_index("its paths share more than " + std::to_string(bytes_.size() * kPathsPerByte) + " bytes", at);
    path.reserve(kept.size() + added.size());
    path += kept;
    path += added;
    return Done{};
  }

  /// git's offset encoding: seven bits a byte, high first, one added for each byte that follows.
  std::uint64_t variable_width() {
    std::uint8_t byte = cursor_.u8();
    std::uint64_t value = byte & 0x7fU;
    for (int i = 0; i < 8 && (byte & 0x80U) != 0; ++i) {
      byte = cursor_.u8();
      value = ((value + 1) << 7) | (byte & 0x7fU);
    }
    return value;
  }

  Status read_extensions() {
    while (cursor_.remaining() > oid_size_) {
      const std::uint64_t start = cursor_.offset();
      const std::string_view signature = as_text(cursor_.take(4));
      const std::uint32_t size = cursor_.u32();
      cursor_.skip(size);
      if (!cursor_.ok() || cursor_.remaining() < oid_size_) return truncated();
      const bool optional = signature[0] >= 'A' && signature[0] <= 'Z';
      if (signature == "link") index_.split = true;
      if (!optional && signature != "link" && signature != "sdir")
        return malformed_index("an extension that must be understood and is not known", start);
    }
    return cursor_.remaining() == oid_size_ ? Status(Done{}) : Status(truncated());
  }

  ByteView bytes_;
  Cursor cursor_;
  unsigned oid_size_;
  std::uint64_t shared_ = 0;  ///< bytes of paths that stand in the path before
  GitIndex index_;
};

}  // namespace

Result<GitIndex> parse_git_index(ByteView bytes, unsigned oid_size) {
  return IndexReader(bytes, oid_size).read();
}

}  // namespace souptrace::formats
