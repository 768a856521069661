// SPDX-License-Identifier: Apache-2.0
#include "review/release_diff.hpp"

#include <algorithm>

#include "review/release_impacts.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::review;

namespace {

constexpr const char* kZlib = "deb:zlib1g-dev@1.2.13:amd64";

/// sample::trace() with digests of its members.
Trace release() {
  Trace out = sample::trace();
  out.binaries[0].inputs[1].member_sha256 = std::string(64, 'a');
  TraceInput second = out.binaries[0].inputs[1];
  second.member = "adler32.o";
  second.offset = 100;
  second.member_sha256 = std::string(64, 'b');
  out.binaries[0].inputs.push_back(second);
  return out;
}

ReleaseDiff diff_of(const Trace& before, const Trace& after, const SoupRegister* reg = nullptr) {
  const TraceIndex old(before);
  const TraceIndex now(after);
  ReleaseDiff out = diff_releases(old, now);
  add_impacts(old, now, reg, out);
  return out;
}

/// The release after with zlib in another version.
Trace upgraded(const std::string& version) {
  Trace out = release();
  Component& zlib = out.components[1];
  zlib.id = "deb:zlib1g-dev@" + version + ":amd64";
  zlib.version = version;
  zlib.purl = "pkg:deb/debian/zlib1g-dev@" + version + "?arch=amd64";
  out.files[2].owner.chosen.component = zlib.id;
  return out;
}

std::vector<std::string> clauses(const ReviewImpact& impact) {
  std::vector<std::string> out;
  for (const ReviewTrigger& one : impact.triggers) out.push_back(one.clause);
  return out;
}

bool asks(const ReviewImpact& impact, const std::string& clause) {
  const auto all = clauses(impact);
  return std::find(all.begin(), all.end(), clause) != all.end();
}

/// The facts as lines that are the same the other way round, once before and after are swapped.
std::vector<std::string> facts(const ReleaseDiff& diff, bool swapped) {
  std::vector<std::string> out;
  const auto turned = [&](const std::string& state) { return !swapped ? state : state == "added" ? "removed" : state == "removed" ? "added" : state; };
  const auto both = [&](const std::string& a, const std::string& b) { return swapped ? b + '|' + a : a + '|' + b; };
  const auto side = [](const std::optional<PartSide>& one) { return one ? one->place + ' ' + one->sha256 + ' ' + one->component : "none"; };
  const auto part = [&](const std::string& of, const PartChange& one) { out.push_back(of + turned(one.state) + ' ' + both(side(one.before), side(one.after))); };
  for (const ValueChange& one : diff.settings) out.push_back(one.name + both(one.before, one.after));
  for (const ComponentDiff& one : diff.components) {
    std::string states;
    for (const std::string& state : one.states) states += turned(state) + ' ';
    out.push_back(both(one.before ? one.before->id : "", one.after ? one.after->id : "") + ": " + states + std::to_string(one.same.size()));
    for (const PartChange& change : one.parts) part("part ", change);
  }
  for (const BinaryDiff& one : diff.binaries) {
    out.push_back(one.name + turned(one.state));
    for (const PartChange& change : one.parts) part(one.name, change);
    for (const PartChange& change : one.dropped) part("dropped ", change);
    for (const PartChange& change : one.shipped) part("ships ", change);
    for (const PartCount& count : one.counts)
      out.push_back(std::to_string(static_cast<int>(count.role)) + ' ' + both(std::to_string(count.removed), std::to_string(count.added)) + ' ' + std::to_string(count.same) + ' ' + std::to_string(count.changed));
  }
  for (const PartChange& one : diff.unowned) part("unowned ", one);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("nothing differs between a trace and itself, and what is not recorded is said") {
  const ReleaseDiff diff = diff_of(release(), release());
  CHECK_FALSE(differs(diff));
  CHECK(diff.impacts.empty());
  CHECK(diff.notes.empty());
  REQUIRE(diff.unaffected.size() == 1);
  CHECK(diff.unaffected[0].subject == "pump");
  CHECK(diff.unaffected[0].sha256 == std::string(64, '9'));
  CHECK(diff.unchanged.size() == 2);
  CHECK(diff.not_compared.size() == 1);
}

TEST_CASE("an upgrade is one component with another version, and the members that stayed are the evidence") {
  Trace after = upgraded("1.3.1");
  after.files[2].sha256 = std::string(64, '5');
  after.binaries[0].sha256 = std::string(64, '8');
  after.binaries[0].inputs[1].member_sha256 = std::string(64, 'c');
  const ReleaseDiff diff = diff_of(release(), after);
  REQUIRE(diff.components.size() == 1);
  const ComponentDiff& zlib = diff.components[0];
  CHECK(zlib.states == std::vector<std::string>{"version"});
  CHECK(zlib.before->version == "1.2.13");
  CHECK(zlib.after->version == "1.3.1");
  REQUIRE(zlib.parts.size() == 1);
  CHECK(zlib.parts[0].state == "changed");
  CHECK(zlib.parts[0].after->name == "libz.a(inflate.o)");
  REQUIRE(zlib.same.size() == 1);
  CHECK(zlib.same[0].name == "libz.a(adler32.o)");
  REQUIRE(diff.impacts.size() == 1);
  CHECK(asks(diff.impacts[0], "6.1 f"));
  CHECK(asks(diff.impacts[0], "7.4.2"));
  REQUIRE(diff.impacts[0].unaffected.size() == 1);
  CHECK(diff.impacts[0].unaffected[0].sha256 == std::string(64, 'b'));
  CHECK(diff.binaries[0].archives.empty());
}

TEST_CASE("the same version with other bytes is graver than any upgrade, and is told apart from it") {
  Trace after = release();
  after.binaries[0].inputs[1].member_sha256 = std::string(64, 'c');
  const ReleaseDiff diff = diff_of(release(), after);
  REQUIRE(diff.components.size() == 1);
  CHECK(diff.components[0].states == std::vector<std::string>{"bytes"});
}

TEST_CASE("an archive with other bytes of which every linked member is the same changes nothing that is linked") {
  Trace after = release();
  after.files[2].sha256 = std::string(64, '5');
  const ReleaseDiff diff = diff_of(release(), after);
  CHECK(diff.components.empty());
  REQUIRE(diff.binaries[0].archives.size() == 1);
  CHECK(diff.binaries[0].archives[0].members == 2);
  CHECK(diff.binaries[0].archives[0].sha256_after == std::string(64, '5'));
  CHECK(differs(diff));
  CHECK(diff.unaffected.size() == 2);

  SECTION("but not when a member has no digest: then nothing proves it") {
    Trace before = release();
    before.binaries[0].inputs[1].member_sha256.clear();
    const ReleaseDiff unproved = diff_of(before, after);
    CHECK(unproved.binaries[0].archives.empty());
    REQUIRE(unproved.components.size() == 1);
    CHECK(unproved.components[0].states == std::vector<std::string>{"not-comparable"});
  }
}

TEST_CASE("a member that is newly linked is told with its archive, and in class A it asks for less") {
  Trace before = release();
  before.binaries[0].inputs.pop_back();
  const ReleaseDiff diff = diff_of(before, release());
  REQUIRE(diff.components.size() == 1);
  CHECK(diff.components[0].states == std::vector<std::string>{"parts"});
  CHECK(diff.components[0].parts[0].state == "added");
  CHECK(clauses(diff.impacts[0]) == std::vector<std::string>{"7.4.1", "7.4.2", "8.2.1", "8.2.3"});
  Trace class_a = release();
  class_a.product.safety_class = "A";
  CHECK(clauses(diff_of(before, class_a).impacts[0]) == std::vector<std::string>{"7.4.1", "8.2.1", "8.2.3"});
}

TEST_CASE("two versions of one package are told apart, and an ambiguous successor is no upgrade") {
  Trace after = upgraded("1.3.1");
  Component third = after.components[1];
  third.id = "deb:zlib1g-dev@1.4:amd64";
  third.version = "1.4";
  third.purl = "pkg:deb/debian/zlib1g-dev@1.4?arch=amd64";
  after.components.push_back(third);
  after.files.push_back(sample::file("f4", {Root::system, "usr/lib/libz2.a"}, std::string(64, '6'), third.id, Tier::package_db_verified));
  after.binaries[0].inputs.push_back(sample::input("f4", Role::object, Use::linked));

  const ReleaseDiff ambiguous = diff_of(release(), after);
  REQUIRE(ambiguous.components.size() == 3);
  CHECK(ambiguous.components[0].states == std::vector<std::string>{"added"});
  CHECK(ambiguous.components[1].states == std::vector<std::string>{"added"});
  CHECK(ambiguous.components[2].states == std::vector<std::string>{"removed"});
  CHECK(ambiguous.impacts.size() == 3);

  Trace before = after;
  before.components[1] = release().components[1];
  before.files[2].owner.chosen.component = kZlib;
  const ReleaseDiff one_left = diff_of(before, after);
  REQUIRE(one_left.components.size() == 1);
  CHECK(one_left.components[0].before->version == "1.2.13");
  CHECK(one_left.components[0].after->version == "1.3.1");
}

TEST_CASE("a name that is only alike is another component") {
  Trace after = release();
  after.components[1] = sample::component("deb:zlib1g@1.2.13:amd64", "zlib1g", "1.2.13", ComponentKind::soup, "pkg:deb/debian/zlib1g@1.2.13?arch=amd64");
  after.files[2].owner.chosen.component = after.components[1].id;
  const ReleaseDiff diff = diff_of(release(), after);
  REQUIRE(diff.components.size() == 2);
  CHECK(diff.components[0].states == std::vector<std::string>{"added"});
  CHECK(diff.components[1].states == std::vector<std::string>{"removed"});
}

TEST_CASE("tier, supplier and licence that changed are told and ask for no verification") {
  Trace after = release();
  after.components[1].supplier = "Somebody else";
  after.components[1].license.expression = "MIT";
  after.files[2].owner.chosen.tier = Tier::declared;
  const ReleaseDiff diff = diff_of(release(), after);
  REQUIRE(diff.components.size() == 1);
  CHECK(diff.components[0].states == std::vector<std::string>{"tier", "supplier", "license"});
  CHECK(clauses(diff.impacts[0]) == std::vector<std::string>{"8.1.2"});
}

TEST_CASE("another compiler or linker asks for control and documentation of the tools from class B on") {
  Trace after = release();
  after.toolchains[0].version = "13.1.0";
  after.binaries[0].linker = {"mold", "2.4", "", "", true};
  const ReleaseDiff diff = diff_of(release(), after);
  REQUIRE(diff.settings.size() == 1);
  CHECK(diff.settings[0].before == "GNU 12.2.0");
  REQUIRE(diff.impacts.size() == 1);
  CHECK(diff.impacts[0].changes.size() == 4);
  CHECK(clauses(diff.impacts[0]) == std::vector<std::string>{"5.1.10", "5.8.5", "8.2.1", "8.2.3"});
  after.product.safety_class = "A";
  CHECK(clauses(diff_of(release(), after).impacts[0]) == std::vector<std::string>{"8.2.1", "8.2.3"});
}

TEST_CASE("with a register a change is the item's, with its class") {
  const SoupRegister reg = sample::complete_register(sample::trace());
  const ReleaseDiff diff = diff_of(release(), upgraded("1.3.1"), &reg);
  REQUIRE(diff.impacts.size() == 1);
  CHECK(diff.impacts[0].subject == "SOUP-002");
  CHECK(diff.impacts[0].title == "zlib");
  CHECK(diff.impacts[0].registered);
  CHECK(diff.impacts[0].safety_class == "C");
}

TEST_CASE("files that nobody owns, dropped ones and files that ship are compared too") {
  Trace after = release();
  after.files.push_back(sample::file("f4", {Root::outside, "../blob.o"}, std::string(64, '6'), "", Tier::unknown));
  after.files.push_back(sample::file("f5", {Root::system, "usr/lib/libm.a"}, std::string(64, '7'), kZlib, Tier::package_db_verified));
  after.binaries[0].inputs.push_back(sample::input("f4", Role::object, Use::linked));
  after.binaries[0].inputs.push_back(sample::input("f5", Role::archive, Use::dropped));
  ShippedFile shipped;
  shipped.path = {Root::install, "bin/pump"};
  shipped.sha256 = std::string(64, '4');
  after.binaries[0].shipped.push_back(shipped);
  const ReleaseDiff diff = diff_of(release(), after);
  REQUIRE(diff.unowned.size() == 1);
  CHECK(diff.unowned[0].after->place == "outside:../blob.o");
  REQUIRE(diff.binaries[0].dropped.size() == 1);
  CHECK(diff.binaries[0].dropped[0].after->place == "system:usr/lib/libm.a");
  REQUIRE(diff.binaries[0].shipped.size() == 1);
  CHECK(diff.binaries[0].shipped[0].state == "added");
  REQUIRE(diff.impacts.size() == 1);
  CHECK(asks(diff.impacts[0], "7.4.1"));
}

TEST_CASE("traces of two products and an incomplete trace are compared, and it is said") {
  Trace after = release();
  after.product.name = "Valve";
  after.binaries[0].completeness.complete = false;
  const ReleaseDiff diff = diff_of(release(), after);
  REQUIRE(diff.notes.size() == 2);
  CHECK(diff.notes[0].find("two products") != std::string::npos);
  CHECK(diff.notes[1].find("pump in the new trace is not complete") != std::string::npos);
}

TEST_CASE("members of one name in one archive are paired by their bytes first") {
  Trace before = release();
  before.binaries[0].inputs[3].member = "inflate.o";
  Trace after = before;
  std::swap(after.binaries[0].inputs[1].member_sha256, after.binaries[0].inputs[3].member_sha256);
  CHECK(diff_of(before, after).components.empty());
  after.binaries[0].inputs[3].member_sha256 = std::string(64, 'd');
  const ReleaseDiff diff = diff_of(before, after);
  REQUIRE(diff.components.size() == 1);
  CHECK(diff.components[0].parts.size() == 1);
  CHECK(diff.components[0].same.size() == 1);
}

TEST_CASE("the facts are the same the other way round") {
  std::vector<Trace> releases{release(), upgraded("1.3.1"), upgraded("2")};
  releases[1].binaries[0].inputs.pop_back();
  releases[1].files[2].path.path = "opt/libz.a";
  releases[1].toolchains.clear();
  releases[2].binaries[0].name = "alarmd";
  releases[2].components[0].license.expression = "MIT";
  releases.push_back(release());
  releases[3].files[2].owner.chosen.component.clear();
  releases[3].files[1].sha256 = std::string(64, 'f');
  releases.emplace_back();
  for (const Trace& one : releases)
    for (const Trace& other : releases) CHECK(facts(diff_of(one, other), false) == facts(diff_of(other, one), true));
}
