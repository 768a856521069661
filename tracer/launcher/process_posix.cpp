// SPDX-License-Identifier: Apache-2.0
#include "launcher/process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "base/path.hpp"
#include "base/text.hpp"

extern char** environ;

namespace souptrace::launcher {
namespace {

constexpr std::array<int, 4> kStopSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

volatile sig_atomic_t child_id = 0;
volatile sig_atomic_t stop_signal = 0;

extern "C" void pass_on(int number) {
  stop_signal = number;
  if (child_id > 0) kill(child_id, number);
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  out.reserve(strings.size() + 1);
  for (std::string& one : strings) out.push_back(one.data());
  out.push_back(nullptr);
  return out;
}

/// Passes the stop signals on to the child while it lives; those that this process was started to ignore stay
/// ignored.
class SignalRelay {
 public:
  SignalRelay() {
    sigset_t blocked;
    sigemptyset(&blocked);
    for (const int number : kStopSignals) sigaddset(&blocked, number);
    sigprocmask(SIG_BLOCK, &blocked, &old_mask_);  // until the child is known
    struct sigaction action {};
    action.sa_handler = pass_on;
    action.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < kStopSignals.size(); ++i) {
      sigaction(kStopSignals[i], nullptr, &old_[i]);
      if (old_[i].sa_handler != SIG_IGN) sigaction(kStopSignals[i], &action, nullptr);
    }
    // Where a parent had it ignored, which is inherited, there would be no exit code to wait for.
    signal(SIGCHLD, SIG_DFL);
  }
  SignalRelay(const SignalRelay&) = delete;
  SignalRelay& operator=(const SignalRelay&) = delete;
  ~SignalRelay() {
    child_id = 0;
    for (std::size_t i = 0; i < kStopSignals.size(); ++i) sigaction(kStopSignals[i], &old_[i], nullptr);
    sigprocmask(SIG_SETMASK, &old_mask_, nullptr);
  }
  void start(pid_t child) {
    child_id = child;
    sigprocmask(SIG_SETMASK, &old_mask_, nullptr);
  }
  [[nodiscard]] const sigset_t& old_mask() const { return old_mask_; }

 private:
  sigset_t old_mask_{};
  std::array<struct sigaction, 4> old_{};
};

/// How posix_spawn is to start the link.
class SpawnSetup {
 public:
  SpawnSetup(const Redirection& redirection, const sigset_t& mask) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    if (redirection.discard) {
      posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
      posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
    } else if (!redirection.output.empty()) {
      posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, redirection.output.c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0666);
    }
    posix_spawnattr_setsigmask(&attributes_, &mask);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  int spawn(pid_t& child, std::vector<std::string> command) const {
    return posix_spawnp(&child, command[0].c_str(), &actions_, &attributes_, pointers(command).data(),
                        environ);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

bool is_runnable(const std::string& path) {
  struct stat raw {};
  return ::stat(path.c_str(), &raw) == 0 && S_ISREG(raw.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

std::string absolute(const std::string& word) {
  if (path::is_absolute(word)) return path::normalize(word);
  const std::unique_ptr<char, decltype(&std::free)> here(::getcwd(nullptr, 0), &std::free);
  return path::absolute(word, here ? here.get() : "/");
}

}  // namespace

Result<Ended> run_program(const std::vector<std::string>& command, const Redirection& redirection) {
  SignalRelay relay;
  pid_t child = 0;
  const int failed = SpawnSetup(redirection, relay.old_mask()).spawn(child, command);
  if (failed != 0) return Error{"io", command[0] + ": cannot run: " + std::strerror(failed)};
  relay.start(child);
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return Error{"io", command[0] + ": lost"};
  Ended ended;
  ended.killed = WIFSIGNALED(status);
  ended.code = ended.killed ? WTERMSIG(status) : WEXITSTATUS(status);
  ended.interrupted = stop_signal != 0;
  return ended;
}

void end_like(const Ended& ended) {
  if (!ended.killed) _exit(ended.code);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);  // the link left its core already
  signal(ended.code, SIG_DFL);
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, ended.code);
  sigprocmask(SIG_UNBLOCK, &one, nullptr);
  raise(ended.code);
  _exit(128 + ended.code);
}

void become_program(const std::vector<std::string>& command) {
  std::vector<std::string> words = command;
  become_program(pointers(words).data());
}

void become_program(char* const* words) {
  execvp(words[0], words);
  const int number = errno;
  warn(words[0], std::strerror(number));
  _exit(number == ENOENT ? 127 : 126);
}

std::string find_program(const std::string& word) {
  if (word.empty()) return {};
  if (word.find('/') != std::string::npos) return is_runnable(word) ? absolute(word) : std::string();
  const char* const search = std::getenv("PATH");
  for (const std::string_view directory :
       split(search != nullptr ? search : "/usr/local/bin:/usr/bin:/bin", ':')) {
    const std::string candidate = path::join(directory.empty() ? "." : directory, word);
    if (is_runnable(candidate)) return absolute(candidate);
  }
  return {};
}

std::string own_program() {
  std::array<char, 4096> buffer{};
  const ssize_t size = ::readlink("/proc/self/exe", buffer.data(), buffer.size());
  return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
}

int process_id() {
  return static_cast<int>(getpid());
}

bool is_process_running(int id) {
  return id > 0 && (kill(id, 0) == 0 || errno == EPERM);
}

}  // namespace souptrace::launcher
