// SPDX-License-Identifier: Apache-2.0
#include "host/watched_host.hpp"

namespace souptrace {

std::map<std::string, std::string> WatchedHost::unreadable() const {
  const std::lock_guard guard(mutex_);
  return unreadable_;
}

Result<std::shared_ptr<FileBytes>> WatchedHost::read(const std::string& path) {
  auto file = host_.read(path);
  if (!file) {
    const auto stat = host_.stat(path);
    if (!stat || stat->kind == FileKind::regular) note(path, file.error());  // no pipe or device is evidence
  }
  return file;
}

Result<std::string> WatchedHost::read_link(const std::string& path) {
  auto target = host_.read_link(path);
  if (!target) {
    const auto stat = host_.lstat(path);
    if (!stat || stat->kind == FileKind::symlink) note(path, target.error());  // whatever else is there is no link
  }
  return target;
}

void WatchedHost::note(const std::string& path, const Error& error) {
  if (error.code == "not-found" || error.code == "is-directory") return;
  const std::string prefix = path + ": ";
  const std::lock_guard guard(mutex_);
  unreadable_.try_emplace(path, error.text.starts_with(prefix) ? error.text.substr(prefix.size()) : error.text);
}

}  // namespace souptrace
