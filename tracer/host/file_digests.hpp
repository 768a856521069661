// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "host/host.hpp"

namespace souptrace {

/// A part of a file, in bytes: an archive member.
struct Slice {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  auto operator<=>(const Slice&) const = default;
};

/// One file to hash: opened and read once.
struct DigestJob {
  std::string path;
  DigestSet wanted;
  std::vector<Slice> slices;  ///< sorted, each once; SHA-256 of each
};

struct FileDigests {
  Digests whole;
  HostStat stat;                              ///< of the very content that was hashed
  std::map<Slice, std::string> slice_sha256;
};

/// Hashes each job's file once, on all processors, skipping what `cache_path` (a file; "" = none) already knows of a file with the same device,
/// inode, size and both times. The result has an entry per job path: the digests, or the error. `progress` is called with
/// bytes done and bytes in total, from one thread at a time.
[[nodiscard]] std::map<std::string, Result<FileDigests>> digest_files(
    Host& host, const std::vector<DigestJob>& jobs, const std::string& cache_path,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress = {});

}  // namespace souptrace
