// SPDX-License-Identifier: Apache-2.0
#include "link/disk.hpp"

#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/archive.hpp"
#include "formats/elf.hpp"
#include "formats/pe.hpp"

namespace souptrace::link {
namespace {

/// e_type of an ELF file (gABI, "ELF Header"): two bytes at offset 16 in the byte order that byte 5 says.
std::uint16_t elf_type(ByteView bytes) {
  Cursor cursor(bytes, bytes.size() > 5 && bytes[5] == 2 ? Endian::big : Endian::little);
  cursor.seek(16);
  return cursor.u16();
}

/// A COFF object begins with its machine alone, so the name has to agree.
bool is_coff_object(std::string_view text, std::string_view path) {
  const std::string_view extension = path::extension(path);
  if (extension != ".o" && extension != ".obj") return false;
  for (const std::string_view machine : {"\x64\x86", "\x4c\x01", "\x64\xaa", "\xc4\x01"})
    if (text.starts_with(machine)) return true;
  return false;
}

FileView look_at_elf(ByteView bytes) {
  FileView view;
  const std::uint16_t type = elf_type(bytes);
  view.nature = type == 1 ? Nature::object : type == 3 ? Nature::shared_library : Nature::executable;
  if (view.nature != Nature::shared_library) return view;
  const auto elf = formats::parse_elf(bytes);
  if (!elf) return {Nature::unreadable, elf.error().describe(), {}, {}};
  view.soname = elf->soname;
  view.needed = elf->needed;
  return view;
}

FileView look_at(ByteView bytes, const std::string& path) {
  const std::string_view text = as_text(bytes);
  if (formats::is_elf(bytes)) return look_at_elf(bytes);
  if (formats::is_archive(bytes)) return {Nature::archive, {}, {}, {}};
  if (is_bitcode(bytes)) return {Nature::bitcode, {}, {}, {}};
  if (formats::is_pe(bytes)) {
    const auto pe = formats::parse_pe(bytes);
    if (!pe) return {Nature::unreadable, pe.error().describe(), {}, {}};
    return {Nature::shared_library, {}, pe->name, pe->imports};
  }
  if (is_coff_object(text, path)) return {Nature::object, {}, {}, {}};
  return {Nature::other, {}, {}, {}};
}

}  // namespace

bool is_bitcode(ByteView bytes) {
  // "BC" 0xC0DE, or Apple's wrapper around it (LLVM's BitCodeFormat document).
  const std::string_view text = as_text(bytes);
  return text.starts_with("BC\xC0\xDE") || text.starts_with("\xDE\xC0\x17\x0B");
}

std::string Disk::absolute(const std::string& path) const {
  return path::is_absolute(path) ? path : directory_ + "/" + path;
}

std::string Disk::resolve(const std::string& absolute) {
  // Most files are no symbolic links and many share a directory: the directory is resolved once, and a file
  // costs one look.
  const std::string name(path::filename(absolute));
  if (!name.empty() && name != "." && name != "..") {
    const std::string parent = absolute.substr(0, absolute.size() - name.size());
    auto known = real_directories_.find(parent);
    if (known == real_directories_.end()) {
      const auto real = host_.real_path(parent);
      known = real_directories_.emplace(parent, real ? *real : std::string()).first;
    }
    if (!known->second.empty()) {
      std::string candidate = path::join(known->second, name);
      const auto stat = host_.lstat(candidate);
      if (stat && stat->kind != FileKind::symlink) return candidate;
    }
  }
  const auto real = host_.real_path(absolute);
  return real ? *real : path::normalize(absolute);
}

const std::string& Disk::real_path(const std::string& path) {
  const auto known = real_paths_.find(path);
  if (known != real_paths_.end()) return known->second;
  return real_paths_.emplace(path, resolve(absolute(path))).first->second;
}

std::string Disk::shown_path(const std::string& path) {
  const std::string absolute_path = absolute(path);
  std::string folded = path::normalize(absolute_path);
  if (absolute_path.find("/..") == std::string::npos) return folded;
  const std::string& real = real_path(path);
  return real_path(folded) == real ? folded : real;
}

const FileView& Disk::look(const std::string& real_path) {
  const auto known = views_.find(real_path);
  if (known != views_.end()) return known->second;
  FileView view;
  const auto bytes = host_.read(real_path);
  if (bytes)
    view = look_at((*bytes)->bytes(), real_path);
  else
    view = {bytes.error().code == "not-found" ? Nature::missing : Nature::unreadable,
            bytes.error().describe(),
            {},
            {}};
  return views_.emplace(real_path, std::move(view)).first->second;
}

}  // namespace souptrace::link
