// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <mutex>
#include <string>

#include "host/host.hpp"

namespace souptrace {

/// Passes every call on to another host, and remembers what exists and could not be read. Who looks for evidence passes over a file that is not
/// there; one that is there and cannot be read would have told something, and must not be passed over in silence.
class WatchedHost final : public Host {
 public:
  explicit WatchedHost(Host& host) : host_(host) {}
  /// Path → why, of every file and directory that could not be looked at although the system did not say that it is not there.
  [[nodiscard]] std::map<std::string, std::string> unreadable() const;

  Result<std::shared_ptr<FileBytes>> read(const std::string& path) override;
  Result<HostStat> stat(const std::string& path) override { return noted(path, host_.stat(path)); }
  Result<HostStat> lstat(const std::string& path) override { return noted(path, host_.lstat(path)); }
  Result<std::string> read_link(const std::string& path) override;
  Result<std::string> real_path(const std::string& path) override { return noted(path, host_.real_path(path)); }
  Result<std::vector<std::string>> list(const std::string& directory) override { return noted(directory, host_.list(directory)); }
  using Host::write_atomically;
  Status write_atomically(const std::string& path, const TextSource& content) override { return host_.write_atomically(path, content); }
  Status make_directories(const std::string& path) override { return host_.make_directories(path); }
  Result<std::unique_ptr<FileLock>> lock(const std::string& path, std::int64_t wait_ns) override { return host_.lock(path, wait_ns); }
  Status remove(const std::string& path) override { return host_.remove(path); }
  Result<ProcessResult> run(const Process& process) override { return host_.run(process); }
  std::optional<std::string> environment(const std::string& name) override { return host_.environment(name); }
  std::string current_directory() override { return host_.current_directory(); }
  std::int64_t now_ns() override { return host_.now_ns(); }
  unsigned processors() override { return host_.processors(); }

 private:
  template <class T>
  Result<T> noted(const std::string& path, Result<T> result) {
    if (!result) note(path, result.error());
    return result;
  }
  void note(const std::string& path, const Error& error);

  Host& host_;
  mutable std::mutex mutex_;  ///< files are hashed by several threads
  std::map<std::string, std::string> unreadable_;
};

}  // namespace souptrace
