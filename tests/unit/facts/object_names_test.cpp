// SPDX-License-Identifier: Apache-2.0
#include "facts/object_names.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace souptrace;

namespace {

bool names(const Target& target, const std::string& source, const std::string& object,
           const std::string& configuration = "") {
  const auto all = facts::object_candidates(target, source, {"/src", "/src/build"}, configuration);
  return std::find(all.begin(), all.end(), object) != all.end();
}

Target target_in(const std::string& directory) {
  Target target;
  target.name = "app";
  target.source_directory = directory.empty() ? "/src" : "/src/" + directory;
  target.build_directory = directory.empty() ? "/src/build" : "/src/build/" + directory;
  return target;
}

}  // namespace

// Every name here was made by CMake 3.25.1 and 4.4.
TEST_CASE("objects are named as CMake names them") {
  const Target top = target_in("");
  CHECK(names(top, "/src/main.cpp", "/src/build/CMakeFiles/app.dir/main.cpp.o"));
  CHECK(names(top, "/src/sub/a.c", "/src/build/CMakeFiles/app.dir/sub/a.c.o"));
  CHECK(names(top, "/src/m ain.c", "/src/build/CMakeFiles/app.dir/m_ain.c.o"));
  CHECK(names(top, "/src/d+e.c", "/src/build/CMakeFiles/app.dir/d+e.c.o"));
  CHECK(names(top, "/outside/x.cpp", "/src/build/CMakeFiles/app.dir/outside/x.cpp.o"));
  CHECK(names(top, "/src/build/gen.cpp", "/src/build/CMakeFiles/app.dir/gen.cpp.o"));
  CHECK(names(top, "/src/main.cpp", "/src/build/CMakeFiles/app.dir/Debug/main.cpp.o", "Debug"));
  CHECK(names(top, "/src/main.cpp",
              "/src/build/CMakeFiles/app.dir/main.o"));  // CMAKE_CXX_OUTPUT_EXTENSION_REPLACE
  CHECK(names(target_in("sub"), "/src/other/a.c", "/src/build/sub/CMakeFiles/app.dir/__/other/a.c.o"));
  CHECK(names(target_in("sub/deep"), "/src/a.c", "/src/build/sub/deep/CMakeFiles/app.dir/__/__/a.c.o"));
  CHECK(names(target_in("sub"), "/src/build/gen.c", "/src/build/sub/CMakeFiles/app.dir/__/gen.c.o"));
}

TEST_CASE("what FetchContent put into a build tree beside the sources is named from its own source directory") {
  Target ring;
  ring.name = "ring";
  ring.source_directory = "/build/_deps/ring-src";
  ring.build_directory = "/build/_deps/ring-build";
  const auto all = facts::object_candidates(ring, "/build/_deps/ring-src/src/a.cpp", {"/src", "/build"}, "");
  CHECK(std::find(all.begin(), all.end(), "/build/_deps/ring-build/CMakeFiles/ring.dir/src/a.cpp.o") != all.end());
}

TEST_CASE("names stay inside the target's directory whatever the source is called") {
  for (const char* source : {"/", "/src", "/src/../x.c", "/src/.c", "/src/a:b.c"})
    for (const std::string& candidate :
         facts::object_candidates(target_in(""), source, {"/src", "/src/build"}, "")) {
      INFO(candidate);
      CHECK(candidate.starts_with("/src/build/CMakeFiles/app.dir/"));
      CHECK(candidate.find("/../") == std::string::npos);
    }
}
