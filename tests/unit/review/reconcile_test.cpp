// SPDX-License-Identifier: Apache-2.0
#include "review/reconcile.hpp"

#include "formats/json_read.hpp"
#include "review/dates.hpp"
#include "review/register_draft.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::review;

namespace {

SoupItem item_for(std::string id, SoupMatch match) {
  SoupItem out;
  out.id = std::move(id);
  out.match = std::move(match);
  return out;
}

std::string matched_zlib(const std::vector<SoupItem>& items) {
  static const Trace trace = sample::trace();
  const TraceIndex index(trace);
  SoupRegister reg;
  reg.items = items;
  const Reconciliation found = reconcile(index, reg);
  const MatchedItem* one = found.item_of(trace.components[1]);
  return one == nullptr ? "" : one->item->id;
}

}  // namespace

TEST_CASE("a component is matched by digest before place before package, the most exact name first, and never by likeness") {
  const SoupItem by_digest = item_for("digest", {{}, {sample::kZlibDigest}, {}});
  const SoupItem by_place = item_for("place", {{}, {}, {"system:usr/lib/libz.a"}});
  const SoupItem by_directory = item_for("directory", {{}, {}, {"system:usr/lib"}});
  const SoupItem by_id = item_for("id", {{"deb:zlib1g-dev@1.2.13:amd64"}, {}, {}});
  const SoupItem by_purl = item_for("purl", {{"pkg:deb/debian/zlib1g-dev@1.2.13?arch=amd64"}, {}, {}});
  const SoupItem by_version = item_for("version", {{"pkg:deb/debian/zlib1g-dev@1.2.13"}, {}, {}});
  const SoupItem by_package = item_for("package", {{"pkg:deb/debian/zlib1g-dev"}, {}, {}});
  const SoupItem by_name = item_for("name", {{"dpkg:zlib1g-dev"}, {}, {}});
  const std::vector<SoupItem> all{by_name, by_package, by_version, by_purl, by_id, by_directory, by_place, by_digest};
  for (std::size_t last = all.size(); last > 0; --last) {
    const std::vector<SoupItem> some(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(last));
    CHECK(matched_zlib(some) == some.back().id);
  }
  for (const SoupMatch& match : {SoupMatch{{"zlib"}, {}, {}}, SoupMatch{{"zlib1g-dev"}, {}, {}}, SoupMatch{{"pkg:deb/debian/zlib1g"}, {}, {}},
                                 SoupMatch{{"pkg:deb/debian/zlib1g-dev@1.2.1"}, {}, {}}, SoupMatch{{}, {}, {"system:usr/li"}}, SoupMatch{{}, {}, {"usr/lib/libz.a"}},
                                 SoupMatch{{}, {sample::kZlibDigest.substr(0, 63)}, {}}})
    CHECK(matched_zlib({item_for("like", match)}).empty());
}

TEST_CASE("an item that names a part of a component's files is not about the component") {
  Trace trace = sample::trace();
  trace.files.push_back(sample::file("f4", {Root::system, "usr/lib/libz2.a"}, std::string(64, '4'), "deb:zlib1g-dev@1.2.13:amd64", Tier::package_db_verified));
  trace.binaries[0].inputs.push_back(sample::input("f4", Role::archive_member, Use::linked, "x.o"));
  const TraceIndex index(trace);
  const auto item_of = [&](SoupMatch match) {
    SoupRegister reg;
    reg.items = {item_for("part", std::move(match))};
    return reconcile(index, reg).item_of(trace.components[1]) != nullptr;
  };
  CHECK_FALSE(item_of({{}, {sample::kZlibDigest}, {}}));
  CHECK_FALSE(item_of({{}, {}, {"system:usr/lib/libz.a"}}));
  CHECK(item_of({{}, {sample::kZlibDigest, std::string(64, '4')}, {}}));
  CHECK(item_of({{}, {sample::kZlibDigest}, {"system:usr/lib/libz2.a"}}));
  CHECK(item_of({{}, {}, {"system:usr/lib"}}));
}

TEST_CASE("what the linker dropped is neither registered nor unregistered") {
  Trace trace = sample::trace();
  trace.binaries[0].inputs[1].use = Use::dropped;
  const TraceIndex index(trace);
  const Reconciliation found = reconcile(index, {});
  REQUIRE(found.unregistered.size() == 1);
  CHECK(found.unregistered[0]->name == "libc6");
}

TEST_CASE("a file without an owner may be an item by its digest") {
  Trace trace = sample::trace();
  trace.files.push_back(sample::file("f4", {Root::source, "blob.o"}, std::string(64, '4'), "", Tier::unknown));
  trace.binaries[0].inputs.push_back(sample::input("f4", Role::object, Use::linked));
  const TraceIndex index(trace);
  CHECK(reconcile(index, {}).unowned.size() == 1);
  SoupRegister reg;
  reg.items = {item_for("SOUP-009", {{}, {std::string(64, '4')}, {}})};
  const Reconciliation found = reconcile(index, reg);
  CHECK(found.unowned.empty());
  REQUIRE(found.items[0].is_linked());
  CHECK(found.items[0].facts.files.at(0).name == "blob.o");
}

TEST_CASE("judgements are bound to files that were not compiled here, and to sources that no package vouches for") {
  Trace trace = sample::trace();
  trace.components.push_back(sample::component("declared:crc@1", "crc", "1", ComponentKind::soup));
  trace.files.push_back(sample::file("f4", {Root::build, "libcrc.a"}, std::string(64, '4'), "declared:crc@1", Tier::declared));
  trace.files.push_back(sample::file("f5", {Root::build, "crc.o"}, std::string(64, '5'), "declared:crc@1", Tier::declared));
  trace.files.push_back(sample::file("f6", {Root::source, "crc.c"}, std::string(64, '6'), "declared:crc@1", Tier::declared));
  trace.files.push_back(sample::file("f7", {Root::system, "usr/include/zlib.h"}, std::string(64, '7'), "deb:zlib1g-dev@1.2.13:amd64", Tier::package_db_verified));
  trace.compilations.push_back({"f5", "f6", {"f7"}, "ninja-deps"});
  TraceInput member = sample::input("f4", Role::archive_member, Use::linked, "crc.o");
  member.object = "f5";
  trace.binaries[0].inputs.push_back(member);
  trace.binaries[0].inputs.push_back(sample::input("f6", Role::source, Use::compiled_in));
  trace.binaries[0].inputs.push_back(sample::input("f7", Role::header, Use::compiled_in));
  const TraceIndex index(trace);
  const SoupFacts crc = soup_facts(index, {index.component("declared:crc@1")}, {});
  REQUIRE(crc.files.size() == 1);
  CHECK(crc.files[0].name == "crc.c");
  REQUIRE(crc.linked_into.size() == 1);
  CHECK(crc.linked_into[0].how == std::vector<std::string>{"sources", "static"});
  CHECK(crc.linked_into[0].members == std::vector<std::string>{"libcrc.a(crc.o)"});
  const SoupFacts zlib = soup_facts(index, {index.component("deb:zlib1g-dev@1.2.13:amd64")}, {});
  REQUIRE(zlib.files.size() == 1);
  CHECK(zlib.files[0].name == "libz.a");
}

TEST_CASE("the digests that judgements bind to can be made with common tools") {
  SoupFacts facts;
  facts.components = {"deb:z@1"};
  facts.files = {{"libz.a", std::string(64, '1'), "system:x", "declared"}};
  // printf 'component deb:z@1\nfile 1111…1111 libz.a\n' | sha256sum
  CHECK(facts_digest(facts) == "sha256:5847aa4fdbe8e056cfe1cf60cf575164458f7539f41862a9bdbad344e235b629");
  // python3: sha256(json.dumps(item, sort_keys=True, separators=(',', ':'), ensure_ascii=False))
  const auto item = formats::Json::parse(R"({"title": "z\u00fc\n", "id": "S", "facts": {"x": 1}, "approval": null, "risk": {"b": [true, null, 3], "a": {}}})");
  CHECK(approval_digest(*item, "sha256:0") == "sha256:2a7e4871836c379be44cf8727fd5705ef8afc35cc75c692051c726fbb26c954d");
}

TEST_CASE("an approval outlives what it does not cover, and nothing else") {
  const auto digest = [](const std::string& text) { return approval_digest(*formats::Json::parse(text), "sha256:0"); };
  const std::string base = digest(R"({"id": "S", "title": "z"})");
  for (const char* member : {"approval", "history", "verification", "anomaly_list", "anomalies", "vulnerabilities", "monitoring"})
    CHECK(digest(R"({"id": "S", "title": "z", ")" + std::string(member) + R"(": [1]})") == base);
  CHECK(digest(R"({"title":"z","id":"S"})") == base);
  CHECK(digest(R"({"id": "S", "title": "Z"})") != base);
  CHECK(digest(R"({"id": "S", "title": "z", "purpose": ""})") != base);
  CHECK(approval_digest(*formats::Json::parse(R"({"id": "S", "title": "z"})"), "sha256:1") != base);
}

TEST_CASE("drafts: components of one source package are one item, numbers go on from the highest") {
  Trace trace = sample::trace();
  trace.components[0].properties = {{"source-package", "glibc"}, {"source-version", "2.36-9"}};
  Component dev = sample::component("deb:libc6-dev@2.36:amd64", "libc6-dev", "2.36", ComponentKind::runtime, "pkg:deb/debian/libc6-dev@2.36");
  dev.properties = trace.components[0].properties;
  trace.components.push_back(dev);
  trace.files.push_back(sample::file("f4", {Root::system, "usr/lib/crt1.o"}, std::string(64, '4'), dev.id, Tier::package_db_verified));
  trace.binaries[0].inputs.push_back(sample::input("f4", Role::startup_object, Use::linked));
  const TraceIndex index(trace);
  SoupRegister reg;
  reg.items = {item_for("SOUP-041", {{"pkg:deb/debian/zlib1g-dev"}, {}, {}})};
  const auto drafts = draft_items(index, reconcile(index, reg), reg);
  REQUIRE(drafts.size() == 1);
  CHECK(drafts[0].id == "SOUP-042");
  CHECK(drafts[0].title == "glibc");
  CHECK(drafts[0].designator.version == "2.36-9");
  CHECK(drafts[0].kind == "runtime");
  CHECK(drafts[0].match.packages == std::vector<std::string>{"pkg:deb/debian/libc6", "pkg:deb/debian/libc6-dev"});
  CHECK_FALSE(drafts[0].approval);
  reg.items.push_back(drafts[0]);
  CHECK(reconcile(index, reg).unregistered.empty());
}

TEST_CASE("drafts: a compiler that nobody can name is no baseline, which the register could not state") {
  Trace trace = sample::trace();
  trace.toolchains.push_back({"ASM", "/usr/bin/as", "", "", "", {}, {}});
  trace.toolchains.push_back({"C", "/usr/bin/cc", "GNU", "", "", {}, {}});
  const SoupRegister drafted = draft_register(trace);
  REQUIRE(drafted.policy.toolchain.size() == 1);
  CHECK(drafted.policy.toolchain[0].language == "CXX");
}

TEST_CASE("dates") {
  CHECK(is_date("2024-02-29"));
  for (const char* text : {"2023-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026-1-01", "26-11-01", "2026-11-01T", "2026/11/01", "-026-11-01", "2026-+1-01", ""})
    CHECK_FALSE(is_date(text));
  CHECK(days_of("1970-01-02") == 1);
  CHECK(days_of("2027-01-01") - days_of("2026-01-01") == 365);
  CHECK(date_of(0) == "1970-01-01");
  CHECK(date_of(1795392000) == "2026-11-23");
}
