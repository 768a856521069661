// SPDX-License-Identifier: Apache-2.0
// What only the real host can show: pipes, devices, permissions, full disks, signals, files that change while they are looked at.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>

#include "host/for_each_index.hpp"
#include "host/host.hpp"
#include "support/catch.hpp"
#include "temporary_directory.hpp"

using namespace souptrace;
using test::TemporaryDirectory;
using test::write_file;

namespace {

/// Gives up the power of root over file permissions for a while: root may write everywhere otherwise.
class Unprivileged {
 public:
  Unprivileged() : had_(::geteuid()) {
    if (had_ == 0) REQUIRE(::seteuid(65534) == 0);
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() {
    if (had_ == 0 && ::seteuid(0) != 0) std::abort();
  }

 private:
  uid_t had_;
};

/// Lets no file grow beyond `bytes`: as near to a full disk as a test comes without one.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &had_) == 0);
    had_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit now{bytes, had_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &now) == 0);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &had_);
    std::signal(SIGXFSZ, had_handler_);
  }

 private:
  rlimit had_{};
  void (*had_handler_)(int) = SIG_DFL;
};

ProcessResult run(const std::string& script, Process process = {}) {
  process.argv = {"sh", "-c", script};
  const auto result = posix_host()->run(process);
  REQUIRE(result);
  return *result;
}

template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "ok" : result.error().code;
}

constexpr std::size_t kMebibyte = std::size_t{1024} * 1024;

}  // namespace

TEST_CASE("a pipe is refused and never waited for") {
  const TemporaryDirectory directory;
  REQUIRE(::mkfifo((directory / "fifo").c_str(), 0600) == 0);
  CHECK(code_of(posix_host()->read(directory / "fifo")) == "io");
  CHECK(posix_host()->stat(directory / "fifo")->kind == FileKind::other);
}

TEST_CASE("devices and sockets are refused") {
  const TemporaryDirectory directory;
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = directory / "socket";
  REQUIRE(path.size() < sizeof address.sun_path);
  std::memcpy(address.sun_path, path.c_str(), path.size());
  REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  CHECK(code_of(posix_host()->read(path)) == "io");
  CHECK(code_of(posix_host()->read("/dev/zero")) == "io");
  ::close(fd);
}

TEST_CASE("a file that says it has no size is read to its end") {
  const auto file = posix_host()->read("/proc/self/status");
  REQUIRE(file);
  CHECK((*file)->text().find("\nPid:") != std::string::npos);
}

TEST_CASE("a large file has the same bytes mapped as read") {
  const TemporaryDirectory directory;
  std::string content(3 * kMebibyte + 5, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * 31 % 251);
  for (const std::size_t size : {kMebibyte - 1, kMebibyte, kMebibyte + 1, content.size()}) {
    write_file(directory / "file", content.substr(0, size));
    const auto file = posix_host()->read(directory / "file");
    REQUIRE(file);
    CHECK(((*file)->text() == std::string_view(content).substr(0, size)));
  }
}

TEST_CASE("a mapped file that is cut reads as zeros behind its new end") {
  const TemporaryDirectory directory;
  write_file(directory / "file", std::string(4 * kMebibyte, 'x'));
  const auto first = posix_host()->read(directory / "file");
  const auto second = posix_host()->read(directory / "file");
  REQUIRE(first);
  REQUIRE(second);
  REQUIRE(::truncate((directory / "file").c_str(), static_cast<off_t>(kMebibyte)) == 0);
  for (const auto& file : {*first, *second}) {
    CHECK(file->bytes()[kMebibyte - 1] == 'x');
    CHECK(file->bytes()[2 * kMebibyte] == 0);
    CHECK(file->bytes()[4 * kMebibyte - 1] == 0);
  }
}

TEST_CASE("more large files than can be mapped are read") {
  const TemporaryDirectory directory;
  write_file(directory / "file", "");
  REQUIRE(::truncate((directory / "file").c_str(), static_cast<off_t>(kMebibyte)) == 0);
  const auto host = posix_host();
  std::vector<std::shared_ptr<FileBytes>> files;
  for (int i = 0; i < 1030; ++i) {
    auto file = host->read(directory / "file");
    REQUIRE(file);
    files.push_back(*file);
  }
  CHECK(files.back()->bytes().size() == kMebibyte);
}

TEST_CASE("a file that may not be read is not permitted") {
  const TemporaryDirectory directory;
  write_file(directory / "secret", "x");
  REQUIRE(::chmod((directory / "secret").c_str(), 0) == 0);
  REQUIRE(::chmod(directory.path().c_str(), 0755) == 0);
  const Unprivileged now;
  CHECK(code_of(posix_host()->read(directory / "secret")) == "not-permitted");
}

TEST_CASE("in a directory that may not be written the old content stays") {
  const TemporaryDirectory directory;
  write_file(directory / "file", "old");
  REQUIRE(::chmod(directory.path().c_str(), 0555) == 0);
  {
    const Unprivileged now;
    CHECK(code_of(posix_host()->write_atomically(directory / "file", "new")) == "not-permitted");
    CHECK(code_of(posix_host()->write_atomically(directory / "sub/file", "new")) == "not-permitted");
  }
  CHECK(test::file_content(directory / "file") == "old");
  CHECK(test::entries(directory.path()) == 1);
  REQUIRE(::chmod(directory.path().c_str(), 0755) == 0);
}

TEST_CASE("on a full disk the old content stays and nothing is left behind") {
  const TemporaryDirectory directory;
  write_file(directory / "file", "old");
  {
    const FileSizeLimit limit(1000);
    CHECK(code_of(posix_host()->write_atomically(directory / "file", std::string(100'000, 'n'))) == "no-space");
  }
  CHECK(test::file_content(directory / "file") == "old");
  CHECK(test::entries(directory.path()) == 1);
}

TEST_CASE("what a killed writer left behind goes with the next write beside it; what is being written now, and other files, stay") {
  const TemporaryDirectory directory;
  write_file(directory / ".souptrace-dEad01.writing", "half");
  write_file(directory / ".souptrace-aLive1.writing", "half");
  write_file(directory / ".souptrace-config", "mine");
  write_file(directory / "dEad01", "mine");
  write_file(directory / "target", "mine");
  std::filesystem::create_symlink("target", directory / ".souptrace-liNk01.writing");
  std::filesystem::create_directory(directory / ".souptrace-foLder.writing");
  const int alive = ::open((directory / ".souptrace-aLive1.writing").c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(::flock(alive, LOCK_EX) == 0);
  const auto host = posix_host();
  REQUIRE(host->write_atomically(directory / "document", "new"));
  CHECK_FALSE(std::filesystem::exists(directory / ".souptrace-dEad01.writing"));
  CHECK(test::entries(directory.path()) == 7);
  ::close(alive);
  REQUIRE(posix_host()->write_atomically(directory / "document", "newer"));
  CHECK_FALSE(std::filesystem::exists(directory / ".souptrace-aLive1.writing"));
  CHECK(test::file_content(directory / "target") == "mine");
  CHECK(test::file_content(directory / "document") == "newer");
}

TEST_CASE("a file is written whose name is as long as a name may be") {
  const TemporaryDirectory directory;
  const std::string name(255, 'n');
  CHECK(posix_host()->write_atomically(directory / name, "new"));
  CHECK(test::file_content(directory / name) == "new");
}

TEST_CASE("what cannot be renamed into place leaves nothing behind") {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "taken");
  CHECK(code_of(posix_host()->write_atomically(directory / "taken", "new")) == "is-directory");
  CHECK(test::entries(directory.path()) == 1);
}

TEST_CASE("a file in place of a directory is an error") {
  const TemporaryDirectory directory;
  write_file(directory / "file", "old");
  CHECK_FALSE(posix_host()->write_atomically(directory / "file/sub/new", "new"));
  CHECK_FALSE(posix_host()->make_directories(directory / "file"));
  CHECK(test::file_content(directory / "file") == "old");
}

TEST_CASE("a program reads exactly its input, however large, and one that does not read it holds nobody up") {
  std::string input(3 * kMebibyte, 'i');
  input[1000] = '\0';
  CHECK(run("cat", {.input = input}).out == input);
  CHECK(run("exit 4", {.input = input}).exit_code == 4);
  CHECK(run("head -c 3", {.input = "abcdef"}).out == "abc");
  CHECK(run("cat").out.empty());
}

TEST_CASE("what is wiped of a file in memory is gone, and the file itself stays") {
  const TemporaryDirectory directory;
  write_file(directory / "secret", "key material");
  const auto host = posix_host();
  const auto file = host->read(directory / "secret");
  REQUIRE(file);
  (*file)->wipe();
  CHECK((*file)->bytes().empty());
  CHECK((*host->read(directory / "secret"))->text() == "key material");
}

TEST_CASE("a written file has the permissions that this process gives to new files") {
  const TemporaryDirectory directory;
  const mode_t before = ::umask(027);
  REQUIRE(posix_host()->write_atomically(directory / "file", "x"));
  CHECK(::umask(before) == 027);
  CHECK(posix_host()->stat(directory / "file")->mode == 0640);
}

TEST_CASE("files that are written by several threads at once have these permissions, and the process keeps its mask") {
  const TemporaryDirectory directory;
  const mode_t before = ::umask(027);
  const auto host = posix_host();
  std::atomic<int> others{0};
  for_each_index(400, 4, [&](std::size_t i) {
    const std::string path = directory / ("file" + std::to_string(i));
    if (!host->write_atomically(path, "x") || host->stat(path)->mode != 0640) ++others;
  });
  CHECK(::umask(before) == 027);
  CHECK(others == 0);
}

TEST_CASE("large output on both pipes at once comes back whole") {
  const ProcessResult result = run("i=0; while [ $i -lt 40 ]; do head -c 50000 /dev/zero | tr '\\0' o; head -c 50000 /dev/zero | tr '\\0' e >&2; i=$((i+1)); done");
  CHECK(result.exit_code == 0);
  CHECK((result.out == std::string(2'000'000, 'o')));
  CHECK((result.err == std::string(2'000'000, 'e')));
}

TEST_CASE("a program that closes one pipe can still write to the other") {
  const ProcessResult result = run("exec 2>&-; head -c 300000 /dev/zero; exec >&-; exit 5");
  CHECK(result.exit_code == 5);
  CHECK(result.out.size() == 300'000);
}

TEST_CASE("a signal that ends a program is told in its exit code") {
  CHECK(run("kill -TERM $$").exit_code == 128 + SIGTERM);
  CHECK(run("kill -KILL $$").exit_code == 128 + SIGKILL);
  CHECK(run("echo before; kill -SEGV $$").out == "before\n");
  CHECK(run("exit 200").exit_code == 200);
}

TEST_CASE("a program has no standard input") {
  const ProcessResult result = run("cat; echo end");
  CHECK(result.out == "end\n");
}

TEST_CASE("arguments reach a program as they are") {
  const std::vector<std::string> odd{"a b", "", "$HOME", "*", "new\nline", "\"quoted\"", "-n"};
  Process process{{"printf", "[%s]"}, "", {}};
  process.argv.insert(process.argv.end(), odd.begin(), odd.end());
  const auto result = posix_host()->run(process);
  REQUIRE(result);
  std::string expected;
  for (const std::string& one : odd) expected += '[' + one + ']';
  CHECK(result->out == expected);
}

TEST_CASE("a program runs in its working directory, or not at all when there is none") {
  const TemporaryDirectory directory;
  CHECK(run("pwd -P", {{}, directory.path(), {}}).out == directory.path() + "\n");
  CHECK(code_of(posix_host()->run({{"true"}, directory / "none", {}})) == "not-found");
}

TEST_CASE("variables are added to the environment and win over what is there") {
  REQUIRE(::setenv("SOUPTRACE_TEST_ONE", "old", 1) == 0);
  REQUIRE(::setenv("SOUPTRACE_TEST_ONE_MORE", "kept", 1) == 0);
  const ProcessResult result =
      run("echo $SOUPTRACE_TEST_ONE,$SOUPTRACE_TEST_ONE_MORE,$SOUPTRACE_TEST_TWO", {{}, "", {{"SOUPTRACE_TEST_ONE", "new"}, {"SOUPTRACE_TEST_TWO", "2"}}});
  CHECK(result.out == "new,kept,2\n");
  CHECK(posix_host()->environment("SOUPTRACE_TEST_ONE") == "old");
}

TEST_CASE("a program that may not be run is not permitted") {
  const TemporaryDirectory directory;
  write_file(directory / "text", "no program");
  CHECK(code_of(posix_host()->run({{directory / "text"}, "", {}})) == "not-permitted");
}

TEST_CASE("no descriptor stays open, however an operation ends") {
  const TemporaryDirectory directory;
  const auto host = posix_host();
  const auto open_descriptors = [] { return test::entries("/proc/self/fd"); };
  write_file(directory / "file", std::string(2 * kMebibyte, 'x'));
  const std::size_t before = open_descriptors();
  (void)host->read(directory / "file");
  (void)host->read(directory / "none");
  (void)host->read(directory.path());
  (void)host->list(directory.path());
  (void)host->list(directory / "none");
  (void)host->write_atomically(directory / "new", "x");
  (void)host->write_atomically(directory / "file/below", "x");
  (void)host->run({{"true"}, "", {}});
  (void)host->run({{"souptrace-no-such-program"}, "", {}});
  CHECK(open_descriptors() == before);
}

TEST_CASE("a program gets none of the descriptors that the host opens") {
  int inheritable = 0;  // what whoever started this test left open for all, the standard three among them
  for (int fd = 0; fd < 1024; ++fd) inheritable += ::fcntl(fd, F_GETFD) == 0 ? 1 : 0;
  const ProcessResult result = run("ls /proc/self/fd | wc -l");
  CHECK(std::stoi(result.out) == inheritable + 1);  // and the one that ls opens to look
}

TEST_CASE("there is a processor, a clock and a current directory") {
  const auto host = posix_host();
  CHECK(host->processors() >= 1);
  CHECK(host->now_ns() > 1'700'000'000'000'000'000);
  CHECK(host->current_directory() == std::filesystem::current_path());
}
