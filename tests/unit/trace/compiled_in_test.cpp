// SPDX-License-Identifier: Apache-2.0
#include "trace/compiled_in.hpp"

#include "small_build.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using test::SmallBuild;

namespace {

std::vector<Finding> check(const SmallBuild& build, std::set<std::string> left_behind);

std::vector<Finding> check(const SmallBuild& build) {
  return check(build, {});
}

std::vector<Finding> check(const SmallBuild& build, std::set<std::string> left_behind) {
  auto material = build.material();
  material.left_behind = std::move(left_behind);
  const trace::ObjectJoin join(material);
  std::vector<Finding> ignored;
  const auto inputs = trace::join_inputs(material.links[0], material, join, ignored);
  std::vector<Finding> findings;
  trace::CompiledInCheck(material).check(build.pump.output, inputs, findings);
  return findings;
}

}  // namespace

TEST_CASE("sources and headers older than their objects are what was compiled") { CHECK(check(SmallBuild()).empty()); }

TEST_CASE("a source or header with the very time of its object is what was compiled") {
  SmallBuild build;
  build.contents[build.source + "/src/drive.hpp"].stat.modified_ns = SmallBuild::kCompiled;
  CHECK(check(build).empty());
}

TEST_CASE("a file newer than an object made from it is an error, once a binary") {
  SmallBuild build;
  const std::string file = GENERATE(std::string("/src/main.cpp"), std::string("/src/motor.cpp"), std::string("/src/drive.hpp"));
  build.contents[build.source + file].stat.modified_ns = SmallBuild::kCompiled + 1;
  const auto findings = check(build);
  REQUIRE(test::codes(findings) == std::vector<std::string>{"source-changed-since-compile"});
  CHECK(findings[0].subject == build.source + file);
  CHECK(findings[0].severity == Severity::error);
  CHECK(findings[0].incomplete);
}

TEST_CASE("a header that cannot be read is an error, once a binary, that says why") {
  SmallBuild build;
  build.contents.erase(build.source + "/src/drive.hpp");
  build.unreadable[build.source + "/src/drive.hpp"] = "gone";
  const auto findings = check(build);
  REQUIRE(test::codes(findings) == std::vector<std::string>{"header-unreadable"});
  CHECK(findings[0].text.find("gone") != std::string::npos);
  CHECK(findings[0].incomplete);
}

TEST_CASE("what only objects outside the binary were compiled from does not matter") {
  SmallBuild build;
  build.contents[build.source + "/src/purge.cpp"].stat.modified_ns = SmallBuild::kCompiled + 1;
  build.contents.erase(build.source + "/src/purge.hpp");
  build.unreadable[build.source + "/src/purge.hpp"] = "gone";
  CHECK(check(build).empty());
}

TEST_CASE("of an object that was left behind, the files that were put there after it are named, else the object itself") {
  SmallBuild build;
  const std::string object = build.object("pump", "main.cpp");
  const auto unclear = check(build, {object});
  REQUIRE(test::codes(unclear) == std::vector<std::string>{"source-changed-since-compile"});
  CHECK(unclear[0].subject == object);
  CHECK(unclear[0].incomplete);
  build.contents["/usr/include/zlib.h"].stat.changed_ns = SmallBuild::kCompiled + 1;
  const auto clear = check(build, {object});
  REQUIRE(test::codes(clear) == std::vector<std::string>{"source-changed-since-compile"});
  CHECK(clear[0].subject == "/usr/include/zlib.h");
  CHECK(clear[0].remedy.find("--clean-first") != std::string::npos);
  CHECK(check(build).empty());
  CHECK(check(build, {build.object("drive", "purge.cpp")}).empty());
}
