// SPDX-License-Identifier: Apache-2.0
#include "host/file_digests.hpp"

#include <mutex>
#include <new>

#include "host/digest_cache.hpp"
#include "host/for_each_index.hpp"

namespace souptrace {
namespace {

bool same_content(const HostStat& a, const HostStat& b) {
  return a.device == b.device && a.inode == b.inode && a.size == b.size && a.modified_ns == b.modified_ns &&
         a.changed_ns == b.changed_ns;
}

/// Digests of one file, or why there are none. The file is looked at before and after, so that what is recorded belongs to one content.
Result<FileDigests> digest_one(Host& host, const DigestJob& job) {
  const auto before = host.stat(job.path);
  if (!before) return before.error();
  const auto file = host.read(job.path);
  if (!file) return file.error();
  const ByteView bytes = (*file)->bytes();
  FileDigests out;
  out.whole = digest(bytes, job.wanted);
  for (const Slice& slice : job.slices) {
    const auto part = subview(bytes, slice.offset, slice.size);
    if (!part) return Error{"slice-outside", job.path + ": a member reaches beyond the end of the archive", slice.offset};
    out.slice_sha256[slice] = sha256_hex(*part);
  }
  const auto after = host.stat(job.path);
  if (!after) return after.error();
  if (!same_content(*before, *after) || after->size != out.whole.size)
    return Error{"file-changed", job.path + ": changed while it was being hashed"};
  out.stat = *after;
  return out;
}

/// Shares the progress of all workers; calls back from one thread at a time.
class Progress {
 public:
  Progress(const std::vector<DigestJob>& jobs, Host& host, const std::function<void(std::uint64_t, std::uint64_t)>& call)
      : call_(call) {
    if (!call_) return;
    for (const DigestJob& job : jobs)
      if (const auto stat = host.stat(job.path)) total_ += stat->size;
  }
  void add(std::uint64_t bytes) {
    if (!call_) return;
    const std::lock_guard lock(mutex_);
    done_ += bytes;
    call_(done_, total_);
  }

 private:
  const std::function<void(std::uint64_t, std::uint64_t)>& call_;
  std::mutex mutex_;
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace

std::map<std::string, Result<FileDigests>> digest_files(Host& host, const std::vector<DigestJob>& jobs,
                                                        const std::string& cache_path,
                                                        const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  DigestCache cache(host, cache_path);
  Progress shared(jobs, host, progress);
  std::vector<Result<FileDigests>> results(jobs.size(), Error{"io", "could not be hashed: there is not enough memory"});
  for_each_index(jobs.size(), host.processors(), [&](std::size_t i) {
    try {
      const auto known = cache.find(host, jobs[i]);
      results[i] = known ? Result<FileDigests>(*known) : digest_one(host, jobs[i]);
    } catch (const std::bad_alloc&) {  // the result says so already
    }
    if (results[i]) shared.add(results[i]->whole.size);
  });
  std::map<std::string, Result<FileDigests>> out;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (results[i]) cache.add(jobs[i].path, *results[i]);
    out.emplace(jobs[i].path, std::move(results[i]));
  }
  cache.save(host);
  return out;
}

}  // namespace souptrace
