// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>
#include <unordered_map>
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

 private:
  void add(std::string key, std::size_t query) { queries_[std::move(key)].push_back(query); }
  void find(const std::string& key, std::set<std::size_t>& out) const;
  std::unordered_map<std::string, std::vector<std::size_t>> queries_;
};

/// What kind of records a query needs: "Debian:12", "ConanCenter", "GIT".
[[nodiscard]] std::string coverage_key(const VulnerabilityQuery& query);
/// The kinds that a record is of.
void add_coverage(const formats::OsvRecord& record, std::set<std::string>& out);

}  // namespace souptrace::review
