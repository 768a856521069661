// SPDX-License-Identifier: Apache-2.0
#include "trace/file_table.hpp"

#include "model/names.hpp"
#include "small_build.hpp"
#include "support/catch.hpp"
#include "trace/object_files.hpp"

using namespace souptrace;
using test::SmallBuild;

TEST_CASE("files are numbered in the order of their places, each once") {
  const SmallBuild build;
  const trace::Places places(build.facts);
  trace::FileTable table;
  for (const auto* path : {"/usr/lib/libz.a", "/home/dev/pump/build/b", "/home/dev/pump/x", "/home/other", "/home/dev/pump/build/a", "/usr/lib/libz.a", ""})
    table.want(path);
  const auto files = table.finish(build.material(), places);
  std::vector<std::string> named;
  for (const TraceFile& file : files) named.push_back(file.id + ' ' + text_of(file.path));
  CHECK(named == std::vector<std::string>{"f1 source:x", "f2 build:a", "f3 build:b", "f4 system:usr/lib/libz.a", "f5 outside:../../other"});
  CHECK(table.id("/home/dev/pump/build/b") == "f3");
  CHECK(table.id("/not/wanted").empty());
  CHECK(table.id("").empty());
}

TEST_CASE("an object's headers are numbered in the order of the files, each once") {
  const SmallBuild build;
  trace::FileTable table;
  std::vector<std::string> paths;
  for (char name = 'a'; name < 'm'; ++name) paths.push_back("/usr/" + std::string(1, name));
  for (const std::string& path : paths) table.want(path);
  (void)table.finish(build.material(), trace::Places(build.facts));
  const CompiledObject one{"/o", paths[4], {paths[10], paths[1], "/not/wanted", paths[10], paths[2]}, "ninja-deps"};
  const CompiledObject two{"/p", "", {paths[2]}, "ninja-deps"};
  const trace::ObjectFiles compiled({&one, &two}, table);
  CHECK(compiled.of(one).source == 5);
  CHECK(compiled.of(one).headers == std::vector<std::uint32_t>{2, 3, 11});
  CHECK(compiled.of(two).source == 0);
  CHECK(compiled.of(two).headers == std::vector<std::uint32_t>{3});
  CHECK(TextList(table.ids(), compiled.of(one).headers) == std::vector<std::string>{"f2", "f3", "f11"});
}

TEST_CASE("a file carries its digests and its owner, with places in the evidence") {
  SmallBuild build;
  Ownership owner;
  owner.chosen = {"declared:x", Tier::declared, "below /home/dev/pump/x", {{"cmake", "/home/dev/pump/CMakeLists.txt", "in /home/dev/pump/build"}}};
  owner.chosen_because = "nearer than /home/dev/pump";
  owner.losing = {{"git:y", Tier::vcs_pinned, "", {{"git", "/home/dev/pump/.git", ""}}}};
  build.identification.files["/home/dev/pump/x"] = owner;
  build.add_content("/home/dev/pump/x", "sum");
  trace::FileTable table;
  table.want("/home/dev/pump/x");
  const auto files = table.finish(build.material(), trace::Places(build.facts));
  REQUIRE(files.size() == 1);
  CHECK(files[0].sha256 == "sum");
  CHECK(files[0].size == 10);
  CHECK(files[0].owner.chosen.rule == "below source:x");
  CHECK(files[0].owner.chosen.evidence[0].place == "source:CMakeLists.txt");
  CHECK(files[0].owner.chosen.evidence[0].text == "in build:");
  CHECK(files[0].owner.chosen_because == "nearer than source:");
  CHECK(files[0].owner.losing[0].evidence[0].place == "source:.git");
}

TEST_CASE("a file of which nothing is known has no digest and no owner") {
  const SmallBuild build;
  trace::FileTable table;
  table.want("/usr/unknown");
  const auto files = table.finish(build.material(), trace::Places(build.facts));
  REQUIRE(files.size() == 1);
  CHECK(files[0].sha256.empty());
  CHECK(files[0].owner.chosen.component.empty());
  CHECK(files[0].owner.chosen.tier == Tier::unknown);
}
