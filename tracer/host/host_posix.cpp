// SPDX-License-Identifier: Apache-2.0
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <mutex>
#include <set>

#include "base/path.hpp"
#include "host/descriptor_posix.hpp"
#include "host/file_lock_posix.hpp"
#include "host/host.hpp"
#include "host/mapped_file_posix.hpp"
#include "host/new_file_posix.hpp"

extern char** environ;

namespace souptrace {
namespace {

Error system_error(const std::string& path, const char* action, int number) {
  std::string code = "io";
  if (number == ENOENT || number == ENOTDIR || number == ENAMETOOLONG) code = "not-found";  // no file has such a name
  if (number == EACCES || number == EPERM || number == EROFS) code = "not-permitted";
  if (number == ENOSPC || number == EDQUOT || number == EFBIG) code = "no-space";
  if (number == EISDIR) code = "is-directory";
  return {code, path + ": cannot " + action + ": " + std::strerror(number)};
}

class OwnedFile final : public FileBytes {
 public:
  explicit OwnedFile(std::string content) : content_(std::move(content)) {}
  [[nodiscard]] ByteView bytes() const override { return as_bytes(content_); }
  void wipe() override {
    ::explicit_bzero(content_.data(), content_.size());
    content_.clear();
  }

 private:
  std::string content_;
};

/// Files below this size are read: as fast as a mapping. Of larger ones often the headers alone are wanted, and
/// the memory to read them into would come page by page from the system, for each thread that hashes.
constexpr std::size_t kMapFrom = std::size_t{64} * 1024;

Result<std::shared_ptr<FileBytes>> read_all(const std::string& path, int fd, std::size_t expected) {
  std::string content;
  content.resize(expected + 1);
  std::size_t have = 0;
  for (;;) {
    const ssize_t got = ::read(fd, content.data() + have, content.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(path, "read", errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
    if (have == content.size()) content.resize(content.size() * 2);
  }
  if (have < expected) return Error{"io", path + ": became shorter while it was read"};
  content.resize(have);
  return std::shared_ptr<FileBytes>(std::make_shared<OwnedFile>(std::move(content)));
}

HostStat to_host_stat(const struct stat& raw) {
  HostStat out;
  if (S_ISREG(raw.st_mode))
    out.kind = FileKind::regular;
  else if (S_ISDIR(raw.st_mode))
    out.kind = FileKind::directory;
  else
    out.kind = S_ISLNK(raw.st_mode) ? FileKind::symlink : FileKind::other;
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  out.device = raw.st_dev;
  out.inode = raw.st_ino;
  out.size = static_cast<std::uint64_t>(raw.st_size);
  out.modified_ns = raw.st_mtim.tv_sec * kNanoseconds + raw.st_mtim.tv_nsec;
  out.changed_ns = raw.st_ctim.tv_sec * kNanoseconds + raw.st_ctim.tv_nsec;
  out.mode = raw.st_mode & 07777U;
  return out;
}

/// Reads both pipes until both writers are gone.
void drain(int out_fd, int err_fd, std::string& out, std::string& err) {
  std::array<pollfd, 2> fds{{{out_fd, POLLIN, 0}, {err_fd, POLLIN, 0}}};
  std::array<std::string*, 2> sinks{&out, &err};
  std::array<char, 65536> buffer{};
  unsigned open = 2;
  while (open > 0 && (poll(fds.data(), fds.size(), -1) >= 0 || errno == EINTR)) {
    for (std::size_t i = 0; i < fds.size(); ++i) {
      if (fds[i].fd < 0 || fds[i].revents == 0) continue;
      const ssize_t got = ::read(fds[i].fd, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got > 0) {
        sinks[i]->append(buffer.data(), static_cast<std::size_t>(got));
        continue;
      }
      fds[i].fd = -1;
      --open;
    }
  }
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  out.reserve(strings.size() + 1);
  for (std::string& one : strings) out.push_back(one.data());
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> merged_environment(const Process& process) {
  std::vector<std::string> out;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string_view entry = *one;
    const auto overridden = [&](const auto& added) { return entry.starts_with(added.first + '='); };
    if (std::none_of(process.environment.begin(), process.environment.end(), overridden)) out.emplace_back(entry);
  }
  for (const auto& [name, value] : process.environment) out.push_back(name + '=' + value);
  return out;
}

/// posix_spawn's list of things to do in the child.
class SpawnActions {
 public:
  SpawnActions() { posix_spawn_file_actions_init(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  /// `in` below 0: nothing to read.
  void redirect(const std::string& working_directory, int in, int out, int err) {
    if (in < 0) posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (in >= 0) posix_spawn_file_actions_adddup2(&actions_, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, err, STDERR_FILENO);
    if (!working_directory.empty()) posix_spawn_file_actions_addchdir_np(&actions_, working_directory.c_str());
  }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

class PosixHost final : public Host {
 public:
  Result<std::shared_ptr<FileBytes>> read(const std::string& path) override {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.open()) return system_error(path, "open", errno);
    struct stat raw {};
    if (fstat(file.get(), &raw) != 0) return system_error(path, "stat", errno);
    if (S_ISDIR(raw.st_mode)) return system_error(path, "read", EISDIR);
    if (!S_ISREG(raw.st_mode)) return Error{"io", path + ": is not a regular file"};
    const auto size = static_cast<std::size_t>(raw.st_size);
    if (size < kMapFrom) return read_all(path, file.get(), size);
    if (auto mapped = map_file(file.get(), size)) return mapped;
    if (errno != 0) return system_error(path, "map", errno);
    return read_all(path, file.get(), size);
  }

  Result<HostStat> stat(const std::string& path) override {
    struct stat raw {};
    if (::stat(path.c_str(), &raw) != 0) return system_error(path, "stat", errno);
    return to_host_stat(raw);
  }

  Result<HostStat> lstat(const std::string& path) override {
    struct stat raw {};
    if (::lstat(path.c_str(), &raw) != 0) return system_error(path, "stat", errno);
    return to_host_stat(raw);
  }

  Result<std::string> read_link(const std::string& path) override {
    std::array<char, PATH_MAX> buffer{};
    const ssize_t size = ::readlink(path.c_str(), buffer.data(), buffer.size());
    if (size < 0) return system_error(path, "read the symbolic link", errno);
    return std::string(buffer.data(), static_cast<std::size_t>(size));
  }

  Result<std::string> real_path(const std::string& path) override {
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
    if (!real) return system_error(path, "resolve", errno);
    return std::string(real.get());
  }

  Result<std::vector<std::string>> list(const std::string& directory) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(directory.c_str()), &::closedir);
    if (!stream) return system_error(directory, "list", errno);
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(stream.get())) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
    }
    if (errno != 0) return system_error(directory, "list", errno);
    std::sort(names.begin(), names.end());
    return names;
  }

  using Host::write_atomically;
  Status write_atomically(const std::string& path, const TextSource& content) override {
    const std::string directory(path::parent(path));
    if (Status made = make_directories(directory); !made) return made;
    sweep(directory);
    NewFile file(directory);
    if (file.get() < 0) return system_error(path, "write", errno);
    int failed = 0;
    content([&](std::string_view piece) {
      if (failed == 0 && !write_all(file.get(), piece)) failed = errno;
    });
    if (failed == 0 && file.become(path, mode_)) return Done{};
    return system_error(path, "write", failed == 0 ? errno : failed);
  }

  Status make_directories(const std::string& path) override {
    if (path.empty() || path == "/" || path == ".") return Done{};
    if (::mkdir(path.c_str(), 0777) == 0) return Done{};
    if (errno == ENOENT) {
      if (Status parent = make_directories(std::string(path::parent(path))); !parent) return parent;
      if (::mkdir(path.c_str(), 0777) == 0) return Done{};
    }
    struct stat raw {};
    const int number = errno;
    if (number == EEXIST && ::stat(path.c_str(), &raw) == 0 && S_ISDIR(raw.st_mode)) return Done{};
    return system_error(path, "make the directory", number);
  }

  Result<std::unique_ptr<FileLock>> lock(const std::string& path, std::int64_t wait_ns) override {
    if (Status made = make_directories(std::string(path::parent(path))); !made) return made.error();
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    if (file < 0) return system_error(path, "lock", errno);
    if (auto held = lock_descriptor(file, wait_ns)) return held;
    if (errno == EWOULDBLOCK) return Error{"locked", path + ": another process holds this lock"};
    return system_error(path, "lock", errno);
  }

  Status remove(const std::string& path) override {
    if (::unlink(path.c_str()) == 0 || errno == ENOENT || errno == ENOTDIR) return Done{};
    return system_error(path, "remove", errno);
  }

  Result<ProcessResult> run(const Process& process) override {
    if (process.argv.empty()) return Error{"io", "no program to run"};
    std::array<int, 2> out_pipe{-1, -1};
    std::array<int, 2> err_pipe{-1, -1};
    if (pipe2(out_pipe.data(), O_CLOEXEC) != 0) return system_error(process.argv[0], "make a pipe for", errno);
    Descriptor out_read(out_pipe[0]);
    Descriptor out_write(out_pipe[1]);
    if (pipe2(err_pipe.data(), O_CLOEXEC) != 0) return system_error(process.argv[0], "make a pipe for", errno);
    Descriptor err_read(err_pipe[0]);
    Descriptor err_write(err_pipe[1]);

    // Input stands in a file of memory, so that a program that does not read it cannot hold this one up.
    Descriptor input(process.input.empty() ? -1 : ::memfd_create("standard input", MFD_CLOEXEC));
    if (!process.input.empty() && (!input.open() || !write_all(input.get(), process.input) || ::lseek(input.get(), 0, SEEK_SET) != 0))
      return system_error(process.argv[0], "prepare the input of", errno);

    SpawnActions actions;
    actions.redirect(process.working_directory, process.input.empty() ? -1 : input.get(), out_write.get(), err_write.get());
    std::vector<std::string> arguments = process.argv;
    std::vector<std::string> variables = merged_environment(process);
    pid_t child = 0;
    const int failed = posix_spawnp(&child, arguments[0].c_str(), actions.get(), nullptr, pointers(arguments).data(),
                                    pointers(variables).data());
    out_write.close();
    err_write.close();
    if (failed != 0) return system_error(process.argv[0], "run", failed);
    return collect(child, out_read.get(), err_read.get());
  }

  std::optional<std::string> environment(const std::string& name) override {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  }

  std::string current_directory() override {
    const std::unique_ptr<char, decltype(&std::free)> here(::getcwd(nullptr, 0), &std::free);
    return here ? here.get() : "/";
  }

  std::int64_t now_ns() override {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
  }

  unsigned processors() override {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
  }

 private:
  /// Removes what killed writers left in `directory`, once for each directory.
  void sweep(const std::string& directory) {
    {
      const std::lock_guard guard(swept_mutex_);
      if (!swept_.insert(directory).second) return;
    }
    remove_abandoned_files(directory.empty() ? "." : directory);
  }

  static ProcessResult collect(pid_t child, int out_fd, int err_fd) {
    ProcessResult result;
    drain(out_fd, err_fd, result.out, result.err);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return result;
  }

  const mode_t mode_ = mode_of_new_files();
  std::mutex swept_mutex_;
  std::set<std::string> swept_;
};

}  // namespace

std::unique_ptr<Host> posix_host() { return std::make_unique<PosixHost>(); }

}  // namespace souptrace
