// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "formats/osv.hpp"
#include "model/vulnerability.hpp"

namespace souptrace::review {

/// Which queries a record may be about, found without comparing it with each of them.
class OsvIndex {
 public:
  explicit OsvIndex(const std::vector<VulnerabilityQuery>& queries);
  /// Indices of queries, sorted, each once: a superset of those of whose package the record speaks.
  [[nodiscard]] std::vector<std::size_t> queries_of(const formats::OsvRecord& record) const;
  /// Whether a string of a record may be what makes queries_of() find something. May be called from several threads.
  [[nodiscard]] bool may_name(std::string_view text) const;
  /// Bytes of the longest string that a query names, as it is usually written.
  [[nodiscard]] std::size_t longest() const { return longest_; }

 private:
  void add(std::string key, std::size_t query) { queries_[std::move(key)].push_back(query); }
  void find(const std::string& key, std::set<std::size_t>& out) const;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, std::vector<std::size_t>> queries_;
  std::unordered_set<std::string, Hash, std::equal_to<>> texts_;  ///< names and commits as they stand in records, escaped
  bool has_repositories_ = false;
  bool has_purls_ = false;
  std::size_t longest_ = 0;
};

/// What kind of records a query needs: "Debian:12", "ConanCenter", "GIT".
[[nodiscard]] std::string coverage_key(const VulnerabilityQuery& query);
/// The kinds that a record is of.
void add_coverage(const formats::OsvRecord& record, std::set<std::string, std::less<>>& out);

}  // namespace souptrace::review
