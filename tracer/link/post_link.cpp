// SPDX-License-Identifier: Apache-2.0
#include "link/post_link.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/text.hpp"
#include "formats/elf.hpp"
#include "formats/image_comparison.hpp"
#include "formats/memory_image.hpp"
#include "formats/pe.hpp"

namespace souptrace::link {
namespace {

/// Sections that hold nothing but names and symbols, which strip shortens.
bool is_symbols(const std::string& section) {
  return section == ".symtab" || section == ".strtab" || section == ".shstrtab";
}

std::string list_of(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < 5; ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > 5) out += " and " + std::to_string(names.size() - 5) + " more";
  return out;
}

Result<formats::ImageComparison> compare(ByteView before, ByteView after) {
  if (formats::is_elf(before) && formats::is_elf(after)) return formats::compare_elf_images(before, after);
  if (formats::is_pe(before) && formats::is_pe(after)) return formats::compare_pe_images(before, after);
  return Error{"image-unlike", "they are files of different formats"};
}

std::string loaded_differ(const formats::ImageComparison& image) {
  return "other bytes than the linked binary in " + list_of(image.loaded);
}

std::string bytes_outside(const formats::ImageComparison& image) {
  return std::to_string(image.appended) + " bytes behind its end or between its parts that the linked binary has not";
}

/// What differs between two images outside of what a loader maps, beyond what strip does; "" for nothing.
std::string beyond_strip(const formats::ImageComparison& image) {
  std::vector<std::string> altered;
  for (const std::string& name : image.altered)
    if (!is_symbols(name)) altered.push_back(name);
  if (!altered.empty()) return "other bytes than the linked binary in " + list_of(altered);
  std::vector<std::string> added = image.added;
  std::erase(added, ".gnu_debuglink");
  if (!added.empty()) return "sections that the linked binary has not: " + list_of(added);
  return image.appended == 0 ? "" : bytes_outside(image);
}

Result<formats::MemoryImage> memory_of(ByteView bytes) {
  const std::string format = shipped_format(bytes);
  if (format == "ELF") return formats::elf_memory_image(bytes);
  if (format == "ihex") return formats::parse_intel_hex(as_text(bytes));
  if (format == "srec") return formats::parse_srec(as_text(bytes));
  return Error{"image-unlike", "that has no addresses"};
}

/// Why the memory image `file` is not made of the program's bytes alone; "" when it is.
std::string foreign_memory(const formats::MemoryImage& program, const formats::MemoryImage& file, bool is_part) {
  const formats::ImageAgreement agreement = formats::compare_memory(program, file);
  if (!agreement.different.empty()) return "other bytes than the program in " + list_of(agreement.different);
  if (agreement.foreign != agreement.fill)
    return std::to_string(agreement.foreign - agreement.fill) + " bytes at addresses where the program has none";
  if (file.empty()) return "no bytes at all";
  if (!is_part && !agreement.missing.empty()) return "not all bytes of " + list_of(agreement.missing) + " (an image of a part is declared with ACTION part)";
  return "";
}

/// Whether `file` holds `from`, in time that grows with their sizes only (Knuth, Morris, Pratt 1977): flash images are full of runs.
bool contains(ByteView file, ByteView from) {
  if (from.empty() || from.size() > file.size()) return false;
  std::vector<std::size_t> border(from.size());  // of each beginning, the length of its longest border
  for (std::size_t i = 1, k = 0; i < from.size(); ++i) {
    while (k > 0 && from[i] != from[k]) k = border[k - 1];
    border[i] = from[i] == from[k] ? ++k : k;
  }
  for (std::size_t i = 0, k = 0; i < file.size(); ++i) {
    while (k > 0 && file[i] != from[k]) k = border[k - 1];
    if (file[i] == from[k] && ++k == from.size()) return true;
  }
  return false;
}

/// What a file has that cannot be compared, or not be read as what it seems to be.
std::string unreadable(const Error& error) {
  if (error.code == "image-unlike") return "another form than what it is made of: " + error.text;
  return "a form that cannot be read: " + error.describe();
}

std::string declared_difference(ByteView from, ByteView file, const std::string& action) {
  const std::string before = shipped_format(from);
  const std::string after = shipped_format(file);
  if (action == "sign") {  // bytes before or behind the former file
    if (!contains(file, from)) return "not the bytes of the file that it is made of";
    const bool other_program = after != "binary" && as_text(file.first(from.size())) != as_text(from);
    return other_program ? "another " + after + " file before the bytes of the file that it is made of" : "";
  }
  if (before == after && (before == "ELF" || before == "PE")) {
    const auto image = compare(from, file);
    if (!image) return unreadable(image.error());
    if (!image->is_same_program()) return loaded_differ(*image);
    return image->appended == 0 ? "" : bytes_outside(*image);
  }
  const auto program = memory_of(from);
  if (!program) return "a form that cannot be compared with the file that it is made of: " + program.error().describe();
  if (after == "binary") return foreign_memory(*program, formats::flat_image(*program, file), action == "part");
  const auto memory = memory_of(file);
  return memory ? foreign_memory(*program, *memory, action == "part") : unreadable(memory.error());
}

}  // namespace

std::string shipped_format(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  if (formats::is_elf(bytes)) return "ELF";
  if (formats::is_pe(bytes)) return "PE";
  if (text.starts_with(':')) return "ihex";
  if (text.size() > 1 && text[0] == 'S' && is_digit(text[1])) return "srec";
  return "binary";
}

bool is_made_of(ByteView linked, ByteView file) {
  if (as_text(linked) == as_text(file)) return true;
  const auto image = compare(linked, file);
  return image && image->is_same_program();
}

Explanation explain_installed(const FileContent& linked, const FileContent& file, const InstallTools& tools) {
  Explanation out;
  std::string at = linked.sha256;
  const auto step = [&](const char* action, const std::string& tool, const std::string& after) {
    out.steps.push_back({action, tool, at, after});
    at = after;
  };
  step("install", tools.cmake, linked.sha256);
  if (linked.sha256 == file.sha256) return out;
  const auto image = compare(linked.bytes, file.bytes);
  if (!image) return {{}, unreadable(image.error())};
  if (!image->is_same_program()) return {{}, loaded_differ(*image)};
  if (image->run_path) step("rpath", tools.cmake, image->run_path_sha256);
  if (at == file.sha256) return out;
  if (const std::string more = beyond_strip(*image); !more.empty()) return {{}, more};
  if (image->removed.empty() && image->altered.empty()) return {{}, "other bytes than the linked binary between its sections"};
  if (tools.strip.empty())
    return {{}, "without the sections " + list_of(image->removed.empty() ? image->altered : image->removed) +
                    " of the linked binary, although this installation does not strip"};
  step("strip", tools.strip, file.sha256);
  return out;
}

Explanation explain_declared(const FileContent& from, const FileContent& file, const DeclaredAction& declared) {
  Explanation out;
  if (from.sha256 != file.sha256) out.unexplained = declared_difference(from.bytes, file.bytes, declared.action);
  if (out.unexplained.empty()) out.steps.push_back({declared.action, declared.tool, from.sha256, file.sha256});
  return out;
}

}  // namespace souptrace::link
