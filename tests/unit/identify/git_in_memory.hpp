// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "host/memory_host.hpp"

// Git work trees in memory, as git 2.39 writes them.
namespace souptrace::test {

inline const std::string kCommit = "1111111111111111111111111111111111111111";
inline const std::string kOtherCommit = "2222222222222222222222222222222222222222";

inline std::string git_blob(std::string_view content) {
  DigestSet wanted;
  wanted.sha256 = false;
  wanted.git_blob = true;
  return digest(as_bytes(content), wanted).git_blob;
}

inline void append_number(std::string& out, std::uint32_t value, int bytes = 4) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}

struct IndexEntry {
  std::string oid;
  std::uint32_t mode = 0100644;
};

/// .git/index, version 2 (gitformat-index(5)).
inline std::string git_index(const std::map<std::string, IndexEntry>& entries) {
  std::string out = "DIRC";
  append_number(out, 2);
  append_number(out, static_cast<std::uint32_t>(entries.size()));
  for (const auto& [path, entry] : entries) {
    const std::size_t start = out.size();
    for (int i = 0; i < 6; ++i) append_number(out, 0);
    append_number(out, entry.mode);
    for (int i = 0; i < 3; ++i) append_number(out, 0);
    for (std::size_t i = 0; i < entry.oid.size(); i += 2)
      out += static_cast<char>(parse_unsigned(std::string_view(entry.oid).substr(i, 2), 16).value_or(0));
    append_number(out, static_cast<std::uint32_t>(path.size()), 2);
    out += path;
    do out += '\0';
    while ((out.size() - start) % 8 != 0);
  }
  return out + std::string(20, '\0');
}

/// A work tree at `root` with HEAD at kCommit, whose `files` (relative) are tracked as they are.
inline void add_work_tree(MemoryHost& host, const std::string& root, const std::vector<std::string>& files,
                          std::map<std::string, IndexEntry> more = {}) {
  for (const std::string& file : files) {
    const std::string path = root + '/' + file;
    if (!host.content(path)) host.add_file(path, path);
    more[file] = {git_blob(*host.content(path))};
  }
  host.add_file(root + "/.git/HEAD", "ref: refs/heads/main\n");
  host.add_file(root + "/.git/refs/heads/main", kCommit + '\n');
  host.add_file(root + "/.git/index", git_index(more));
  host.add_program("git", [](const Process&) { return ProcessResult{0, "", ""}; });
}

}  // namespace souptrace::test
