// SPDX-License-Identifier: Apache-2.0
#include "formats/tar.hpp"

#include <algorithm>
#include <set>

#include "base/tar_header.hpp"
#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kMostEntries = 100'000;

Error malformed_tar(const std::string& what, std::uint64_t offset) { return {"tar-malformed", "not a bundle's archive: " + what, offset}; }

bool all_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

std::string_view field(std::string_view header, std::size_t offset, std::size_t size) {
  const std::string_view all = header.substr(offset, size);
  return all.substr(0, all.find('\0'));
}

/// One member, the cursor at its header.
Result<TarMember> next_member(Cursor& cursor) {
  const std::uint64_t start = cursor.offset();
  const std::string_view header = as_text(cursor.take(kTarBlock));
  if (!cursor.ok()) return malformed_tar("it is cut within a header", start);
  const std::string_view prefix = field(header, 345, 155);
  std::string name(field(header, 0, 100));
  if (!prefix.empty()) name = std::string(prefix) + '/' + name;
  const auto size = parse_unsigned(header.substr(124, 11), 8);
  const auto expected = size ? tar_header(name, *size) : std::nullopt;
  if (!expected || *expected != header) return malformed_tar("a header that is not of a plain file as souptrace bundle writes it", start);
  if (!is_safe_member_name(name)) return malformed_tar("the name \"" + printable(name) + "\" leads out of a directory", start);
  TarMember out{std::move(name), cursor.take(*size)};
  const std::uint64_t padding = (kTarBlock - *size % kTarBlock) % kTarBlock;
  if (!all_zero(cursor.take(padding))) return malformed_tar("bytes that belong to no member", start);
  if (!cursor.ok()) return malformed_tar("it is cut within \"" + printable(out.name) + '"', start);
  return out;
}

}  // namespace

bool is_tar(ByteView bytes) {
  const auto magic = subview(bytes, 257, 5);
  return magic && as_text(*magic) == "ustar";
}

Result<std::vector<TarMember>> read_tar(ByteView bytes) {
  std::vector<TarMember> members;
  std::set<std::string> names;
  Cursor cursor(bytes);
  for (;;) {
    const auto end = subview(bytes, cursor.offset(), 2 * kTarBlock);
    if (end && all_zero(*end)) {
      if (cursor.remaining() != 2 * kTarBlock) return malformed_tar("something follows its end", cursor.offset());
      return members;
    }
    if (members.size() == kMostEntries) return malformed_tar("more than 100000 members", cursor.offset());
    auto member = next_member(cursor);
    if (!member) return member.error();
    members.push_back(std::move(*member));
    if (!names.insert(members.back().name).second)
      return malformed_tar("two members are called \"" + printable(members.back().name) + '"', cursor.offset());
  }
}

}  // namespace souptrace::formats
