// SPDX-License-Identifier: Apache-2.0
// The register and databases of vulnerabilities.
#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "formats/json_outline.hpp"
#include "formats/json_read.hpp"
#include "formats/kev.hpp"
#include "formats/osv.hpp"
#include "formats/version_order.hpp"
#include "formats/zip.hpp"
#include "fuzz/targets.hpp"
#include "host/memory_host.hpp"
#include "review/osv_dump.hpp"
#include "review/osv_glance.hpp"
#include "review/osv_matching.hpp"
#include "review/register_edit.hpp"
#include "review/register_read.hpp"
#include "write/cyclonedx_vex.hpp"
#include "write/openvex.hpp"
#include "write/vulnerabilities_json.hpp"
#include "write/vulnerabilities_text.hpp"

namespace souptrace::fuzz {
namespace {

using namespace souptrace::formats;

void osv(ByteView bytes) {
  const auto record = parse_osv(as_text(bytes));
  if (!record) return;
  for (const OsvAffected& entry : record->affected) {
    (void)review::match_record({entry.ecosystem, entry.name, "", "1.2.11", "", ""}, *record);
    (void)review::match_record({"", "", entry.purl, "1.2.11", "", ""}, *record);
    for (const OsvRange& range : entry.ranges) {
      (void)review::match_record({"GIT", range.repo, "", "v1.2.11", "", ""}, *record);
      for (const OsvEvent& event : range.events) (void)review::match_record({entry.ecosystem, entry.name, "", event.version, "", ""}, *record);
    }
    // What is listed is affected, whatever else the record says.
    for (const std::string& version : entry.versions) {
      if (entry.ecosystem.empty() || entry.ecosystem == "GIT") continue;
      const auto match = review::match_record({entry.ecosystem, entry.name, "", version, "", ""}, *record);
      require(match && match->verdict == review::Verdict::affected);
    }
  }
}

void kev(ByteView bytes) {
  (void)parse_kev(as_text(bytes));
}

void zip(ByteView bytes) {
  constexpr std::uint64_t kMost = 1 << 20;
  const auto members = parse_zip(bytes);
  if (!members) return;
  for (const ZipMember& member : *members) {
    require(lies_in(member.name, bytes));
    const auto content = read_zip_member(bytes, member, kMost);
    if (content) require(content->size() == member.size);
  }
}

/// A zip with records, as a database without network.
void osv_dump(ByteView bytes) {
  MemoryHost host;
  host.add_file("/all.zip", std::string(as_text(bytes)));
  review::OsvDump dump(host, "/all.zip");
  const std::vector<VulnerabilityQuery> queries{{"Debian:12", "zlib", "", "1:1.2.13.dfsg-1", "", ""}, {"GIT", "https://github.com/madler/zlib", "", "v1.2.11", "", ""},
                                                {"", "", "pkg:generic/zlib", "1.2.11", "", ""}, {"", "", "", "", std::string(40, 'a'), ""}};
  const auto answers = dump.ask(queries, {});
  if (!answers) return;
  require(answers->answers.size() == queries.size());
  for (const auto& answer : answers->answers)
    for (const auto& candidate : answer.candidates) require(candidate.record < answers->records.size());
}

/// What is left out at a glance would have been found by no query.
void osv_glance(ByteView bytes) {
  const review::OsvIndex index({{"Debian:12", "zlib", "", "1", "", ""}, {"GIT", "https://github.com/madler/zlib", "", "v1", "", ""},
                                {"", "", "pkg:generic/zlib", "1", "", ""}, {"", "", "", "", std::string(40, 'a'), ""}});
  const review::OsvGlance glance = review::glance_at(as_text(bytes), index);
  if (!glance.unasked) return;
  const auto record = parse_osv(as_text(bytes));
  if (!record) return;
  require(index.queries_of(*record).empty() && record->modified == glance.modified);
  std::set<std::string, std::less<>> coverage;
  review::add_coverage(*record, coverage);
  std::set<std::string, std::less<>> seen(glance.ecosystems.begin(), glance.ecosystems.end());
  if (glance.has_git) seen.insert("GIT");
  if (glance.has_generic_purl) seen.insert("purl");
  require(seen == coverage);
}

/// Two versions, one behind the other, in every order.
void versions(ByteView bytes) {
  const std::string_view a = as_text(bytes.first(bytes.size() / 2));
  const std::string_view b = as_text(bytes.subspan(bytes.size() / 2));
  for (const auto compare : {compare_deb_versions, compare_rpm_versions, compare_apk_versions, compare_semantic_versions, compare_dotted_numbers}) {
    const VersionOrder forth = compare(a, b);
    const VersionOrder back = compare(b, a);
    require(forth.has_value() == back.has_value());
    if (!forth) continue;
    require((*forth < 0) == (*back > 0) && (*forth == 0) == (*back == 0));
    require(compare(a, a).value() == 0 && compare(b, b).value() == 0);
  }
}

/// A report is read back as it was written, and what is made of it is JSON.
void vulnerabilities(ByteView bytes) {
  const auto report = write::read_vulnerabilities_json(as_text(bytes));
  if (!report) return;
  const std::string once = write::vulnerabilities_json(*report);
  const auto again = write::read_vulnerabilities_json(once);
  require(again && write::vulnerabilities_json(*again) == once);
  (void)write::vulnerabilities_text(*report, {.unicode = true, .width = 80});
  require(Json::parse(write::openvex(*report, {}, {"somebody", {}})).ok());
  require(Json::parse(write::cyclonedx_vex(*report, {}, {"somebody", {}})).ok());
}

/// A register.json, a zero byte, and an item of it.
void soup_register(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const std::size_t end = text.find('\0');
  MemoryHost host;
  host.add_file("/soup/register.json", std::string(text.substr(0, end)));
  host.add_file("/soup/items/SOUP-001.json", end == text.npos ? "" : std::string(text.substr(end + 1)));
  const review::RegisterFiles files = review::read_register(host, "/soup/register.json");
  for (const review::RegisterProblem& problem : files.problems) require(!problem.text.empty() && !problem.file.empty());
}

/// A member's name, a zero byte, and an object: it can be given the member, and has it then.
void register_edit(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const std::size_t end = text.find('\0');
  if (end == text.npos) return;
  const std::string name = to_utf8(text.substr(0, end));
  const auto edited = review::with_member(text.substr(end + 1), name, "[1, 2]");
  if (!edited) return;
  const auto members = formats::json_members(*edited);
  require(members && member_text(*members, name) == "[1, 2]");
}

}  // namespace

std::span<const Target> review_targets() {
  static constexpr std::array kTargets{
      Target{"osv", osv},
      Target{"kev", kev},
      Target{"zip", zip},
      Target{"osv_dump", osv_dump},
      Target{"osv_glance", osv_glance},
      Target{"versions", versions},
      Target{"vulnerabilities", vulnerabilities},
      Target{"soup_register", soup_register},
      Target{"register_edit", register_edit},
  };
  return kTargets;
}

}  // namespace souptrace::fuzz
