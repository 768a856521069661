// SPDX-License-Identifier: Apache-2.0
#include "trace/binary_assembler.hpp"

#include "model/names.hpp"
#include "small_build.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using test::SmallBuild;

namespace {

/// The one binary of a build, with its files to look names up.
struct Assembled {
  Trace trace;

  explicit Assembled(const SmallBuild& build) : trace(trace::assemble(build.material())) {}
  [[nodiscard]] const TraceBinary& binary() const { return trace.binaries.at(0); }
  [[nodiscard]] std::string place(const std::string& id) const {
    for (const TraceFile& file : trace.files)
      if (file.id == id) return text_of(file.path);
    return "no file " + id;
  }
  /// The entries as "role use place[(member)]", in their order.
  [[nodiscard]] std::vector<std::string> entries() const {
    std::vector<std::string> out;
    for (const TraceInput& input : binary().inputs) {
      std::string line(name_of(input.role));
      line += ' ' + std::string(name_of(input.use)) + ' ' + place(input.file);
      if (!input.member.empty()) line += '(' + input.member + ')';
      out.push_back(line);
    }
    return out;
  }
  [[nodiscard]] const TraceInput& input(const std::string& named, const std::string& member = "") const {
    for (const TraceInput& one : binary().inputs)
      if (place(one.file) == named && one.member == member) return one;
    FAIL("no entry " << named << ' ' << member);
    return binary().inputs.front();
  }
};

}  // namespace

TEST_CASE("a binary lists what was linked and what that was compiled from, and nothing else") {
  const Assembled assembled{SmallBuild()};
  CHECK(assembled.entries() == std::vector<std::string>{
                                   "object linked build:CMakeFiles/pump.dir/main.cpp.o",
                                   "archive-member linked build:libdrive.a(motor.cpp.o)",
                                   "archive-member linked system:usr/lib/libz.a(deflate.o)",
                                   "shared-library needed system:usr/lib/libc.so.6",
                                   "source compiled-in source:src/main.cpp",
                                   "source compiled-in source:src/motor.cpp",
                                   "header compiled-in source:src/drive.hpp",
                                   "header compiled-in system:usr/include/zlib.h",
                               });
}

TEST_CASE("the name of a binary is a file name, whatever CMake lets a target be called") {
  for (const auto& [target, name] : {std::pair<std::string, std::string>{"../../pump", ".._.._pump"}, {"..", ".._"}, {"a/b", "a_b"}, {"pump++", "pump++"}}) {
    SmallBuild build;
    build.facts.targets[0].name = target;
    CHECK(Assembled(build).binary().name == name);
    CHECK(Assembled(build).binary().target == target);
  }
}

TEST_CASE("a member names the object whose bytes it has") {
  const Assembled assembled{SmallBuild()};
  const TraceInput& motor = assembled.input("build:libdrive.a", "motor.cpp.o");
  CHECK(assembled.place(motor.object) == "build:CMakeFiles/drive.dir/motor.cpp.o");
  CHECK(motor.member_sha256 == "object motor.cpp");
  CHECK(motor.offset == 68);
  CHECK(motor.size == 100);
  const TraceInput& deflate = assembled.input("system:usr/lib/libz.a", "deflate.o");
  CHECK(deflate.object.empty());
  CHECK(deflate.member_sha256 == "deflate");
  CHECK(assembled.input("build:CMakeFiles/pump.dir/main.cpp.o").object.empty());
}

TEST_CASE("members of one name are told apart by their offsets") {
  SmallBuild build;
  build.add_member(build.drive(), "motor.cpp.o", 900, "another motor");
  const Assembled assembled(build);
  std::vector<std::pair<std::uint64_t, std::string>> motors;
  for (const TraceInput& one : assembled.binary().inputs)
    if (one.member == "motor.cpp.o") motors.emplace_back(one.offset, one.member_sha256);
  CHECK(motors == std::vector<std::pair<std::uint64_t, std::string>>{{68, "object motor.cpp"}, {900, "another motor"}});
}

TEST_CASE("a member of a thin archive is listed as its file, with the archive as the reason") {
  SmallBuild build;
  LinkInput& member = build.input(build.drive(), "motor.cpp.o");
  member.archive = build.drive();
  member.path = member.real_path = build.object("drive", "motor.cpp");
  member.offset = member.size = 0;
  member.reason = "wanted";
  const Assembled assembled(build);
  const TraceInput& motor = assembled.input("build:CMakeFiles/drive.dir/motor.cpp.o");
  CHECK(motor.role == Role::archive_member);
  CHECK(motor.reason == "wanted; member of thin archive build:libdrive.a");
  CHECK(motor.object.empty());
  CHECK(assembled.input("source:src/motor.cpp").use == Use::compiled_in);
}

TEST_CASE("a source that another source includes is listed once, as a source") {
  SmallBuild build;
  build.facts.objects[0].headers = {build.source + "/src/motor.cpp", build.source + "/src/table.inc"};
  build.add_content(build.source + "/src/table.inc", "table");
  const Assembled assembled(build);
  CHECK(assembled.input("source:src/motor.cpp").role == Role::source);
  CHECK(assembled.input("source:src/table.inc").role == Role::header);
  const auto entries = assembled.entries();
  CHECK(std::count(entries.begin(), entries.end(), "source compiled-in source:src/motor.cpp") == 1);
}

TEST_CASE("a file that several objects were compiled from has the witnesses of all") {
  SmallBuild build;
  build.facts.objects[1].witness = "depfile";
  const Assembled assembled(build);
  CHECK(assembled.input("source:src/drive.hpp").witnesses == std::vector<std::string>{"depfile", "ninja-deps"});
  CHECK(assembled.input("source:src/motor.cpp").witnesses == std::vector<std::string>{"depfile"});
}

TEST_CASE("an object whose source no witness names has headers only") {
  SmallBuild build;
  build.facts.objects[0].source.clear();
  const Assembled assembled(build);
  const auto entries = assembled.entries();
  CHECK(std::count(entries.begin(), entries.end(), "source compiled-in source:src/main.cpp") == 0);
  CHECK(std::count(entries.begin(), entries.end(), "header compiled-in system:usr/include/zlib.h") == 1);
}

TEST_CASE("entries of one role are in the order of the files, by number and not by letter") {
  SmallBuild build;
  for (char name = 'a'; name <= 'z'; ++name) build.add_input("/usr/lib/" + std::string(1, name) + ".o", Role::object, Use::linked);
  const Assembled assembled(build);
  std::vector<std::string> objects;
  for (const TraceInput& input : assembled.binary().inputs)
    if (input.role == Role::object) objects.push_back(assembled.place(input.file));
  CHECK(objects.size() == 27);
  CHECK(std::is_sorted(objects.begin(), objects.end()));
}

TEST_CASE("a binary has its own digests, and no path of the machine") {
  SmallBuild build;
  build.facts.targets[0].install_destinations = {"bin", "/usr/local/bin", build.build + "/stage"};
  build.pump.binary.runpath = {"$ORIGIN/../lib", build.build + "/lib"};
  build.pump.binary.rpath = {build.source + "/vendor"};
  build.input("/usr/lib/libc.so.6").reason = "asked for by " + build.build + "/libdrive.a";
  build.input("/usr/lib/libc.so.6").referrer = build.object("pump", "main.cpp");
  build.pump.linker.path = build.build + "/tools/ld";
  const Assembled assembled(build);
  const TraceBinary& pump = assembled.binary();
  CHECK(pump.name == "pump");
  CHECK(text_of(pump.path) == "build:pump");
  CHECK(pump.sha256 == "binary");
  CHECK(pump.sha512 == "binary/512");
  CHECK(pump.size == 10);
  CHECK(pump.install_destinations == std::vector<std::string>{"bin", "system:usr/local/bin", "build:stage"});
  CHECK(pump.binary.runpath == std::vector<std::string>{"$ORIGIN/../lib", "build:lib"});
  CHECK(pump.binary.rpath == std::vector<std::string>{"source:vendor"});
  CHECK(pump.linker.path == "build:tools/ld");
  CHECK(pump.linker.driver == "system:usr/bin/c++");
  const TraceInput& libc = assembled.input("system:usr/lib/libc.so.6");
  CHECK(libc.reason == "asked for by build:libdrive.a");
  CHECK(libc.referrer == "build:CMakeFiles/pump.dir/main.cpp.o");
}

TEST_CASE("the loader's closure names files, and who needs them") {
  SmallBuild build;
  build.pump.runtime = {
      {"libc.so.6", "/lib/libc.so.6", "/usr/lib/libc.so.6", build.pump.output, "default directory"},
      {"libm.so.6", "/usr/lib/libm.so.6", "/usr/lib/libm.so.6", "/usr/lib/libc.so.6", "RUNPATH of " + build.build + "/x"},
      {"libgone.so", "", "", "/usr/lib/libm.so.6", "searched in vain"},
  };
  const Assembled assembled(build);
  const auto& runtime = assembled.binary().runtime;
  REQUIRE(runtime.size() == 3);
  CHECK(assembled.place(runtime[0].file) == "system:usr/lib/libc.so.6");
  CHECK(runtime[0].needed_by.empty());
  CHECK(runtime[1].needed_by == runtime[0].file);
  CHECK(runtime[1].reason == "RUNPATH of build:x");
  CHECK(runtime[2].file.empty());
  CHECK(runtime[2].needed_by == runtime[1].file);
}

TEST_CASE("a list is complete when the link was recorded, every input is explained and the binary was read") {
  SmallBuild build;
  build.pump.witnesses = {{"trace", 4, 2}};
  bool complete = false;
  SECTION("all of that") { complete = true; }
  SECTION("not recorded") { build.pump.recorded = false; }
  SECTION("an input without explanation") { build.pump.unaccounted = {build.build + "/x.o"}; }
  SECTION("no binary") { build.contents.erase(build.pump.output); }
  SECTION("a finding that makes it incomplete") { build.link_findings = {{"x", Severity::error, "", "", "", true}}; }
  SECTION("a finding that does not") {
    build.link_findings = {{"x", Severity::error, "", "", "", false}};
    complete = true;
  }
  SECTION("a finding of another stage about the whole build") { build.findings = {{"x", Severity::error, build.build + "/.ninja_deps", "", "", true}}; }
  SECTION("a finding of another stage about an object in it") {
    build.findings = {{"x", Severity::error, build.object("drive", "motor.cpp"), "", "", true}};
  }
  SECTION("a finding of another stage about an object that is not in it") {
    build.findings = {{"x", Severity::error, build.object("drive", "purge.cpp"), "", "", true}};
    complete = true;
  }
  SECTION("an input that was changed") { build.contents["/usr/lib/libz.a"].stat.size = 1; }
  SECTION("a header that was changed") { build.contents["/usr/include/zlib.h"].stat.modified_ns = SmallBuild::kLinked; }
  const Assembled assembled(build);
  const Completeness& completeness = assembled.binary().completeness;
  CHECK(completeness.complete == complete);
  CHECK(completeness.accounted == assembled.binary().inputs.size());
  REQUIRE(completeness.witnesses.size() == 1);
  CHECK(completeness.witnesses[0].members == 2);
  for (const std::string& one : completeness.unaccounted) CHECK(one == "build:x.o");
}

TEST_CASE("translation units are known by their names") {
  for (const auto* name : {"a.c", "/x/a.cpp", "a.cc", "a.cxx", "a.C", "a.S", "a.s", "a.cppm", "a.m"}) CHECK(trace::is_translation_unit(name));
  for (const auto* name : {"a.h", "a.hpp", "a.inc", "vector", ".c", "a.c/vector", "a.cpp.in", "", "a."}) CHECK_FALSE(trace::is_translation_unit(name));
}
