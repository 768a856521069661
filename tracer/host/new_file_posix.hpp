// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sys/types.h>

#include <string>
#include <string_view>

#include "host/descriptor_posix.hpp"

namespace souptrace {

/// A file that is being written beside the one that it is to replace, as ".souptrace-XXXXXX.writing". It is locked (flock(2)) while its writer lives,
/// so what a killed writer left behind can be told from what another process is writing now.
class NewFile {
 public:
  /// In `directory`; get() is below 0, with errno, when it cannot be made.
  explicit NewFile(std::string_view directory);
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  /// Removes the file unless it has become another.
  ~NewFile();
  [[nodiscard]] int get() const { return file_.get(); }
  /// Flushes all of it to the disk and gives it the name `path`, instead of what is there, and `mode`. False, with errno: `path` is as it was.
  [[nodiscard]] bool become(const std::string& path, mode_t mode);

 private:
  [[nodiscard]] bool make(std::string_view directory);

  std::string name_;
  Descriptor file_{-1};
};

/// What open(…, 0666) gives under this process's umask, which has to be changed to be known: only while there is one thread.
[[nodiscard]] mode_t mode_of_new_files();

/// Removes the files of this kind whose writers are gone.
void remove_abandoned_files(const std::string& directory);

}  // namespace souptrace
