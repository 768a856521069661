// SPDX-License-Identifier: Apache-2.0
#include "link/library_search.hpp"

#include <algorithm>
#include <array>

#include "base/path.hpp"
#include "formats/glob.hpp"
#include "formats/ld_so_conf.hpp"

namespace souptrace::link {
namespace {

constexpr unsigned kDeepestInclude = 16;

struct Triplet {
  std::string_view machine;
  std::string_view triplet;
};
// Debian's multiarch directories, by machine_name(). ARM's float ABI and MIPS' variants cannot be told by the
// machine alone: all are looked into.
constexpr std::array kTriplets{
    Triplet{"x86_64", "x86_64-linux-gnu"},
    Triplet{"i386", "i386-linux-gnu"},
    Triplet{"aarch64", "aarch64-linux-gnu"},
    Triplet{"arm", "arm-linux-gnueabihf"},
    Triplet{"arm", "arm-linux-gnueabi"},
    Triplet{"riscv64", "riscv64-linux-gnu"},
    Triplet{"ppc64le", "powerpc64le-linux-gnu"},
    Triplet{"ppc64", "powerpc64-linux-gnu"},
    Triplet{"ppc", "powerpc-linux-gnu"},
    Triplet{"s390x", "s390x-linux-gnu"},
    Triplet{"mips", "mips-linux-gnu"},
    Triplet{"mips64", "mips64-linux-gnuabi64"},
    Triplet{"mips64el", "mips64el-linux-gnuabi64"},
    Triplet{"mipsel", "mipsel-linux-gnu"},
    Triplet{"loongarch64", "loongarch64-linux-gnu"},
};

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// "$LIB" and "${LIB}".
void replace_token(std::string& text, std::string_view name, std::string_view with) {
  replace_all(text, "${" + std::string(name) + "}", with);
  replace_all(text, "$" + std::string(name), with);
}

bool has_token(const std::string& text, std::string_view name) {
  return text.find("$" + std::string(name)) != std::string::npos ||
         text.find("${" + std::string(name)) != std::string::npos;
}

}  // namespace

LibrarySearch::LibrarySearch(Host& host, const formats::Elf& binary, std::string sysroot)
    : host_(host),
      sysroot_(std::move(sysroot)),
      is_64_(binary.is_64),
      endian_(binary.endian),
      machine_(binary.machine),
      platform_(formats::machine_name(binary)) {
  for (const Triplet& one : kTriplets)
    if (one.machine == platform_) library_names_.push_back("lib/" + std::string(one.triplet));
  if (is_64_) library_names_.emplace_back("lib64");
  library_names_.emplace_back("lib");
  read_configuration("/etc/ld.so.conf", 0);
  for (const std::string& name : library_names_) {
    system_.push_back({"/" + name, "default directory", false});
    system_.push_back({"/usr/" + name, "default directory", false});
  }
}

std::string LibrarySearch::in_sysroot(const std::string& path) const {
  return sysroot_.empty() || sysroot_ == "/" ? path : path::normalize(sysroot_ + "/" + path);
}

void LibrarySearch::read_configuration(const std::string& path, unsigned depth) {
  const auto file = host_.read(in_sysroot(path));
  // A second reading adds nothing, and files that include each other would be read without end.
  if (!file || depth > kDeepestInclude || !configuration_read_.insert(path).second) return;
  for (const formats::LdSoConfLine& line : formats::parse_ld_so_conf((*file)->text())) {
    if (!line.include) {
      system_.push_back({line.value, path, false});
      continue;
    }
    const std::string pattern = path::absolute(line.value, path::parent(path));
    const std::string directory(path::parent(pattern));
    const auto names = host_.list(in_sysroot(directory));
    if (!names) continue;
    for (const std::string& name : *names)
      if (formats::glob_matches(path::filename(pattern), name))
        read_configuration(path::join(directory, name), depth + 1);
  }
}

std::optional<formats::Elf> LibrarySearch::compatible(const std::string& path) {
  const auto known = read_.find(path);
  if (known != read_.end()) return known->second;
  std::optional<formats::Elf> found;
  if (const auto file = host_.read(path)) {
    auto elf = formats::parse_elf((*file)->bytes());
    if (elf && elf->is_64 == is_64_ && elf->endian == endian_ && elf->machine == machine_)
      found = std::move(*elf);
  } else if (file.error().code == "not-permitted" && !host_.lstat(path)) {
    not_permitted_.insert(path);  // nobody can say whether it is there
  }
  return read_.emplace(path, std::move(found)).first->second;
}

std::vector<std::string> LibrarySearch::expanded(std::string entry, const LoadedObject& owner) const {
  if (entry.empty()) entry = ".";
  const bool of_build = has_token(entry, "ORIGIN");
  replace_token(entry, "ORIGIN", owner.origin);
  replace_token(entry, "PLATFORM", platform_);
  std::vector<std::string> directories;
  for (const std::string& name : library_names_) {
    std::string directory = entry;
    replace_token(directory, "LIB", name);
    // $ORIGIN leads to where the object lies on this machine. Another path is one of the target, or of the
    // build tree.
    if (!of_build && in_sysroot(directory) != directory) directories.push_back(in_sysroot(directory));
    directories.push_back(path::normalize(directory));
    if (!has_token(entry, "LIB")) break;
  }
  return directories;
}

void LibrarySearch::add_run_path(std::vector<SearchPlace>& places, const LoadedObject& owner,
                                 const std::vector<std::string>& entries, const std::string& tag) const {
  for (const std::string& entry : entries)
    for (const std::string& directory : expanded(entry, owner))
      places.push_back({directory, tag + " " + (entry.empty() ? "\"\"" : entry) + " of " +
                                       std::string(path::filename(owner.path)), true});
}

std::vector<SearchPlace> LibrarySearch::places(const LoadedObject& object) const {
  std::vector<SearchPlace> places;
  if (object.elf.runpath.empty()) {
    for (const LoadedObject* one = &object; one != nullptr; one = one->needed_by)
      if (one->elf.runpath.empty()) add_run_path(places, *one, one->elf.rpath, "RPATH");
  }
  add_run_path(places, object, object.elf.runpath, "RUNPATH");
  if (object.elf.no_default_lib) return places;
  for (const SearchPlace& place : system_) places.push_back({in_sysroot(place.directory), place.reason, false});
  return places;
}

std::optional<FoundLibrary> LibrarySearch::find(const std::string& name, const LoadedObject& object) {
  if (name.find('/') != std::string::npos) {
    for (const std::string& path : expanded(name, object))
      if (auto elf = compatible(path)) return FoundLibrary{path, "named by its path", std::move(*elf)};
    return std::nullopt;
  }
  for (const SearchPlace& place : places(object)) {
    std::string path = path::join(place.directory, name);
    if (auto elf = compatible(path)) return FoundLibrary{std::move(path), place.reason, std::move(*elf)};
    if (place.is_run_path && not_permitted_.contains(path)) closed_.emplace(place.directory, place.reason);
  }
  return std::nullopt;
}

}  // namespace souptrace::link
