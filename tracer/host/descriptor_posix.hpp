// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <utility>

namespace souptrace {

/// An open file descriptor, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }
  /// Gives false when the system reports a late write error.
  bool close();
  /// Closes what it has and takes `fd`.
  void reset(int fd) {
    close();
    fd_ = fd;
  }

 private:
  int fd_;
};

/// Writes all of `content`, in as many pieces as the system wants; false, with errno, when it takes no more.
[[nodiscard]] bool write_all(int fd, std::string_view content);

}  // namespace souptrace
