// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/host.hpp"

namespace souptrace {

/// A Host whose files live in memory, for tests: symbolic links work, every access is recorded, and any call can be made to fail.
class MemoryHost : public Host {
 public:
  /// Adds or replaces a regular file; missing directories come with it. Each file gets an inode of its own.
  void add_file(const std::string& path, std::string content, std::int64_t modified_ns = 1'000'000'000);
  void add_symlink(const std::string& path, std::string target);
  void add_directory(const std::string& path);
  void set_mode(const std::string& path, std::uint32_t mode) { nodes_.at(path).stat.mode = mode; }
  void set_environment(const std::string& name, std::string value) { environment_[name] = std::move(value); }
  void set_now(std::int64_t now) { now_ns_ = now; }
  /// What run() gives for a program (argv[0]); programs without an entry are "not-found".
  void add_program(const std::string& name, std::function<ProcessResult(const Process&)> program) {
    programs_[name] = std::move(program);
  }
  /// Asked before every operation with its name ("read", "stat", "write_atomically", …) and path; an Error makes it fail.
  void fail_when(std::function<std::optional<Error>(const std::string& operation, const std::string& path)> rule) {
    rule_ = std::move(rule);
  }
  /// "operation path" of every access so far.
  [[nodiscard]] const std::vector<std::string>& accesses() const { return accesses_; }
  /// The content of a file; nothing when there is none.
  [[nodiscard]] std::optional<std::string> content(const std::string& path) const;

  Result<std::shared_ptr<FileBytes>> read(const std::string& path) override;
  Result<HostStat> stat(const std::string& path) override;
  Result<HostStat> lstat(const std::string& path) override;
  Result<std::string> read_link(const std::string& path) override;
  Result<std::string> real_path(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& directory) override;
  using Host::write_atomically;
  Status write_atomically(const std::string& path, const TextSource& content) override;
  Status make_directories(const std::string& path) override;
  Result<std::unique_ptr<FileLock>> lock(const std::string& path, std::int64_t wait_ns) override;
  Status remove(const std::string& path) override;
  Result<ProcessResult> run(const Process& process) override;
  std::optional<std::string> environment(const std::string& name) override;
  std::string current_directory() override { return "/"; }
  std::int64_t now_ns() override { return now_ns_; }
  unsigned processors() override { return 2; }

 private:
  struct Node {
    HostStat stat;
    std::string content;  ///< of a file; the target of a symbolic link
  };
  [[nodiscard]] std::optional<Error> check(const std::string& operation, const std::string& path);
  /// The path without symbolic links, the last one followed when `last`; error when something on the way is missing.
  [[nodiscard]] Result<std::string> resolve(const std::string& path, bool last) const;
  Node& put(const std::string& path, FileKind kind);
  [[nodiscard]] bool is_directory(const std::string& path) const;  ///< itself, no link followed

  std::map<std::string, std::weak_ptr<int>> locks_;  ///< held while the int lives
  std::map<std::string, Node> nodes_{{"/", {{FileKind::directory, 0, 0, 0, 0, 0, 0755}, ""}}};
  std::map<std::string, std::string> environment_;
  std::map<std::string, std::function<ProcessResult(const Process&)>> programs_;
  std::function<std::optional<Error>(const std::string&, const std::string&)> rule_;
  std::mutex mutex_;        ///< guards accesses_: files are hashed by several threads
  std::mutex write_mutex_;  ///< guards nodes_ while documents are written
  std::vector<std::string> accesses_;
  std::int64_t now_ns_ = 0;
  std::uint64_t next_inode_ = 1;
};

}  // namespace souptrace
