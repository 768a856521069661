// SPDX-License-Identifier: Apache-2.0
#include "review/osv_index.hpp"

#include <algorithm>

#include "formats/json_quote.hpp"
#include "review/osv_matching.hpp"

namespace souptrace::review {
namespace {

constexpr char kName = 'n', kRepository = 'r', kPurl = 'p', kCommit = 'c';  // what a key is about

/// As JSON writes it, without the quotation marks.
std::string escaped(const std::string& text) {
  const std::string quoted = formats::json_quoted(text);
  return quoted.substr(1, quoted.size() - 2);
}

std::string key_of(char kind, const std::string& text) {
  return kind + text;
}

}  // namespace

OsvIndex::OsvIndex(const std::vector<VulnerabilityQuery>& queries) {
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const VulnerabilityQuery& query = queries[i];
    if (!query.commit.empty()) {
      add(key_of(kCommit, query.commit), i);
      texts_.insert(query.commit);
      if (!query.repository.empty()) add(key_of(kRepository, repository_key(query.repository)), i);
    } else if (query.ecosystem == "GIT") {
      add(key_of(kRepository, repository_key(query.name)), i);
    } else if (!query.purl.empty()) {
      add(key_of(kPurl, package_key(query.purl)), i);
    } else {
      add(key_of(kName, query.name), i);
      texts_.insert(escaped(query.name));
    }
    has_repositories_ = has_repositories_ || !query.repository.empty() || query.ecosystem == "GIT";
    has_purls_ = has_purls_ || !query.purl.empty();
  }
  for (const std::string& text : texts_) longest_ = std::max(longest_, text.size());
  // URLs and purls may be written at more length than they are compared.
  constexpr std::size_t kLongestAddress = 1000;
  if (has_repositories_ || has_purls_) longest_ = std::max(longest_, kLongestAddress);
}

bool OsvIndex::may_name(std::string_view text) const {
  if (text.size() > longest_) return (has_repositories_ || has_purls_) && text.find_first_of(" \\") == std::string_view::npos;
  if (texts_.contains(text)) return true;
  const bool is_address = (has_purls_ && text.starts_with("pkg:")) || (has_repositories_ && text.find('/') != std::string_view::npos);
  if (is_address && text.find('\\') != std::string_view::npos) return true;  // it is written with escapes, which are the parser's
  if (has_purls_ && text.starts_with("pkg:") && queries_.contains(key_of(kPurl, package_key(text)))) return true;
  return has_repositories_ && text.find('/') != std::string_view::npos && queries_.contains(key_of(kRepository, repository_key(text)));
}

void OsvIndex::find(const std::string& key, std::set<std::size_t>& out) const {
  const auto at = queries_.find(key);
  if (at != queries_.end()) out.insert(at->second.begin(), at->second.end());
}

std::vector<std::size_t> OsvIndex::queries_of(const formats::OsvRecord& record) const {
  std::set<std::size_t> out;
  for (const formats::OsvAffected& entry : record.affected) {
    if (!entry.name.empty()) find(key_of(kName, entry.name), out);
    if (!entry.purl.empty()) find(key_of(kPurl, package_key(entry.purl)), out);
    for (const formats::OsvRange& range : entry.ranges) {
      if (range.type != "GIT") continue;
      find(key_of(kRepository, repository_key(range.repo)), out);
      for (const formats::OsvEvent& event : range.events) find(key_of(kCommit, event.version), out);
    }
  }
  return {out.begin(), out.end()};
}

std::string coverage_key(const VulnerabilityQuery& query) {
  if (!query.commit.empty()) return "GIT";
  return query.purl.empty() ? query.ecosystem : "purl";
}

void add_coverage(const formats::OsvRecord& record, std::set<std::string, std::less<>>& out) {
  for (const formats::OsvAffected& entry : record.affected) {
    if (!entry.ecosystem.empty()) out.insert(entry.ecosystem);
    if (entry.purl.starts_with("pkg:generic/")) out.insert("purl");
    for (const formats::OsvRange& range : entry.ranges)
      if (range.type == "GIT") out.insert("GIT");
  }
}

}  // namespace souptrace::review
