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
  REQUIRE(diff.not_compared.size() == 2);
  CHECK(diff.not_compared[0] == "compile and link flags: the old trace does not record them");
}

namespace {

/// release() with its main.o compiled and everything linked with these flags.
Trace with_flags(std::vector<std::string> compile, std::vector<std::string> link) {
  Trace out = release();
  out.files.push_back(sample::file("f4", {Root::source, "main.cpp"}, std::string(64, '4'), "product:Pump@1.0", Tier::declared));
  out.compile_flags = {{"c1", "CXX", std::move(compile)}};
  out.compilations = {{"f1", "f4", {}, "ninja-deps", "c1"}};
  out.binaries[0].inputs.push_back(sample::input("f4", Role::source, Use::compiled_in));
  out.binaries[0].linker.flags = std::move(link);
  return out;
}

bool has_value(const BinaryDiff& binary, const std::string& name, const std::string& before, const std::string& after) {
  return std::any_of(binary.values.begin(), binary.values.end(), [&](const ValueChange& one) { return one.name == name && one.before == before && one.after == after; });
}

}  // namespace

TEST_CASE("other compile and link flags are told by the words that differ, and ask for verification") {
  const Trace before = with_flags({"-O2", "-g", "-DNDEBUG"}, {"-O2", "-Wl,-z,now"});
  const ReleaseDiff diff = diff_of(before, with_flags({"-O3", "-g"}, {"-O2"}));
  CHECK(diff.not_compared.empty());
  CHECK(has_value(diff.binaries[0], "compileFlags of build:main.o", "-O2 -DNDEBUG", "-O3"));
  CHECK(has_value(diff.binaries[0], "linkFlags", "-Wl,-z,now", ""));
  REQUIRE(diff.impacts.size() == 1);
  CHECK(diff.impacts[0].subject == "toolchain");
  CHECK(asks(diff.impacts[0], "8.2.3"));
  CHECK(differs(diff));
  CHECK_FALSE(differs(diff_of(before, before)));

  SECTION("the same words in another order, or as often as not, are another command") {
    const ReleaseDiff order = diff_of(before, with_flags({"-g", "-O2", "-DNDEBUG"}, {"-Wl,-z,now", "-O2"}));
    CHECK(has_value(order.binaries[0], "compileFlags of build:main.o", "-O2 -g -DNDEBUG", "-g -O2 -DNDEBUG"));
    CHECK(has_value(order.binaries[0], "linkFlags", "-O2 -Wl,-z,now", "-Wl,-z,now -O2"));
    const ReleaseDiff twice = diff_of(before, with_flags({"-O2", "-g", "-DNDEBUG", "-O2"}, {"-O2", "-Wl,-z,now"}));
    CHECK(has_value(twice.binaries[0], "compileFlags of build:main.o", "", "-O2"));
  }
  SECTION("an object at another place is known by its source") {
    Trace after = with_flags({"-O3", "-g", "-DNDEBUG"}, {"-O2", "-Wl,-z,now"});
    after.files[0].path.path = "renamed.dir/main.o";
    CHECK(has_value(diff_of(before, after).binaries[0], "compileFlags of build:renamed.dir/main.o", "-O2", "-O3"));
  }
  SECTION("another language is another command") {
    Trace after = before;
    after.compile_flags[0].language = "C";
    CHECK(has_value(diff_of(before, after).binaries[0], "compileFlags of build:main.o", "(as CXX)", "(as C)"));
  }
  SECTION("what CMake does not say is said not to be compared") {
    Trace after = before;
    after.compilations[0].flags.clear();
    const ReleaseDiff unknown = diff_of(before, after);
    REQUIRE(unknown.not_compared.size() == 1);
    CHECK(unknown.not_compared[0].find("1 object in the new trace") != std::string::npos);
  }
}

TEST_CASE("another linker script is told, though no byte of it is in the binary") {
  Trace before = release();
  before.files.push_back(sample::file("f4", {Root::source, "flash.ld"}, std::string(64, '4'), "product:Pump@1.0", Tier::declared));
  before.binaries[0].inputs.push_back(sample::input("f4", Role::linker_script, Use::read));
  Trace after = before;
  after.files.back().sha256 = std::string(64, '5');
  const ReleaseDiff diff = diff_of(before, after);
  CHECK(has_value(diff.binaries[0], "reads source:flash.ld", std::string(64, '4'), std::string(64, '5')));
  REQUIRE(diff.impacts.size() == 1);
  CHECK(diff.impacts[0].subject == "toolchain");
  CHECK(has_value(diff_of(release(), after).binaries[0], "reads source:flash.ld", "", std::string(64, '5')));
}

TEST_CASE("other loading is told: the loader, run paths, dlopen, static or not") {
  Trace after = release();
  after.binaries[0].binary.run_time_loading = {"dlopen"};
  after.binaries[0].binary.runpath = {"$ORIGIN"};
  after.binaries[0].binary.interpreter = "/lib/ld-musl-x86_64.so.1";
  const ReleaseDiff diff = diff_of(release(), after);
  CHECK(has_value(diff.binaries[0], "runTimeLoading", "", "dlopen"));
  REQUIRE(diff.impacts.size() == 1);
  CHECK(diff.impacts[0].subject == "loading");
  CHECK(diff.impacts[0].changes.size() == 3);
  CHECK(clauses(diff.impacts[0]) == std::vector<std::string>{"7.4.1", "7.4.2", "8.1.3", "8.2.1", "8.2.3"});
}

TEST_CASE("that nothing is affected is not said of what a trace does not know") {
  Trace dlopen = release();
  dlopen.binaries[0].binary.run_time_loading = {"dlopen"};
  const ReleaseDiff loads = diff_of(dlopen, dlopen);
  REQUIRE(loads.unaffected.size() == 1);
  CHECK(loads.unaffected[0].reason.find("not compared: what it loads by dlopen") != std::string::npos);
  CHECK(loads.unaffected[0].reason.find("every library that it loads") == std::string::npos);

  Trace lost = release();
  lost.binaries[0].runtime.push_back({"libgone.so.1", "", "", "not found"});
  CHECK(diff_of(lost, lost).unaffected[0].reason.find("libgone.so.1, which the loader does not find") != std::string::npos);

  Trace stripped = release();
  stripped.binaries[0].shipped = {{{Root::install, "bin/pump"}, "", "ELF", std::string(64, '6'), "", "", 1, "", {}}};
  Trace otherwise = stripped;
  otherwise.binaries[0].shipped[0].sha256 = std::string(64, '7');
  const ReleaseDiff delivered = diff_of(stripped, otherwise);
  CHECK(delivered.unaffected.empty());
  REQUIRE(delivered.impacts.size() == 1);
  CHECK(delivered.impacts[0].subject == "delivery");
  CHECK(asks(delivered.impacts[0], "8.2.3"));
}

TEST_CASE("a component with nothing new in the product, but in another binary, is told with that binary") {
  Trace before = release();
  TraceBinary second = before.binaries[0];
  second.name = second.target = "viewer";
  second.path.path = "viewer";
  before.binaries.push_back(second);
  Trace after = before;
  before.binaries[1].inputs.pop_back();  // viewer has no adler32.o, which pump has
  const ReleaseDiff member = diff_of(before, after);
  REQUIRE(member.components.size() == 1);
  CHECK(member.components[0].states == std::vector<std::string>{"binaries"});
  CHECK(member.impacts[0].changes == std::vector<std::string>{"now in viewer: libz.a(adler32.o)"});
  CHECK(asks(member.impacts[0], "7.4.1"));
  CHECK(asks(member.impacts[0], "8.2.3"));

  before.binaries[1].inputs = {before.binaries[1].inputs[0], before.binaries[1].inputs[2]};  // nothing of zlib
  const ReleaseDiff whole = diff_of(before, after);
  REQUIRE(whole.components.size() == 1);
  CHECK(whole.components[0].states == std::vector<std::string>{"binaries"});
  CHECK(whole.impacts[0].changes == std::vector<std::string>{"now in viewer: libz.a(adler32.o), libz.a(inflate.o)"});
  const ReleaseDiff back = diff_of(after, before);
  CHECK(back.impacts[0].changes == std::vector<std::string>{"no longer in viewer: libz.a(adler32.o), libz.a(inflate.o)"});
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
  REQUIRE(diff.impacts.size() == 2);
  CHECK(diff.impacts[0].subject == "outside:../blob.o");
  CHECK(asks(diff.impacts[0], "7.4.1"));
  CHECK(diff.impacts[1].subject == "delivery");
}

TEST_CASE("a binary under another name is another delivery") {
  Trace after = release();
  after.binaries[0].path.path = "pump2";
  const ReleaseDiff diff = diff_of(release(), after);
  CHECK(differs(diff));
  REQUIRE(diff.impacts.size() == 1);
  CHECK(diff.impacts[0].subject == "delivery");
  CHECK(diff.impacts[0].changes == std::vector<std::string>{"pump: path build:pump -> build:pump2"});
}

TEST_CASE("members of an archive that nobody owns are told with the archive, by its item where it is registered") {
  Trace after = release();
  after.files.push_back(sample::file("f4", {Root::source, "blob/libblob.a"}, std::string(64, '6'), "", Tier::unknown));
  for (const char* member : {"a.o", "b.o"}) {
    after.binaries[0].inputs.push_back(sample::input("f4", Role::archive_member, Use::linked, member));
    after.binaries[0].inputs.back().member_sha256 = std::string(64, *member);
  }
  const ReleaseDiff diff = diff_of(release(), after);
  REQUIRE(diff.impacts.size() == 1);
  CHECK(diff.impacts[0].subject == "source:blob/libblob.a");
  CHECK(diff.impacts[0].changes.size() == 2);
  SoupRegister reg = sample::complete_register(sample::trace());
  SoupItem blob = sample::item("SOUP-003", "blob", "1", "", {});
  blob.match = {{}, {std::string(64, '6')}, {}};
  reg.items.push_back(blob);
  const ReleaseDiff registered = diff_of(release(), after, &reg);
  REQUIRE(registered.impacts.size() == 1);
  CHECK(registered.impacts[0].subject == "SOUP-003");
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
