// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/text_sink.hpp"

// The only door to files, processes, the environment and the clock. The real one is host_posix.cpp; tests use the in-memory twin of
// memory_host.hpp.
namespace souptrace {

/// A file's bytes, mapped or owned; valid as long as this object lives.
class FileBytes {
 public:
  virtual ~FileBytes() = default;
  [[nodiscard]] virtual ByteView bytes() const = 0;
  [[nodiscard]] std::string_view text() const { return as_text(bytes()); }
  /// Overwrites what this object holds of the file in memory, which has no use any more: for keys and passphrases. A mapping holds nothing.
  virtual void wipe() {}
};

enum class FileKind { regular, directory, symlink, other };

struct HostStat {
  FileKind kind = FileKind::regular;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  ///< since the epoch
  std::int64_t changed_ns = 0;   ///< status change, since the epoch
  std::uint32_t mode = 0;        ///< permission bits
};

struct Process {
  std::vector<std::string> argv;
  std::string working_directory;                              ///< "" = this process's
  std::vector<std::pair<std::string, std::string>> environment;  ///< added to this process's
  std::string input;                                             ///< what it reads from standard input; "" = nothing
};

struct ProcessResult {
  int exit_code = 0;  ///< 128 + N when signal N ended it
  std::string out;
  std::string err;
};

/// Held until it is destroyed, or the process ends in whatever way.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

/// Error codes of every operation: "not-found", "not-permitted", "no-space", "is-directory", "io" (anything else). The text names the path.
class Host {
 public:
  virtual ~Host() = default;

  /// The whole content of a regular file. What is not a regular file (a directory, a pipe) is an error and is never waited for.
  [[nodiscard]] virtual Result<std::shared_ptr<FileBytes>> read(const std::string& path) = 0;
  /// Follows symbolic links.
  [[nodiscard]] virtual Result<HostStat> stat(const std::string& path) = 0;
  /// Does not follow the last symbolic link.
  [[nodiscard]] virtual Result<HostStat> lstat(const std::string& path) = 0;
  [[nodiscard]] virtual Result<std::string> read_link(const std::string& path) = 0;
  /// Absolute, without symbolic links; error when it does not exist.
  [[nodiscard]] virtual Result<std::string> real_path(const std::string& path) = 0;
  /// Names in a directory, sorted, without "." and "..".
  [[nodiscard]] virtual Result<std::vector<std::string>> list(const std::string& directory) = 0;
  /// Makes `path` have exactly `content`, or leaves it as it was: written beside it, flushed, then renamed. Makes missing directories. May be
  /// called by several threads at once.
  [[nodiscard]] virtual Status write_atomically(const std::string& path, const TextSource& content) = 0;
  [[nodiscard]] Status write_atomically(const std::string& path, std::string_view content) {
    return write_atomically(path, [&](const TextSink& sink) { sink(content); });
  }
  [[nodiscard]] virtual Status make_directories(const std::string& path) = 0;
  /// Waits until no other process holds the lock that the file `path` stands for, `wait_ns` at most, and takes it. Makes the file and missing
  /// directories; the file stays. Error "locked" when the time is over.
  [[nodiscard]] virtual Result<std::unique_ptr<FileLock>> lock(const std::string& path, std::int64_t wait_ns) = 0;
  /// Removes one file; no error when there is none.
  [[nodiscard]] virtual Status remove(const std::string& path) = 0;
  /// Runs a program without a shell; its standard input is Process::input.
  [[nodiscard]] virtual Result<ProcessResult> run(const Process& process) = 0;
  [[nodiscard]] virtual std::optional<std::string> environment(const std::string& name) = 0;
  [[nodiscard]] virtual std::string current_directory() = 0;
  [[nodiscard]] virtual std::int64_t now_ns() = 0;
  /// Number of processors that this process may use, at least 1.
  [[nodiscard]] virtual unsigned processors() = 0;
};

/// The real one.
[[nodiscard]] std::unique_ptr<Host> posix_host();

}  // namespace souptrace
