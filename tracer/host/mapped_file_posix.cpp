// SPDX-License-Identifier: Apache-2.0
#include "host/mapped_file_posix.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <mutex>

namespace souptrace {
namespace {

/// A mapping of this program, for the signal handler: no lock, no allocation.
struct Region {
  std::atomic<bool> taken{false};
  std::atomic<std::uintptr_t> begin{0};  ///< 0: not mapped
  std::atomic<std::uintptr_t> end{0};
};

std::array<Region, 1024> regions;
struct sigaction previous_action {};

/// Puts zeros where the file ends now, up to the end of the mapping, so that the read that failed goes on.
bool cover(void* where) {
  const auto address = reinterpret_cast<std::uintptr_t>(where);
  for (const Region& region : regions) {
    const std::uintptr_t begin = region.begin.load(std::memory_order_acquire);
    const std::uintptr_t end = region.end.load(std::memory_order_acquire);
    if (begin == 0 || address < begin || address >= end) continue;
    const auto page_size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const std::uintptr_t in_page = address % page_size;
    void* page = static_cast<char*>(where) - in_page;
    return ::mmap(page, end - address + in_page, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
  }
  return false;
}

void on_bus_error(int, siginfo_t* info, void*) {
  const int number = errno;
  // Not one of ours: whoever handled the signal before gets it when the read is tried again.
  if (!cover(info->si_addr)) ::sigaction(SIGBUS, &previous_action, nullptr);
  errno = number;
}

void install_handler() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action {};
    action.sa_sigaction = &on_bus_error;
    action.sa_flags = SA_SIGINFO;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(SIGBUS, &action, &previous_action);
  });
}

Region* take_region() {
  for (Region& region : regions)
    if (!region.taken.exchange(true)) return &region;
  return nullptr;
}

class MappedFile final : public FileBytes {
 public:
  MappedFile(void* address, std::size_t size, Region& region) : address_(address), size_(size), region_(region) {
    const auto begin = reinterpret_cast<std::uintptr_t>(address);
    region_.end.store(begin + size, std::memory_order_release);
    region_.begin.store(begin, std::memory_order_release);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile() override {
    region_.begin.store(0, std::memory_order_release);
    ::munmap(address_, size_);
    region_.taken.store(false);
  }
  [[nodiscard]] ByteView bytes() const override { return {static_cast<const std::uint8_t*>(address_), size_}; }

 private:
  void* address_;
  std::size_t size_;
  Region& region_;
};

}  // namespace

std::shared_ptr<FileBytes> map_file(int fd, std::size_t size) {
  install_handler();
  errno = 0;
  Region* region = take_region();
  if (region == nullptr) return nullptr;
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (address != MAP_FAILED) return std::make_shared<MappedFile>(address, size, *region);
  region->taken.store(false);
  return nullptr;
}

}  // namespace souptrace
