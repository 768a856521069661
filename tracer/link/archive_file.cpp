// SPDX-License-Identifier: Apache-2.0
#include "link/archive_file.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>

#include "base/path.hpp"
#include "formats/elf.hpp"

namespace souptrace::link {

Result<ArchiveFile> ArchiveFile::read(Disk& disk, const std::string& path, const std::string& real_path,
                                      const std::string& directory) {
  ArchiveFile archive;
  archive.path_ = path;
  archive.real_path_ = real_path;
  archive.directory_ = directory;
  auto file = disk.read(real_path);
  if (!file) return file.error();
  archive.file_ = *file;
  auto parsed = formats::parse_archive(archive.file_->bytes());
  if (!parsed) return parsed.error();
  archive.archive_ = std::move(*parsed);
  archive.index_members(disk);
  return archive;
}

void ArchiveFile::index_members(Disk& disk) {
  std::unordered_map<std::uint64_t, std::size_t> by_header;
  for (std::size_t i = 0; i < size(); ++i) {
    const formats::ArchiveMember& one = archive_.members[i];
    by_header.emplace(one.header, i);
    by_offset_.emplace(one.offset, i);
    by_name_[one.name].push_back(i);
    if (thin()) by_file_[disk.real_path(place(i).path)].push_back(i);
  }
  symbols_.resize(size());
  for (const formats::ArchiveSymbol& symbol : archive_.symbols) {
    const auto owner = by_header.find(symbol.header);
    if (owner == by_header.end()) continue;
    symbols_[owner->second].push_back(symbol.name);
    const auto [at, fresh] = by_symbol_.try_emplace(symbol.name, owner->second);
    if (!fresh && at->second != owner->second) at->second.reset();
  }
}

MemberPlace ArchiveFile::place(std::size_t index) const {
  const formats::ArchiveMember& one = member(index);
  if (!thin()) return {path_, one.offset, one.size};
  const std::string file = path::is_absolute(one.name) ? one.name : directory_ + "/" + one.name;
  // A thin archive made from an ordinary one refers into it: the header stands at `nested`, the data behind
  // its 60 bytes.
  if (one.nested != 0) return {file, one.nested + 60, one.size};
  return {file, 0, 0};
}

ByteView ArchiveFile::bytes(std::size_t index) const {
  if (thin()) return {};
  return subview(file_->bytes(), member(index).offset, member(index).size).value_or(ByteView{});
}

std::optional<std::size_t> ArchiveFile::at_offset(std::uint64_t offset) const {
  const auto found = by_offset_.find(offset);
  if (found == by_offset_.end() || thin()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> ArchiveFile::definer(std::string_view symbol) const {
  const auto found = by_symbol_.find(symbol);
  return found == by_symbol_.end() ? std::nullopt : found->second;
}

std::vector<std::size_t> ArchiveFile::named(Disk& disk, const std::string& name) const {
  const auto found = by_name_.find(name);
  if (found != by_name_.end()) return found->second;
  if (!thin()) return {};
  return with_file(disk.real_path(name));
}

std::vector<std::size_t> ArchiveFile::with_file(const std::string& file) const {
  const auto found = by_file_.find(file);
  return found == by_file_.end() ? std::vector<std::size_t>{} : found->second;
}

namespace {

/// A member's bytes, and the file of a thin archive's member that holds them.
struct MemberBytes {
  std::shared_ptr<FileBytes> file;
  ByteView bytes;
};

/// Nothing where the file of a thin archive's member cannot be read.
std::optional<MemberBytes> read_member(Disk& disk, const ArchiveFile& archive, std::size_t index) {
  if (!archive.thin()) return MemberBytes{nullptr, archive.bytes(index)};
  const MemberPlace place = archive.place(index);
  const auto read = disk.read(place.path);
  if (!read) return std::nullopt;
  const ByteView whole = (*read)->bytes();
  return MemberBytes{*read, place.size == 0 ? whole : subview(whole, place.offset, place.size).value_or(ByteView{})};
}

}  // namespace

bool has_lto_code(Disk& disk, const ArchiveFile& archive, std::size_t index) {
  const auto member = read_member(disk, archive, index);
  if (!member) return false;
  if (is_bitcode(member->bytes)) return true;
  const auto elf = formats::parse_elf(member->bytes);
  return elf && elf->has_gnu_lto;
}

bool defines_nothing(Disk& disk, const ArchiveFile& archive, std::size_t index) {
  if (!archive.symbols(index).empty()) return false;
  const auto member = read_member(disk, archive, index);
  if (!member || is_bitcode(member->bytes)) return false;
  const auto elf = formats::parse_elf(member->bytes);
  const auto symbols = formats::parse_elf_symbols(member->bytes);
  if (!elf || elf->has_gnu_lto || !symbols) return false;
  constexpr std::uint8_t kLocal = 0;
  return std::none_of(symbols->begin(), symbols->end(),
                      [](const formats::ElfSymbol& symbol) { return symbol.section != 0 && symbol.binding != kLocal; });
}

bool has_lto_code(Disk& disk, const ArchiveFile& archive) {
  for (std::size_t i = 0; i < archive.size(); ++i)
    if (has_lto_code(disk, archive, i)) return true;
  return false;
}

std::string demangled(std::string_view symbol) {
  if (!symbol.starts_with("_Z")) return std::string(symbol);
  const std::string mangled(symbol);
  int status = 0;
  char* const text = abi::__cxa_demangle(mangled.c_str(), nullptr, nullptr, &status);
  std::string out = status == 0 && text != nullptr ? text : mangled;
  std::free(text);
  return out;
}

}  // namespace souptrace::link
