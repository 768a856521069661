// SPDX-License-Identifier: Apache-2.0
#include "host/new_file_posix.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>

#include "base/path.hpp"

namespace souptrace {
namespace {

constexpr std::string_view kStart = ".souptrace-";
constexpr std::string_view kRandom = "XXXXXX";
constexpr std::string_view kEnding = ".writing";  // no name that a person gives

/// Nobody else holds it now. True as well where the file system has no locks: then nobody can take it for abandoned either.
bool take(int fd) {
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0)
    if (errno != EINTR) return errno != EWOULDBLOCK;
  return true;
}

void remove_if_abandoned(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat raw {};
  if (!file.open() || fstat(file.get(), &raw) != 0 || !S_ISREG(raw.st_mode)) return;
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(path.c_str());
}

}  // namespace

NewFile::NewFile(std::string_view directory) {
  // Between its making and its locking somebody may take it for abandoned and remove it: then the next one will do.
  for (int attempt = 0; attempt < 8; ++attempt)
    if (make(directory) || !file_.open()) return;
}

bool NewFile::make(std::string_view directory) {
  if (!name_.empty()) ::unlink(name_.c_str());
  name_ = path::join(directory, std::string(kStart) + std::string(kRandom) + std::string(kEnding));
  file_.reset(::mkostemps(name_.data(), static_cast<int>(kEnding.size()), O_CLOEXEC));
  if (!file_.open()) {
    name_.clear();
    return false;
  }
  struct stat raw {};
  return take(file_.get()) && fstat(file_.get(), &raw) == 0 && raw.st_nlink > 0;
}

NewFile::~NewFile() {
  if (!name_.empty()) ::unlink(name_.c_str());
}

bool NewFile::become(const std::string& path, mode_t mode) {
  // The lock goes only when the file has its name; mkostemps gave it the mode 0600.
  if (fchmod(file_.get(), mode) != 0 || fsync(file_.get()) != 0 || ::rename(name_.c_str(), path.c_str()) != 0) return false;
  name_.clear();
  return true;
}

mode_t mode_of_new_files() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666U & ~mask;
}

void remove_abandoned_files(const std::string& directory) {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(directory.c_str()), &::closedir);
  if (!stream) return;
  while (const dirent* const entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    const bool is_ours = name.size() == kStart.size() + kRandom.size() + kEnding.size() && name.starts_with(kStart) && name.ends_with(kEnding);
    if (is_ours) remove_if_abandoned(path::join(directory, name));
  }
}

}  // namespace souptrace
