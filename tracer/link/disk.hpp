// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/host.hpp"
#include "model/link_record.hpp"

namespace souptrace::link {

/// What a file is, by its first bytes: a linker goes by them too, not by names.
enum class Nature {
  missing,
  unreadable,
  object,          ///< ELF of type REL, and COFF objects
  bitcode,         ///< LLVM's
  shared_library,  ///< ELF of type DYN, or a PE image
  executable,      ///< ELF of type EXEC
  archive,         ///< ordinary or thin
  other,           ///< linker scripts, symbol lists, binary blobs
};

/// Whether a file or member is LLVM bitcode.
[[nodiscard]] bool is_bitcode(ByteView bytes);

/// One file as it lies on disk now.
struct FileView {
  Nature nature = Nature::missing;
  std::string error;                ///< of `missing` and `unreadable`
  std::string soname;               ///< of a shared library; "" = it has none
  std::vector<std::string> needed;  ///< of a shared library: DT_NEEDED
};

/// Asks the host about files, each once. Paths come in as the linker wrote them, made absolute but not
/// folded, because folding ".." is only right after symbolic links were followed.
class Disk {
 public:
  Disk(Host& host, std::string working_directory) : host_(host), directory_(std::move(working_directory)) {}

  /// `path` made absolute against the link's working directory, nothing folded.
  [[nodiscard]] std::string absolute(const std::string& path) const;
  /// Without symbolic links; a path that leads nowhere comes back normalized.
  [[nodiscard]] const std::string& real_path(const std::string& path);
  /// How the path is shown: absolute and lexically normalized, or the real path where that would name another
  /// file.
  [[nodiscard]] std::string shown_path(const std::string& path);
  [[nodiscard]] bool exists(const std::string& path) {
    return look(real_path(path)).nature != Nature::missing;
  }
  [[nodiscard]] const FileView& look(const std::string& real_path);
  [[nodiscard]] Result<std::shared_ptr<FileBytes>> read(const std::string& path) { return host_.read(path); }
  [[nodiscard]] Host& host() { return host_; }

 private:
  [[nodiscard]] std::string resolve(const std::string& absolute);

  Host& host_;
  std::string directory_;
  std::unordered_map<std::string, std::string> real_paths_;
  std::unordered_map<std::string, std::string> real_directories_;
  std::unordered_map<std::string, FileView> views_;
};

}  // namespace souptrace::link
