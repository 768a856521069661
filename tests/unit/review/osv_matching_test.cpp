// SPDX-License-Identifier: Apache-2.0
#include "review/osv_matching.hpp"

#include "review/osv_ranges.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::review;
using formats::OsvAffected;
using formats::OsvEvent;
using formats::OsvRange;
using formats::OsvRecord;
using Kind = OsvEvent::Kind;
using State = RangeAnswer::State;

namespace {

OsvRange range(std::string type, std::vector<OsvEvent> events) {
  return {std::move(type), "", std::move(events)};
}

OsvRecord record_of(OsvAffected entry) {
  OsvRecord out;
  out.id = "TEST-1";
  out.affected.push_back(std::move(entry));
  return out;
}

OsvAffected zlib(std::string ecosystem, std::vector<OsvEvent> events, std::vector<std::string> versions = {}) {
  OsvAffected out;
  out.ecosystem = std::move(ecosystem);
  out.name = "zlib";
  if (!events.empty()) out.ranges.push_back(range("ECOSYSTEM", std::move(events)));
  out.versions = std::move(versions);
  return out;
}

VulnerabilityQuery package(std::string ecosystem, std::string version) {
  return {std::move(ecosystem), "zlib", "", std::move(version), "", ""};
}

Verdict verdict(const VulnerabilityQuery& query, const OsvAffected& entry) {
  const auto match = match_record(query, record_of(entry));
  REQUIRE(match.has_value());
  return match->verdict;
}

State state(std::string_view version, const std::vector<OsvEvent>& events) {
  return version_in_range(version, range("ECOSYSTEM", events), order_in("Debian:12")).state;
}

}  // namespace

TEST_CASE("A version is in a range from introduced to before fixed") {
  const std::vector<OsvEvent> events{{Kind::introduced, "1.0"}, {Kind::fixed, "1.2"}};
  CHECK(state("0.9", events) == State::outside);
  CHECK(state("1.0~rc1", events) == State::outside);
  CHECK(state("1.0", events) == State::inside);
  CHECK(state("1.2~rc1", events) == State::inside);
  CHECK(state("1.2", events) == State::outside);
}

TEST_CASE("last_affected is affected itself, and what is behind it is not") {
  const std::vector<OsvEvent> events{{Kind::introduced, "0"}, {Kind::last_affected, "1.2"}};
  CHECK(state("1.2", events) == State::inside);
  CHECK(state("1.2+b1", events) == State::outside);
}

TEST_CASE("Events are a timeline in the order of versions, however the record lists them") {
  const std::vector<OsvEvent> events{{Kind::fixed, "3.2.5"}, {Kind::introduced, "3.0"}, {Kind::fixed, "1.0.2"}, {Kind::introduced, "1.0"}};
  for (const char* version : {"1.0", "1.0.1", "3.0", "3.2.4"}) CHECK(state(version, events) == State::inside);
  for (const char* version : {"0.1", "1.0.2", "2.0", "3.2.5", "4"}) CHECK(state(version, events) == State::outside);
  CHECK(state("2.0", {{Kind::introduced, "1.0"}, {Kind::fixed, "2.0"}, {Kind::introduced, "2.0"}}) == State::inside);
}

TEST_CASE("Limits bound a range, and a star is no limit") {
  CHECK(state("1.5", {{Kind::introduced, "0"}, {Kind::limit, "1.5"}}) == State::outside);
  CHECK(state("1.4", {{Kind::introduced, "0"}, {Kind::limit, "1.5"}}) == State::inside);
  CHECK(state("1.6", {{Kind::introduced, "0"}, {Kind::limit, "1.5"}, {Kind::limit, "2"}}) == State::inside);
  CHECK(state("99", {{Kind::introduced, "0"}, {Kind::limit, "*"}}) == State::inside);
}

TEST_CASE("What cannot be ordered, or is not understood, is unknown and never outside") {
  CHECK(state("1.0 beta", {{Kind::introduced, "0"}, {Kind::fixed, "2.0"}}) == State::unknown);
  CHECK(state("1.0", {{Kind::introduced, "0"}, {Kind::fixed, "two point oh"}}) == State::unknown);
  CHECK(state("1.0", {{Kind::introduced, "0"}, {Kind::unknown, "2.0"}}) == State::unknown);
  const OsvRange events = range("ECOSYSTEM", {{Kind::introduced, "0"}, {Kind::fixed, "2.0"}});
  CHECK(version_in_range("1.0", events, order_in("OSS-Fuzz")).state == State::unknown);
  // Nothing has to be compared here.
  CHECK(version_in_range("r8", range("ECOSYSTEM", {{Kind::introduced, "0"}}), order_in("OSS-Fuzz")).state == State::inside);
}

TEST_CASE("A package matches by name and by the very release, or by a record for all releases") {
  const OsvAffected bookworm = zlib("Debian:12", {{Kind::introduced, "0"}});
  CHECK(verdict(package("Debian:12", "1"), bookworm) == Verdict::affected);
  CHECK_FALSE(match_record(package("Debian:11", "1"), record_of(bookworm)));
  CHECK_FALSE(match_record(package("Ubuntu:12", "1"), record_of(bookworm)));
  CHECK_FALSE(match_record({"Debian:12", "zlib-ng", "", "1", "", ""}, record_of(bookworm)));
  CHECK(verdict(package("Debian:12", "1"), zlib("Debian", {{Kind::introduced, "0"}})) == Verdict::affected);
}

TEST_CASE("A version that is listed is affected whatever the ranges say; one that is not counts by the ranges") {
  const OsvAffected entry = zlib("Debian:12", {{Kind::introduced, "0"}, {Kind::fixed, "1.0"}}, {"1.5"});
  CHECK(verdict(package("Debian:12", "1.5"), entry) == Verdict::affected);
  CHECK(verdict(package("Debian:12", "1.6"), entry) == Verdict::not_affected);
  CHECK(verdict(package("Debian:12", "1.6"), zlib("Debian:12", {}, {"1.5"})) == Verdict::not_affected);
  CHECK(verdict(package("Debian:12", "1.6"), zlib("Debian:12", {})) == Verdict::not_told);
}

TEST_CASE("One version in two spellings is one version, also in a list") {
  CHECK(verdict(package("Debian:12", "1.5"), zlib("Debian:12", {}, {"1.4", "0:1.5"})) == Verdict::affected);
  CHECK(verdict(package("Debian:12", "1.50"), zlib("Debian:12", {}, {"1.4", "0:1.5"})) == Verdict::not_affected);
  CHECK(verdict(package("ConanCenter", "1.5"), zlib("ConanCenter", {}, {"1.5.0"})) == Verdict::affected);
  CHECK(verdict(package("OSS-Fuzz", "V1.5-rc"), zlib("OSS-Fuzz", {}, {"1.5-RC"})) == Verdict::not_told);
  CHECK(verdict(package("OSS-Fuzz", "v1.6"), zlib("OSS-Fuzz", {}, {"1.5"})) == Verdict::not_affected);
}

TEST_CASE("What fixes it is told with the match") {
  const auto match = match_record(package("Debian:12", "1:1.2.11.dfsg-2"), record_of(zlib("Debian:12", {{Kind::introduced, "0"}, {Kind::fixed, "1:1.2.11.dfsg-4.1"}})));
  REQUIRE(match.has_value());
  CHECK(match->fixed == std::vector<std::string>{"1:1.2.11.dfsg-4.1"});
  CHECK(match->reason.find("dpkg's order") != std::string::npos);
}

TEST_CASE("Conan's versions are compared as numbers, and others of its versions are not told") {
  const OsvAffected entry = zlib("ConanCenter", {{Kind::introduced, "1.2.2"}, {Kind::fixed, "1.2.12"}});
  CHECK(verdict(package("ConanCenter", "1.2.9"), entry) == Verdict::affected);
  CHECK(verdict(package("ConanCenter", "1.2.13"), entry) == Verdict::not_affected);
  CHECK(verdict(package("ConanCenter", "cci.20221012"), entry) == Verdict::not_told);
}

TEST_CASE("Ranges of semantic versions are for semantic versions only") {
  OsvAffected entry = zlib("ConanCenter", {});
  entry.ranges.push_back(range("SEMVER", {{Kind::introduced, "1.0.0"}, {Kind::fixed, "1.2.12"}}));
  CHECK(verdict(package("ConanCenter", "1.2.12-rc.1"), entry) == Verdict::affected);
  CHECK(verdict(package("ConanCenter", "1.2"), entry) == Verdict::not_told);
  entry.ranges[0].type = "CALVER";
  CHECK(verdict(package("ConanCenter", "1.2.0"), entry) == Verdict::not_told);
}

TEST_CASE("Commits match by repository; only a commit that is named can be told without the history") {
  const std::string introduced(40, 'a');
  const std::string fixed(40, 'b');
  OsvAffected entry;
  entry.ranges.push_back({"GIT", "https://github.com/madler/zlib.git", {{Kind::introduced, introduced}, {Kind::fixed, fixed}}});
  entry.versions = {"v1.2.11"};
  CHECK(verdict({"", "", "", "", introduced, ""}, entry) == Verdict::affected);
  CHECK(verdict({"", "", "", "", std::string(40, 'c'), "git@github.com:Madler/zlib"}, entry) == Verdict::not_told);
  CHECK_FALSE(match_record({"", "", "", "", std::string(40, 'c'), "https://github.com/other/zlib"}, record_of(entry)));
  CHECK(verdict({"GIT", "https://github.com/madler/zlib", "", "v1.2.11", "", ""}, entry) == Verdict::affected);
  CHECK(verdict({"GIT", "https://github.com/madler/zlib", "", "v1.2.12", "", ""}, entry) == Verdict::not_told);
}

TEST_CASE("Purls match without version and qualifiers, and a broken purl matches nothing") {
  OsvAffected entry = zlib("OSS-Fuzz", {}, {"1.0"});
  entry.purl = "pkg:generic/ZLib";
  const VulnerabilityQuery query{"", "", "pkg:generic/zlib", "1.0", "", ""};
  CHECK_FALSE(match_record(query, record_of(entry)));
  entry.purl = "pkg:generic/zlib@2?arch=source";
  CHECK(verdict(query, entry) == Verdict::affected);
  entry.purl = "zlib";
  CHECK_FALSE(match_record(query, record_of(entry)));
}

TEST_CASE("Repositories are the same however they are written") {
  const std::string key = "github.com/madler/zlib";
  for (const char* url : {"https://github.com/madler/zlib", "https://github.com/madler/zlib.git", "git@github.com:madler/zlib.git", "ssh://git@github.com/madler/zlib/",
                          "HTTPS://GitHub.com/madler/ZLIB", "git://github.com/madler/zlib"})
    CHECK(repository_key(url) == key);
  CHECK(repository_key("") == "");
  CHECK(repository_key("::@/") == repository_key("::@/"));
}
