// SPDX-License-Identifier: Apache-2.0
#include "small_build.hpp"
#include "support/catch.hpp"
#include "trace/binary_assembler.hpp"

using namespace souptrace;
using test::SmallBuild;

namespace {

struct Joined {
  trace::Material material;
  std::vector<Finding> findings;
  std::vector<trace::JoinedInput> inputs;

  explicit Joined(const SmallBuild& build) : material(build.material()) {
    const trace::ObjectJoin join(material);
    inputs = trace::join_inputs(material.links[0], material, join, findings);
  }
  [[nodiscard]] std::string object_of(const std::string& path, const std::string& member = "") const {
    for (const trace::JoinedInput& one : inputs)
      if (one.input->path == path && one.input->member == member) return one.object == nullptr ? "none" : one.object->object;
    return "no such input";
  }
};

std::vector<std::string> unchanged_findings(const SmallBuild& build) {
  const auto material = build.material();
  std::vector<Finding> findings;
  trace::check_unchanged(material.links[0], material, findings);
  return test::codes(findings);
}

}  // namespace

TEST_CASE("objects of the build are joined by path and members by their bytes") {
  const SmallBuild build;
  const Joined joined(build);
  CHECK(joined.inputs.size() == 4);
  CHECK(joined.object_of(build.object("pump", "main.cpp")) == build.object("pump", "main.cpp"));
  CHECK(joined.object_of(build.drive(), "motor.cpp.o") == build.object("drive", "motor.cpp"));
  CHECK(joined.object_of("/usr/lib/libz.a", "deflate.o") == "none");
  CHECK(joined.object_of("/usr/lib/libc.so.6") == "none");
  CHECK(joined.findings.empty());
}

TEST_CASE("an object that the link found through a symbolic link is joined by its real path") {
  SmallBuild build;
  build.input(build.object("pump", "main.cpp")).path = "/link/main.cpp.o";
  CHECK(Joined(build).object_of("/link/main.cpp.o") == build.object("pump", "main.cpp"));
}

TEST_CASE("a member with a directory in its name is joined by its file name") {
  SmallBuild build;
  build.input(build.drive(), "motor.cpp.o").member = "sub/dir/motor.cpp.o";
  CHECK(Joined(build).object_of(build.drive(), "sub/dir/motor.cpp.o") == build.object("drive", "motor.cpp"));
}

TEST_CASE("a member of a thin archive is its own file") {
  SmallBuild build;
  LinkInput& member = build.input(build.drive(), "motor.cpp.o");
  member.archive = build.drive();
  member.path = member.real_path = build.object("drive", "motor.cpp");
  member.offset = member.size = 0;
  const Joined joined(build);
  CHECK(joined.object_of(member.path, "motor.cpp.o") == member.path);
  CHECK(joined.findings.empty());
}

TEST_CASE("a member of this build's archive with bytes of no object is a finding") {
  SmallBuild build;
  build.contents[build.drive()].members[{68, 100}] = "changed with objcopy";
  const Joined joined(build);
  CHECK(joined.object_of(build.drive(), "motor.cpp.o") == "none");
  REQUIRE(test::codes(joined.findings) == std::vector<std::string>{"member-source-unknown"});
  CHECK(joined.findings[0].subject == build.drive() + "(motor.cpp.o)");
  CHECK_FALSE(joined.findings[0].incomplete);
}

TEST_CASE("an object in the build directory that no dependency record names is a finding") {
  SmallBuild build;
  build.add_input(build.build + "/blob.o", Role::object, Use::linked);
  CHECK(test::codes(Joined(build).findings) == std::vector<std::string>{"object-source-unknown"});
}

TEST_CASE("prebuilt objects and archives have no source and no finding for it") {
  SmallBuild build;
  build.add_input("/usr/lib/prebuilt.o", Role::object, Use::linked);
  build.add_member(build.source + "/vendor/libv.a", "v.o", 68, "prebuilt");
  CHECK(Joined(build).findings.empty());
}

TEST_CASE("only what the linker took is joined") {
  SmallBuild build;
  build.add_input(build.build + "/libother.a", Role::archive, Use::dropped);
  build.add_input(build.build + "/version.map", Role::linker_script, Use::read);
  build.add_input(build.build + "/crt0.o", Role::startup_object, Use::linked);
  const Joined joined(build);
  CHECK(joined.findings.empty());
  CHECK(joined.object_of(build.build + "/crt0.o") == "none");
}

TEST_CASE("an input that is as it was at the link is no finding") { CHECK(unchanged_findings(SmallBuild()).empty()); }

TEST_CASE("an input with another size or time than at the link is an error that leaves the trace incomplete") {
  SmallBuild build;
  SECTION("size") { build.contents["/usr/lib/libz.a"].stat.size = 11; }
  SECTION("newer") { build.contents["/usr/lib/libz.a"].stat.modified_ns = SmallBuild::kLinked + 1; }
  SECTION("older: replaced by another") { build.contents["/usr/lib/libz.a"].stat.modified_ns = 1; }
  const auto material = build.material();
  std::vector<Finding> findings;
  trace::check_unchanged(material.links[0], material, findings);
  REQUIRE(test::codes(findings) == std::vector<std::string>{"input-changed-since-link"});
  CHECK(findings[0].subject == "/usr/lib/libz.a");
  CHECK(findings[0].severity == Severity::error);
  CHECK(findings[0].incomplete);
}

TEST_CASE("an input that was copied or linked anew with its bytes and time is the same") {
  SmallBuild build;
  build.contents["/usr/lib/libz.a"].stat.inode = 99;
  build.contents["/usr/lib/libz.a"].stat.changed_ns = SmallBuild::kLinked + 5;
  CHECK(unchanged_findings(build).empty());
}

TEST_CASE("without a record of the input's state a file newer than the link is an error") {
  SmallBuild build;
  build.input("/usr/lib/libc.so.6").stat.reset();
  CHECK(unchanged_findings(build).empty());
  build.contents["/usr/lib/libc.so.6"].stat.modified_ns = SmallBuild::kLinked + 1;
  CHECK(unchanged_findings(build) == std::vector<std::string>{"input-changed-since-link"});
  build.pump.finished_ns = 0;
  CHECK(unchanged_findings(build).empty());
}

TEST_CASE("an input that cannot be read is an error that says why") {
  SmallBuild build;
  build.contents.erase("/usr/lib/libz.a");
  build.unreadable["/usr/lib/libz.a"] = "Permission denied";
  const auto material = build.material();
  std::vector<Finding> findings;
  trace::check_unchanged(material.links[0], material, findings);
  REQUIRE(test::codes(findings) == std::vector<std::string>{"input-unreadable"});
  CHECK(findings[0].text.find("Permission denied") != std::string::npos);
  CHECK(findings[0].incomplete);
}

TEST_CASE("a binary or a library of its closure that was there and could not be hashed leaves the trace incomplete") {
  SmallBuild build;
  build.pump.runtime = {{"libc.so.6", "/lib/libc.so.6", "/usr/lib/libc.so.6", build.pump.output, "default directory"}};
  std::vector<Finding> findings;
  trace::check_readable(build.pump, build.material(), findings);
  CHECK(findings.empty());
  for (const auto& [path, code] : {std::pair<std::string, std::string>{build.pump.output, "binary-unreadable"},
                                   {"/usr/lib/libc.so.6", "runtime-library-unreadable"}}) {
    SmallBuild broken = build;
    broken.contents.erase(path);
    broken.unreadable[path] = "Input/output error";
    const Trace trace = trace::assemble(broken.material());
    const auto found = std::find_if(trace.findings.begin(), trace.findings.end(), [&](const Finding& one) { return one.code == code; });
    REQUIRE(found != trace.findings.end());
    CHECK(found->incomplete);
    CHECK(found->text.find("Input/output error") != std::string::npos);
    const auto pump = std::find_if(trace.binaries.begin(), trace.binaries.end(), [](const TraceBinary& one) { return one.name == "pump"; });
    REQUIRE(pump != trace.binaries.end());
    CHECK_FALSE(pump->completeness.complete);
  }
}
