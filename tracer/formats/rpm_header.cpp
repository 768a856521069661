// SPDX-License-Identifier: Apache-2.0
#include "formats/rpm_header.hpp"

#include <map>
#include <string>

namespace souptrace::formats {
namespace {

enum class RpmTag : std::uint32_t {
  name = 1000,
  version = 1001,
  release = 1002,
  epoch = 1003,
  vendor = 1011,
  license = 1014,
  url = 1020,
  architecture = 1022,
  file_states = 1029,
  file_digests = 1035,
  source_rpm = 1044,
  file_verify_flags = 1045,
  directory_indexes = 1116,
  base_names = 1117,
  directory_names = 1118,
  file_digest_algorithm = 5011,
};

constexpr std::uint32_t kChar = 1;
constexpr std::uint32_t kInt32 = 4;
constexpr std::uint32_t kString = 6;
constexpr std::uint32_t kStringArray = 8;
constexpr std::uint32_t kI18nString = 9;

constexpr std::uint64_t kPrologueSize = 8;
constexpr std::uint64_t kIndexEntrySize = 16;
constexpr std::uint8_t kStateNormal = 0;
constexpr std::uint8_t kStateNetShared = 3;
constexpr std::uint32_t kVerifyDigest = 1;

struct Entry {
  std::uint32_t type = 0;
  std::uint32_t offset = 0;
  std::uint32_t count = 0;
};

Error malformed_header(const std::string& text, std::uint64_t offset) {
  return {"rpm-header-malformed", text, offset};
}

/// The index and the data of one header.
class Store {
 public:
  static Result<Store> open(ByteView bytes) {
    Cursor cursor(bytes, Endian::big);
    const std::uint64_t entries = cursor.u32();
    const std::uint64_t data_size = cursor.u32();
    const std::uint64_t data_start = kPrologueSize + entries * kIndexEntrySize;
    const auto data = subview(bytes, data_start, data_size);
    if (!cursor.ok() || !data)
      return malformed_header("a header of " + std::to_string(data_start + data_size) + " bytes is stated, there are " +
                           std::to_string(bytes.size()),
                       0);
    Store out(*data, data_start);
    for (std::uint64_t i = 0; i < entries; ++i) {
      const std::uint32_t tag = cursor.u32();
      const std::uint32_t type = cursor.u32();
      const std::uint32_t offset = cursor.u32();
      out.entries_.try_emplace(tag, Entry{type, offset, cursor.u32()});
    }
    return out;
  }

  [[nodiscard]] const Entry* find(RpmTag tag) const {
    const auto at = entries_.find(static_cast<std::uint32_t>(tag));
    return at == entries_.end() ? nullptr : &at->second;
  }

  /// The strings of a tag, "" for none: a string is an array of one.
  [[nodiscard]] Result<std::vector<std::string_view>> strings(RpmTag tag) const {
    std::vector<std::string_view> out;
    const Entry* const entry = find(tag);
    if (entry == nullptr) return out;
    if (entry->type != kString && entry->type != kStringArray && entry->type != kI18nString)
      return wrong(tag, *entry, "is no string");
    const auto rest = entry->offset <= data_.size() ? data_.subspan(entry->offset) : ByteView{};
    if (entry->count > rest.size()) return wrong(tag, *entry, "has more strings than there are bytes");
    Cursor cursor(rest, Endian::big);
    out.reserve(entry->count);
    for (std::uint32_t i = 0; i < entry->count; ++i) out.push_back(cursor.c_string());
    if (!cursor.ok()) return wrong(tag, *entry, "is cut off");
    return out;
  }

  /// The bytes of a tag that holds `count` values of `size` bytes; none when the header has no such tag.
  [[nodiscard]] Result<ByteView> values(RpmTag tag, std::uint32_t type, std::uint64_t size) const {
    const Entry* const entry = find(tag);
    if (entry == nullptr) return ByteView{};
    if (entry->type != type) return wrong(tag, *entry, "has another type");
    const auto bytes = subview(data_, entry->offset, std::uint64_t{entry->count} * size);
    if (!bytes) return wrong(tag, *entry, "is cut off");
    return *bytes;
  }

 private:
  Store(ByteView data, std::uint64_t start) : data_(data), start_(start) {}

  [[nodiscard]] Error wrong(RpmTag tag, const Entry& entry, const std::string& what) const {
    return malformed_header("tag " + std::to_string(static_cast<std::uint32_t>(tag)) + ' ' + what,
                     start_ + entry.offset);
  }

  ByteView data_;
  std::uint64_t start_ = 0;
  std::map<std::uint32_t, Entry> entries_;
};

std::uint32_t number_at(ByteView values, std::size_t index) {
  Cursor cursor(values.subspan(index * 4), Endian::big);
  return cursor.u32();
}

/// What stands in the header of each file, one list for each property.
struct FileLists {
  std::vector<std::string_view> names, directories, digests;
  ByteView directory_indexes, states, verify_flags;
};

Result<FileLists> read_lists(const Store& store) {
  FileLists out;
  for (const auto& [tag, list] : {std::pair(RpmTag::base_names, &out.names), {RpmTag::directory_names, &out.directories},
                                  {RpmTag::file_digests, &out.digests}}) {
    auto strings = store.strings(tag);
    if (!strings) return strings.error();
    *list = std::move(*strings);
  }
  const auto indexes = store.values(RpmTag::directory_indexes, kInt32, 4);
  const auto states = store.values(RpmTag::file_states, kChar, 1);
  const auto flags = store.values(RpmTag::file_verify_flags, kInt32, 4);
  for (const auto* one : {&indexes, &states, &flags})
    if (!*one) return one->error();
  out.directory_indexes = *indexes;
  out.states = *states;
  out.verify_flags = *flags;
  const std::size_t count = out.names.size();
  const auto fits = [&](std::size_t size) { return size == 0 || size == count; };
  if (out.directory_indexes.size() / 4 != count || !fits(out.digests.size()) || !fits(out.states.size()) ||
      !fits(out.verify_flags.size() / 4))
    return malformed_header("the lists of files have different lengths", 0);
  return out;
}

Result<std::vector<RpmFile>> read_files(const Store& store) {
  const auto lists = read_lists(store);
  if (!lists) return lists.error();
  std::vector<RpmFile> out;
  out.reserve(lists->names.size());
  for (std::size_t i = 0; i < lists->names.size(); ++i) {
    const std::uint32_t directory = number_at(lists->directory_indexes, i);
    if (directory >= lists->directories.size())
      return malformed_header("file " + std::to_string(i) + " lies in a directory that is not listed", 0);
    RpmFile file{lists->directories[directory], lists->names[i]};
    if (!lists->digests.empty()) file.digest = lists->digests[i];
    if (!lists->states.empty())
      file.installed = lists->states[i] == kStateNormal || lists->states[i] == kStateNetShared;
    if (!lists->verify_flags.empty())
      file.digest_verified = (number_at(lists->verify_flags, i) & kVerifyDigest) != 0;
    out.push_back(file);
  }
  return out;
}

Result<std::optional<std::uint32_t>> read_number(const Store& store, RpmTag tag) {
  const auto bytes = store.values(tag, kInt32, 4);
  if (!bytes) return bytes.error();
  return bytes->empty() ? std::optional<std::uint32_t>() : number_at(*bytes, 0);
}

}  // namespace

Result<RpmHeader> parse_rpm_header(ByteView bytes) {
  const auto store = Store::open(bytes);
  if (!store) return store.error();
  RpmHeader out;
  for (const auto& [tag, text] :
       {std::pair(RpmTag::name, &out.name), {RpmTag::version, &out.version}, {RpmTag::release, &out.release},
        {RpmTag::architecture, &out.architecture}, {RpmTag::license, &out.license}, {RpmTag::vendor, &out.vendor},
        {RpmTag::url, &out.url}, {RpmTag::source_rpm, &out.source_rpm}}) {
    const auto strings = store->strings(tag);
    if (!strings) return strings.error();
    if (!strings->empty()) *text = strings->front();
  }
  if (out.name.empty() || out.version.empty() || out.release.empty())
    return malformed_header("a package without name, version or release", 0);
  const auto epoch = read_number(*store, RpmTag::epoch);
  if (!epoch) return epoch.error();
  out.epoch = *epoch;
  const auto algorithm = read_number(*store, RpmTag::file_digest_algorithm);
  if (!algorithm) return algorithm.error();
  out.digest_algorithm = algorithm->value_or(1);
  auto files = read_files(*store);
  if (!files) return files.error();
  out.files = std::move(*files);
  return out;
}

}  // namespace souptrace::formats
