// SPDX-License-Identifier: Apache-2.0
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/path.hpp"
#include "base/text.hpp"
#include "host/descriptor_posix.hpp"
#include "launcher/process.hpp"

namespace souptrace::launcher {
namespace {

Error failure(const std::string& path, const char* action) {
  return Error{errno == ENOENT ? "not-found" : "io",
               path + ": cannot " + action + ": " + std::strerror(errno)};
}

bool copy_content(int from, int to) {
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t got = ::read(from, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    if (!write_all(to, {buffer.data(), static_cast<std::size_t>(got)})) return false;
  }
}

}  // namespace

Status write_file(const std::string& path, std::string_view content) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file.open() || !write_all(file.get(), content)) return failure(path, "write");
  return Done{};
}

Status copy_file(const std::string& from, const std::string& to) {
  const Descriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat raw {};
  if (!source.open() || fstat(source.get(), &raw) != 0) return failure(from, "open");
  if (!S_ISREG(raw.st_mode)) return Error{"io", from + ": is not a regular file"};
  const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!target.open() || !copy_content(source.get(), target.get())) return failure(to, "write");
  return Done{};
}

Status make_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) != 0) return failure(path, "make the directory");
  return Done{};
}

Status rename_path(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failure(from, "rename");
  return Done{};
}

Status touch(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (!file.open() || futimens(file.get(), nullptr) != 0) return failure(path, "touch");
  return Done{};
}

void remove_directory(const std::string& path) {
  // A symbolic link in its place is removed, and nothing behind it.
  const int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (directory < 0) {
    if (errno == ELOOP || errno == ENOTDIR) ::unlink(path.c_str());
    return;
  }
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(directory), &::closedir);
  if (!stream) {
    ::close(directory);
    return;
  }
  while (const dirent* const entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") ::unlinkat(directory, entry->d_name, 0);
  }
  ::rmdir(path.c_str());
}

void remove_leftovers(const std::string& links, std::string_view key) {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(links.c_str()), &::closedir);
  if (!stream) return;
  while (const dirent* const entry = ::readdir(stream.get())) {
    std::string_view rest = entry->d_name;
    if (!rest.starts_with(key)) continue;
    rest.remove_prefix(key.size());
    if (!rest.starts_with(".tmp-") && !rest.starts_with(".old-")) continue;
    const auto id = parse_unsigned(rest.substr(5));
    if (id && *id <= 0x7FFFFFFFU && !is_process_running(static_cast<int>(*id)))
      remove_directory(path::join(links, entry->d_name));
  }
}

std::string read_start(const std::string& path, std::size_t size) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat raw {};
  if (!file.open() || fstat(file.get(), &raw) != 0 || !S_ISREG(raw.st_mode)) return {};
  std::string start(size, '\0');
  const ssize_t got = ::read(file.get(), start.data(), size);
  start.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return start;
}

void write_output(std::string_view text) {
  (void)write_all(STDOUT_FILENO, text);
}

void warn(std::string_view text, std::string_view detail) {
  const auto part = [](std::string_view view) { return iovec{const_cast<char*>(view.data()), view.size()}; };
  const std::array<iovec, 5> parts = {part("souptrace-link: "), part(text),
                                      part(detail.empty() ? "" : ": "), part(detail), part("\n")};
  (void)!::writev(STDERR_FILENO, parts.data(), static_cast<int>(parts.size()));
}

}  // namespace souptrace::launcher
