// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "formats/link_log.hpp"
#include "host/memory_host.hpp"
#include "link/link.hpp"
#include "unit/formats/crafted_elf.hpp"

// A recorded link whose files, reports and binary all lie in memory.
namespace souptrace::test {

/// An ELF object that defines some symbols and leaves others undefined.
inline std::string object_file(const std::vector<std::string>& defined,
                               const std::vector<std::string>& undefined = {}) {
  CraftedElf elf;
  elf.type = 1;
  elf.with_sections = true;
  for (const std::string& name : defined) elf.symbols.push_back({name, 0x12, 1, 0, 4});
  for (const std::string& name : undefined) elf.symbols.push_back({name, 0x10, 0, 0, 0});
  if (elf.symbols.empty()) elf.symbols.push_back({"a_local", 0x02, 1, 0, 0});
  return make_elf(elf);
}

struct DynamicFile {
  std::string soname;
  std::vector<std::string> needed;
  std::string rpath, runpath, interpreter, build_id;
  std::uint16_t machine = 62;
  bool is_64 = true;
};

/// A shared library or a program.
inline std::string dynamic_file(const DynamicFile& file) {
  CraftedElf elf;
  elf.machine = file.machine;
  elf.is_64 = file.is_64;
  elf.interpreter = file.interpreter;
  for (const std::string& name : file.needed) elf.strings.emplace_back(1, name);  // DT_NEEDED
  if (!file.soname.empty()) elf.strings.emplace_back(14, file.soname);
  if (!file.rpath.empty()) elf.strings.emplace_back(15, file.rpath);
  if (!file.runpath.empty()) elf.strings.emplace_back(29, file.runpath);
  elf.values.emplace_back(0x6ffffffb, file.interpreter.empty() ? 0 : 0x08000000);  // DT_FLAGS_1: DF_1_PIE
  if (!file.build_id.empty()) elf.notes = gnu_note(Endian::little, 3, file.build_id);
  return make_elf(elf);
}

struct CraftedMember {
  std::string name;
  std::string content;
  std::vector<std::string> symbols;  ///< for the archive's symbol table
};

/// Where each member's data begins, beside the archive's bytes.
struct CraftedArchive {
  std::string bytes;
  std::vector<std::uint64_t> offsets;
};

/// A System V archive (ar(5)) with a symbol table; of a thin one the members' names are paths.
inline CraftedArchive archive_file(const std::vector<CraftedMember>& members, bool thin = false) {
  const auto header = [](std::string name, std::size_t size) {
    name.resize(48, ' ');
    std::string length = std::to_string(size);
    length.resize(10, ' ');
    return name + length + "`\n";
  };
  const auto padded = [](std::string text) { return text.size() % 2 == 0 ? text : text + '\n'; };
  std::string names;
  std::vector<std::string> name_fields;
  for (const CraftedMember& member : members) {
    name_fields.push_back("/" + std::to_string(names.size()));
    names += member.name + "/\n";
  }
  std::size_t count = 0, text = 0;
  for (const CraftedMember& member : members)
    for (const std::string& symbol : member.symbols) ++count, text += symbol.size() + 1;
  const std::size_t table_size = 4 + 4 * count + text;
  std::uint64_t at = 8 + 60 + (table_size + 1) / 2 * 2 + 60 + (names.size() + 1) / 2 * 2;
  Writer table(Endian::big);
  table.u32(count);
  CraftedArchive archive;
  std::string body;
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t n = 0; n < members[i].symbols.size(); ++n) table.u32(at + body.size());
    body += header(name_fields[i], members[i].content.size());
    archive.offsets.push_back(at + body.size());
    if (!thin) body += padded(members[i].content);
  }
  for (const CraftedMember& member : members)
    for (const std::string& symbol : member.symbols) table.text(symbol + '\0');
  archive.bytes = std::string(thin ? "!<thin>\n" : "!<arch>\n") + header("/", table.size()) +
                  padded(table.out) + header("//", names.size()) + padded(names) + body;
  return archive;
}

class LinkInMemory {
 public:
  explicit LinkInMemory(const std::string& linker) {
    log.output = "/b/pump";
    log.working_directory = "/b";
    log.command = {"c++", "-o", "pump"};
    log.linker = linker;
    log.linker_version = linker + " 1.0";
    log.driver = "/usr/bin/c++";
    binary({});
  }

  void binary(const DynamicFile& file) {
    host.add_file("/b/pump", dynamic_file(file));
    const auto stat = host.stat("/b/pump");
    log.output_file = formats::LoggedFile{"/b/pump",  stat->device,      stat->inode,
                                          stat->size, stat->modified_ns, stat->changed_ns};
    log.build_id = file.build_id.empty() ? "" : "6964";
  }
  /// Words of the link line; those without a dash that exist as files are also in the dependency file.
  void command(const std::vector<std::string>& words) {
    for (const std::string& word : words) log.command.push_back(word);
  }
  void report(const std::string& kind, const std::string& text) {
    host.add_file(directory() + "/" + kind, text);
    log.reports.push_back({kind, kind});
  }
  void dependencies(const std::vector<std::string>& paths) {
    std::string text = "pump:";
    for (const std::string& path : paths) text += " \\\n  " + path;
    text += "\n";
    for (const std::string& path : paths) text += "\n" + path + ":\n";
    report("dependency-file", text);
  }
  [[nodiscard]] std::string directory() const {
    return "/b/state/links/" + formats::link_log_key(log.output);
  }

  Outcome<LinkRecord> read() {
    host.add_file(directory() + "/record", formats::format_link_log(log));
    return link::read_link(host, {"/b/pump", "/b/state", ""});
  }

  MemoryHost host;
  formats::LinkLog log;
};

/// The entry for a path and member; null when there is none.
inline const LinkInput* find_input(const LinkRecord& record, const std::string& path,
                                   const std::string& member = "", std::uint64_t offset = 0) {
  for (const LinkInput& input : record.inputs)
    if (input.path == path && input.member == member && (offset == 0 || input.offset == offset))
      return &input;
  return nullptr;
}

inline std::vector<std::string> codes(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const Finding& finding : findings) out.push_back(finding.code);
  std::sort(out.begin(), out.end());
  return out;
}

/// Data offsets of the members of `path` that are linked, sorted.
inline std::vector<std::uint64_t> linked_offsets(const LinkRecord& record, const std::string& path) {
  std::vector<std::uint64_t> out;
  for (const LinkInput& input : record.inputs)
    if (input.path == path && input.role == Role::archive_member && input.use == Use::linked)
      out.push_back(input.offset);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace souptrace::test
