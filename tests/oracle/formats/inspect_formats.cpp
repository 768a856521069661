// SPDX-License-Identifier: Apache-2.0
// Prints what the parsers make of files: inspect_formats elf|archive|symbols|ninja, paths one a line on
// standard input. For tests only.
#include <cstdio>
#include <iostream>
#include <map>
#include <string>

#include "formats/archive.hpp"
#include "formats/elf.hpp"
#include "formats/ninja_deps.hpp"
#include "host/host.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

void line(const char* key, const std::string& value) {
  std::printf("%s\t%s\n", key, value.c_str());
}
void line(const char* key, const Error& error) {
  line(key, error.code + ": " + error.describe());
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (&part == &parts.front() ? "" : ":") + part;
  return out;
}

void print_elf(ByteView bytes) {
  const Result<Elf> elf = parse_elf(bytes);
  if (!elf) return line("error", elf.error());
  line("class", elf->is_64 ? "ELF64" : "ELF32");
  line("data", elf->endian == Endian::little ? "little" : "big");
  line("type", std::to_string(elf->type));
  line("machine", std::to_string(elf->machine));
  if (!elf->interpreter.empty()) line("interpreter", elf->interpreter);
  if (!elf->soname.empty()) line("soname", elf->soname);
  for (const std::string& name : elf->needed) line("needed", name);
  if (!elf->rpath.empty()) line("rpath", joined(elf->rpath));
  if (!elf->runpath.empty()) line("runpath", joined(elf->runpath));
  if (elf->is_pie) line("flag", "PIE");
  if (elf->no_default_lib) line("flag", "NODEFLIB");
  if (!elf->build_id.empty()) line("build-id", elf->build_id);
  for (const std::string& comment : elf->comments) line("comment", comment);
}

void print_symbols(ByteView bytes, const std::string& name) {
  line("object", name);
  const Result<std::vector<ElfSymbol>> symbols = parse_elf_symbols(bytes);
  if (!symbols) return line("error", symbols.error());
  for (const ElfSymbol& one : *symbols)
    std::printf("symbol\t%llx %llu %u %u %u %.*s\n", static_cast<unsigned long long>(one.value),
                static_cast<unsigned long long>(one.size), one.type, one.binding, one.section,
                static_cast<int>(one.name.size()), one.name.data());
}

void print_archive(ByteView bytes, bool with_symbols_of_members) {
  const Result<Archive> archive = parse_archive(bytes);
  if (!archive) return line("error", archive.error());
  std::map<std::uint64_t, std::string> by_header;
  for (const ArchiveMember& one : archive->members) {
    by_header.emplace(one.header, one.name);
    const auto data = subview(bytes, one.offset, one.size);
    if (with_symbols_of_members) {
      if (data && is_elf(*data)) print_symbols(*data, one.name);
      continue;
    }
    std::printf("member\t%s 0x%llx\n", one.name.c_str(), static_cast<unsigned long long>(one.offset));
  }
  if (with_symbols_of_members) return;
  for (const ArchiveSymbol& one : archive->symbols)
    line("index", std::string(one.name) + " in " + by_header[one.header]);
}

void print_ninja(ByteView bytes) {
  const Result<NinjaDepsLog> log = parse_ninja_deps(bytes);
  if (!log) return line("error", log.error());
  for (const NinjaDeps& deps : log->outputs) {
    line("output", std::string(deps.output) + " " + std::to_string(deps.modified_ns));
    for (const std::string_view input : deps.inputs) line("input", std::string(input));
  }
}

void print_file(const std::string& mode, ByteView bytes) {
  if (mode == "elf") return print_elf(bytes);
  if (mode == "ninja") return print_ninja(bytes);
  if (mode == "symbols" && is_elf(bytes)) return print_symbols(bytes, "");
  print_archive(bytes, mode == "symbols");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto host = posix_host();
  for (std::string path; std::getline(std::cin, path);) {
    line("file", path);
    const auto file = host->read(path);
    if (!file) {
      line("error", file.error());
      continue;
    }
    print_file(argv[1], (*file)->bytes());
  }
  return 0;
}
