// SPDX-License-Identifier: Apache-2.0
#include "facts/compiled_before.hpp"

#include "host/memory_host.hpp"
#include "support/catch.hpp"

using namespace souptrace;

namespace {

constexpr const char* kMemory = "/b/state/compiled";

/// Two objects that share a header.
struct Build {
  MemoryHost host;
  std::vector<CompiledObject> objects{{"/b/a.o", "/s/a.c", {"/usr/include/z.h"}, "depfile"},
                                      {"/b/b.o", "/s/b.c", {"/s/b.h", "/usr/include/z.h"}, "depfile"}};
  std::map<std::string, Result<FileDigests>> files;

  Build() {
    for (const char* object : {"/b/a.o", "/b/b.o"}) set(object, object, 2000);
    for (const char* file : {"/s/a.c", "/s/b.c", "/s/b.h", "/usr/include/z.h"}) set(file, file, 1000);
  }
  void set(const std::string& path, const std::string& sha256, std::int64_t modified_ns) {
    FileDigests file;
    file.whole.sha256 = sha256;
    file.stat.size = 10;
    file.stat.modified_ns = modified_ns;
    files.insert_or_assign(path, file);
  }
  std::set<std::string> trace() { return facts::objects_left_behind(host, kMemory, objects, files); }
};

}  // namespace

TEST_CASE("what is as it was at the first trace is never left behind") {
  Build build;
  CHECK(build.trace().empty());
  CHECK(build.trace().empty());
}

TEST_CASE("a header replaced by one with an older time stamp leaves its objects behind until they are compiled") {
  Build build;
  CHECK(build.trace().empty());
  build.set("/usr/include/z.h", "upgraded", 900);
  CHECK(build.trace() == std::set<std::string>{"/b/a.o", "/b/b.o"});
  CHECK(build.trace() == std::set<std::string>{"/b/a.o", "/b/b.o"});
  build.set("/b/a.o", "/b/a.o", 3000);
  CHECK(build.trace() == std::set<std::string>{"/b/b.o"});
  build.set("/b/b.o", "other", 3000);
  CHECK(build.trace().empty());
  CHECK(build.trace().empty());
}

TEST_CASE("a header that is found at another real path with another content counts as replaced") {
  Build build;
  CHECK(build.trace().empty());
  build.set("/opt/sdk-2/z.h", "other", 900);
  build.objects[0].headers = {"/opt/sdk-2/z.h"};
  CHECK(build.trace() == std::set<std::string>{"/b/a.o"});
}

TEST_CASE("an object of which something is unknown or newer is not judged, and not remembered") {
  Build build;
  CHECK(build.trace().empty());
  build.set("/s/a.c", "edited", 2500);  // the build tool sees this one
  CHECK(build.trace().empty());
  build.set("/s/a.c", "edited", 900);  // this was not what the first trace saw; the second did not look
  CHECK(build.trace().empty());
  build.files.insert_or_assign("/s/b.h", Error{"io", "cannot read"});
  CHECK(build.trace().empty());
  build.files.erase("/b/a.o");
  CHECK(build.trace().empty());
}

TEST_CASE("an object that is younger than what the build tool recorded of it is not remembered with that") {
  for (const std::int64_t unit : {std::int64_t{1'000}, std::int64_t{1'000'000'000}}) {  // the second one is what old ninjas count in
    Build build;
    build.set("/s/own.h", "own", 900);
    build.set("/b/a.o", "/b/a.o", 9 * unit + 5);
    build.objects[0].recorded_ns = 7 * unit;  // it is being compiled again: the record is that of the object before
    CHECK(build.trace().empty());
    build.objects[0].headers = {"/s/own.h"};
    build.objects[0].recorded_ns = unit == 1'000 ? 9 * unit + 5 : 9 * unit;
    CHECK(build.trace().empty());
    build.set("/s/own.h", "replaced", 800);
    CHECK(build.trace() == std::set<std::string>{"/b/a.o"});
  }
}

TEST_CASE("a damaged memory is ignored at whatever byte it is cut or changed, and written anew") {
  Build build;
  CHECK(build.trace().empty());
  const std::string whole = *build.host.content(kMemory);
  build.set("/usr/include/z.h", "upgraded", 900);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    build.host.add_file(kMemory, whole.substr(0, i));
    CHECK(build.trace().empty());
    std::string changed = whole;
    changed[i] = changed[i] == '1' ? '2' : '1';
    build.host.add_file(kMemory, changed);
    CHECK(build.trace().empty());
  }
  build.host.add_file(kMemory, whole);
  CHECK(build.trace().size() == 2);
}

TEST_CASE("a memory that cannot be read or written loses only what earlier traces saw") {
  Build build;
  build.host.fail_when([](const std::string&, const std::string&) { return Error{"io", "no"}; });
  CHECK(build.trace().empty());
}

TEST_CASE("a path that a line cannot hold is not remembered") {
  Build build;
  build.objects = {{"/b/a\nb\t.o", "/s/a.c", {}, "depfile"}};
  build.set("/b/a\nb\t.o", "object", 2000);
  CHECK(build.trace().empty());
  build.set("/s/a.c", "other", 900);
  CHECK(build.trace().empty());
}
