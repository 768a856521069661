// SPDX-License-Identifier: Apache-2.0
#include "review/osv_matching.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/purl.hpp"
#include "review/osv_ranges.hpp"

namespace souptrace::review {
namespace {

using formats::OsvAffected;
using formats::OsvEvent;
using formats::OsvRange;

constexpr EcosystemOrder kSemanticOrder{formats::compare_semantic_versions, "the order of semantic versions"};

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool has_repository(const OsvAffected& entry, const std::string& key) {
  return std::any_of(entry.ranges.begin(), entry.ranges.end(),
                     [&](const OsvRange& range) { return range.type == "GIT" && repository_key(range.repo) == key; });
}

/// A record without a release ("Debian") is about every release.
bool is_ecosystem(const std::string& recorded, const std::string& asked) {
  return recorded == asked || recorded == asked.substr(0, asked.find(':'));
}

bool names_commit(const OsvAffected& entry, const std::string& commit) {
  for (const OsvRange& range : entry.ranges)
    for (const OsvEvent& event : range.events)
      if (range.type == "GIT" && event.version == commit) return true;
  return false;
}

bool is_package(const OsvAffected& entry, const VulnerabilityQuery& query) {
  if (!query.commit.empty())
    return names_commit(entry, query.commit) || (!query.repository.empty() && has_repository(entry, repository_key(query.repository)));
  if (query.ecosystem == "GIT") return has_repository(entry, repository_key(query.name));
  if (!query.purl.empty()) return !entry.purl.empty() && package_key(entry.purl) == package_key(query.purl);
  return entry.name == query.name && is_ecosystem(entry.ecosystem, query.ecosystem);
}

/// What fixes it, for people who ask where to go: not of commits.
void add_fixes(const OsvAffected& entry, std::vector<std::string>& out) {
  for (const OsvRange& range : entry.ranges) {
    if (range.type == "GIT") continue;
    for (const OsvEvent& event : range.events)
      if (event.kind == OsvEvent::Kind::fixed && !contains(out, event.version)) out.push_back(event.version);
  }
}

Match match_commit(const OsvAffected& entry, const std::string& commit) {
  for (const OsvRange& range : entry.ranges)
    for (const OsvEvent& event : range.events)
      if (event.kind == OsvEvent::Kind::introduced && event.version == commit)
        return {Verdict::affected, "commit " + commit + " is the one that introduced it", {}, {}};
  return {Verdict::not_told, "whether commit " + commit + " lies between those that introduced and fixed it can be told only with the "
                             "repository's history; the OSV service has it", {}, {}};
}

/// How a version stands to a whole list of those that are affected. Two spellings of one version ("0:1.2" and "1.2") are one version; two
/// that nobody can order are told apart only where they differ in more than the case of letters and a "v" in front.
Match match_list(const OsvAffected& entry, const VulnerabilityQuery& query) {
  const auto plain = [](std::string_view version) {
    std::string out = to_lower(version);
    if (out.starts_with('v')) out.erase(0, 1);
    return out;
  };
  const EcosystemOrder order = order_in(entry.ecosystem);
  Match out;
  for (const std::string& listed : entry.versions) {
    const auto compared = order.compare == nullptr ? formats::VersionOrder{} : order.compare(query.version, listed);
    if (compared && *compared == 0) return {Verdict::affected, printable(query.version) + " is listed among the affected versions, as " + printable(listed), {}, {}};
    if (!compared && plain(query.version) == plain(listed))
      out = {Verdict::not_told, "whether " + printable(query.version) + " is " + printable(listed) + ", which is affected, is not known", {}, {}};
  }
  return out;
}

Match match_version(const OsvAffected& entry, const VulnerabilityQuery& query) {
  if (contains(entry.versions, query.version)) return {Verdict::affected, printable(query.version) + " is listed among the affected versions", {}, {}};
  Match out;
  bool ranged = false;
  for (const OsvRange& range : entry.ranges) {
    if (range.type == "GIT") continue;
    ranged = true;
    RangeAnswer answer;
    if (range.type == "SEMVER" || range.type == "ECOSYSTEM")
      answer = version_in_range(query.version, range, range.type == "SEMVER" ? kSemanticOrder : order_in(entry.ecosystem));
    else
      answer = {RangeAnswer::State::unknown, "a range of the type " + printable(range.type) + " is not known here"};
    if (answer.state == RangeAnswer::State::inside) return {Verdict::affected, std::move(answer.reason), {}, {}};
    if (answer.state == RangeAnswer::State::unknown) out = {Verdict::not_told, std::move(answer.reason), {}, {}};
  }
  if (ranged) return out;
  if (entry.ranges.empty() && !entry.versions.empty()) return match_list(entry, query);  // it is all that the record says
  return {Verdict::not_told, entry.ranges.empty() ? "the record states no versions"
                                                  : "the record states commits and no range of versions, and " + printable(query.version) +
                                                        " is not among those that it lists",
          {}, {}};
}

void merge(Match&& one, const OsvAffected& entry, Match& out) {
  if (one.verdict == Verdict::not_affected) return;
  if (one.verdict > out.verdict) {
    out.verdict = one.verdict;
    out.reason = std::move(one.reason);
  }
  out.entries.push_back(&entry);
  add_fixes(entry, out.fixed);
}

}  // namespace

std::string repository_key(std::string_view url) {
  std::string out = to_lower(url);
  if (const auto scheme = out.find("://"); scheme != std::string::npos) {
    out.erase(0, scheme + 3);
  } else if (const auto colon = out.find(':'); colon != std::string::npos && out.find('/') > colon) {
    out[colon] = '/';  // git@github.com:madler/zlib.git
  }
  if (const auto at = out.find('@'); at != std::string::npos && at < out.find('/')) out.erase(0, at + 1);
  while (out.ends_with('/')) out.pop_back();
  if (out.ends_with(".git")) out.erase(out.size() - 4);
  return out;
}

std::string package_key(std::string_view text) {
  const auto purl = formats::parse_purl(text);
  if (!purl) return "";
  return formats::purl_text({purl->type, purl->name_space, purl->name, "", {}, ""});
}

std::optional<Match> match_record(const VulnerabilityQuery& query, const formats::OsvRecord& record) {
  std::optional<Match> out;
  for (const OsvAffected& entry : record.affected) {
    if (!is_package(entry, query)) continue;
    if (!out) out.emplace();
    merge(query.commit.empty() ? match_version(entry, query) : match_commit(entry, query.commit), entry, *out);
  }
  return out;
}

}  // namespace souptrace::review
