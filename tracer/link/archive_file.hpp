// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "formats/archive.hpp"
#include "link/disk.hpp"

namespace souptrace::link {

/// Where one member's bytes lie.
struct MemberPlace {
  std::string path;          ///< the archive, or for a thin archive the member's own file; not folded
  std::uint64_t offset = 0;  ///< of the data in it; 0 for a whole file
  std::uint64_t size = 0;    ///< of the data; 0 for a whole file
};

/// One archive of a link, with the ways in which reports name its members. Members are spoken of by their
/// index.
class ArchiveFile {
 public:
  /// `path` is the archive as it is shown, `real_path` the file that is read, `directory` where the linker
  /// found it: from there it looks for the members of a thin archive, even where a symbolic link led to the
  /// archive. Errors: those of the host and of parse_archive.
  [[nodiscard]] static Result<ArchiveFile> read(Disk& disk, const std::string& path,
                                                const std::string& real_path, const std::string& directory);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& real_path() const { return real_path_; }
  [[nodiscard]] bool thin() const { return archive_.thin; }
  [[nodiscard]] bool has_symbols() const { return !archive_.symbols.empty(); }
  [[nodiscard]] std::size_t size() const { return archive_.members.size(); }
  [[nodiscard]] const formats::ArchiveMember& member(std::size_t index) const {
    return archive_.members[index];
  }
  [[nodiscard]] MemberPlace place(std::size_t index) const;
  /// The bytes of an ordinary member; empty for a thin one.
  [[nodiscard]] ByteView bytes(std::size_t index) const;

  [[nodiscard]] std::optional<std::size_t> at_offset(std::uint64_t offset) const;
  /// All members that a report may mean by `name`: the stored name, or for a thin archive a path relative to
  /// the archive's directory or to the link's working directory.
  [[nodiscard]] std::vector<std::size_t> named(Disk& disk, const std::string& name) const;
  /// Members whose file is `file` (a real path); thin archives only.
  [[nodiscard]] std::vector<std::size_t> with_file(const std::string& file) const;
  /// What the archive's symbol table says that the member defines, as written there.
  [[nodiscard]] const std::vector<std::string_view>& symbols(std::size_t index) const {
    return symbols_[index];
  }
  /// The only member that defines `symbol` (as the symbol table writes it); nothing when there is none or
  /// more than one.
  [[nodiscard]] std::optional<std::size_t> definer(std::string_view symbol) const;

 private:
  void index_members(Disk& disk);

  std::string path_;
  std::string real_path_;
  std::string directory_;
  std::shared_ptr<FileBytes> file_;
  formats::Archive archive_;
  std::vector<std::vector<std::string_view>> symbols_;
  std::unordered_map<std::uint64_t, std::size_t> by_offset_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_name_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_file_;
  std::unordered_map<std::string_view, std::optional<std::size_t>> by_symbol_;
};

/// Whether a member, or any member, holds code for link-time optimization: LLVM bitcode, or gcc's sections.
[[nodiscard]] bool has_lto_code(Disk& disk, const ArchiveFile& archive, std::size_t index);
[[nodiscard]] bool has_lto_code(Disk& disk, const ArchiveFile& archive);

/// Whether a member can be extracted for no symbol: neither the archive's symbol table nor the member's own has one that it defines. False for
/// code for link-time optimization and for what is no readable ELF file, whose symbols are not known.
[[nodiscard]] bool defines_nothing(Disk& disk, const ArchiveFile& archive, std::size_t index);

/// `symbol` as c++filt writes it; itself when it is no mangled name.
[[nodiscard]] std::string demangled(std::string_view symbol);

}  // namespace souptrace::link
