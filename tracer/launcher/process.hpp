// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// The few system calls that a launcher needs and Host has not: running the link in this process's place, and
// moving whole directories.
namespace souptrace::launcher {

/// How a program ended.
struct Ended {
  int code = 0;              ///< its exit code, or the number of the signal that killed it
  bool killed = false;       ///< by a signal
  bool interrupted = false;  ///< this process was told to stop in the meantime, and told the program
  [[nodiscard]] bool good() const { return !killed && code == 0; }
};

struct Redirection {
  std::string output;    ///< file that takes standard output; "" = this process's
  bool discard = false;  ///< standard output and standard error go nowhere
};

/// Runs a program (searched for in PATH) to its end with this process's standard input, and passes SIGINT,
/// SIGTERM, SIGHUP and SIGQUIT on to it. It waits for the program alone, not for what that leaves running.
/// Error: "io" when it cannot be started.
[[nodiscard]] Result<Ended> run_program(const std::vector<std::string>& command,
                                        const Redirection& redirection);

/// Ends this process as the program ended: with its exit code, or by the signal that killed it.
[[noreturn]] void end_like(const Ended& ended);

/// Runs a program in this process's place. Exit codes 126 and 127 as the shell's when that fails.
[[noreturn]] void become_program(const std::vector<std::string>& command);
/// The same for words as execvp() takes them: null-terminated, the first is the program. Takes no memory.
[[noreturn]] void become_program(char* const* words);

/// Absolute path of `word` searched for in PATH where it has no '/'; "" when it is no program.
[[nodiscard]] std::string find_program(const std::string& word);

/// Absolute path of this process's own program; "" when the system does not tell.
[[nodiscard]] std::string own_program();

[[nodiscard]] int process_id();
[[nodiscard]] bool is_process_running(int id);

[[nodiscard]] Status write_file(const std::string& path, std::string_view content);
[[nodiscard]] Status copy_file(const std::string& from, const std::string& to);
[[nodiscard]] Status make_directory(const std::string& path);
[[nodiscard]] Status rename_path(const std::string& from, const std::string& to);
/// Sets a file's modification time to now; makes the file where there is none.
[[nodiscard]] Status touch(const std::string& path);
/// Removes a directory of plain files; what is not there is no error.
void remove_directory(const std::string& path);
/// Removes the directories "KEY.tmp-PID" and "KEY.old-PID" below `links` whose process is gone.
void remove_leftovers(const std::string& links, std::string_view key);
/// At most the first `size` bytes of a regular file; "" when it cannot be read.
[[nodiscard]] std::string read_start(const std::string& path, std::size_t size);

void write_output(std::string_view text);
/// "souptrace-link: TEXT: DETAIL" on standard error, in one write; without a detail "souptrace-link: TEXT". Takes no memory.
void warn(std::string_view text, std::string_view detail = {});

}  // namespace souptrace::launcher
