// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "host/file_digests.hpp"

namespace souptrace {

/// Digests that an earlier run computed, kept in one text file: one line a file, tab-separated
///   device inode size modified_ns changed_ns sha256 sha512 md5 sha1 gitoid git_blob [offset:size:sha256]…
/// and a last line with the SHA-256 of all before it. A cache that is damaged in any way is ignored as a whole: it only saves time.
class DigestCache {
 public:
  /// Reads the cache; "" = there is none and nothing is saved.
  DigestCache(Host& host, std::string cache_path);
  /// What is known of the job's file as it is now, when it covers all that the job wants.
  [[nodiscard]] std::optional<FileDigests> find(Host& host, const DigestJob& job) const;
  void add(const std::string& path, const FileDigests& digests);
  /// Writes what this run used; a failure to write is of no consequence.
  void save(Host& host) const;

 private:
  using Key = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::int64_t, std::int64_t>;
  static Key key_of(const HostStat& stat);
  bool load(std::string_view text);

  std::string path_;
  std::map<Key, FileDigests> known_;  ///< from the file
  std::map<Key, FileDigests> used_;   ///< of this run
};

}  // namespace souptrace
