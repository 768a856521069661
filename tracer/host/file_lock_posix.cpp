// SPDX-License-Identifier: Apache-2.0
#include "host/file_lock_posix.hpp"

#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "host/descriptor_posix.hpp"

namespace souptrace {
namespace {

class DescriptorLock final : public FileLock {
 public:
  explicit DescriptorLock(int fd) : file_(fd) {}
  [[nodiscard]] bool take() { return ::flock(file_.get(), LOCK_EX | LOCK_NB) == 0; }

 private:
  Descriptor file_;  // closing it gives the lock back
};

}  // namespace

std::unique_ptr<FileLock> lock_descriptor(int fd, std::int64_t wait_ns) {
  using Clock = std::chrono::steady_clock;
  auto lock = std::make_unique<DescriptorLock>(fd);
  const Clock::time_point end = Clock::now() + std::chrono::nanoseconds(wait_ns);
  // flock() knows no time limit, and an alarm would be one for the whole process: so it asks again and again.
  while (!lock->take()) {
    const int problem = errno;
    if (problem == EINTR) continue;
    if (problem == EWOULDBLOCK && Clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      continue;
    }
    lock.reset();
    errno = problem;
    return nullptr;
  }
  return lock;
}

}  // namespace souptrace
