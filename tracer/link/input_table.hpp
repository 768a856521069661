// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "link/archive_file.hpp"
#include "link/disk.hpp"
#include "model/link_record.hpp"

namespace souptrace::link {

/// The inputs of one link while they are being put together: one entry for each distinct file (by real path)
/// or member (by real path and offset). Entries stay where they are when others are added.
class InputTable {
 public:
  using Key = std::pair<std::string, std::uint64_t>;

  /// The entry of a whole file, made when there is none.
  LinkInput& file(const std::string& shown_path, const std::string& real_path);
  /// The entry of a member, made as linked when there is none.
  LinkInput& member(Disk& disk, const ArchiveFile& archive, std::size_t index);
  [[nodiscard]] LinkInput* find(const std::string& real_path, std::uint64_t offset = 0);
  [[nodiscard]] LinkInput* find_member(Disk& disk, const ArchiveFile& archive, std::size_t index);
  [[nodiscard]] std::map<Key, LinkInput>& all() { return inputs_; }
  /// All entries, sorted by path, member, offset; the table is empty afterwards.
  [[nodiscard]] std::vector<LinkInput> take();

 private:
  std::map<Key, LinkInput> inputs_;
};

/// Adds `witness` to those of `input`, kept sorted and each once.
void add_witness(LinkInput& input, const std::string& witness);

/// "main.o" or "libfoo.a(a.o)": file names without directories, for sentences.
[[nodiscard]] std::string short_name(const LinkInput& input);

}  // namespace souptrace::link
