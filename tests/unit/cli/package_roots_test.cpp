// SPDX-License-Identifier: Apache-2.0
#include "cli/package_roots.hpp"

#include "formats/link_log.hpp"
#include "host/memory_host.hpp"
#include "support/catch.hpp"

using namespace souptrace;

namespace {

/// A build directory whose pump was linked from these files, and the trace's places of package managers' files, all of 7 bytes.
struct Build : MemoryHost {
  Trace trace;
  verify::Roots roots;

  void linked(const std::vector<std::string>& paths, bool are_there = true) {
    formats::LinkLog log;
    log.output = "/b/pump";
    for (const std::string& path : paths) {
      log.inputs.push_back({path, 1, 1, 7, 1, 1});
      if (are_there) add_file(path, "7 bytes");
    }
    add_file("/b/CMakeFiles/souptrace-state/links/" + formats::link_log_key("/b/pump") + "/record", formats::format_link_log(log));
    TraceBinary binary;
    binary.path = {Root::build, "pump"};
    trace.binaries = {binary};
    roots.directories[Root::build] = {"/b", false};
  }
  void traced(const std::string& place, std::uint64_t size = 7) {
    TraceFile file;
    file.path = {Root::package, place};
    file.size = size;
    trace.files.push_back(file);
  }
  std::string folder_of(const std::string& place) {
    cli::add_package_folders(*this, trace, roots);
    return roots.path_of({Root::package, place});
  }
};

}  // namespace

TEST_CASE("the record of a link tells where a package's folder lies") {
  Build build;
  build.linked({"/home/x/.conan2/p/b/zlib9d1/p/lib/libz.a", "/usr/lib/libc.so.6"});
  build.traced("conan/zlib/1.3.1/lib/libz.a");
  build.traced("conan/zlib/1.3.1/include/zlib.h", 100);
  CHECK(build.folder_of("conan/zlib/1.3.1/lib/libz.a") == "/home/x/.conan2/p/b/zlib9d1/p/lib/libz.a");
  CHECK(build.folder_of("conan/zlib/1.3.1/include/zlib.h") == "/home/x/.conan2/p/b/zlib9d1/p/include/zlib.h");
  CHECK(build.folder_of("conan/zlib/1.3.0/include/zlib.h").empty());
}

TEST_CASE("a file of another size, or of two packages alike, tells no folder") {
  Build build;
  build.linked({"/p/one/lib/libz.a", "/p/two/lib/libz.a"});
  build.traced("conan/zlib/1.3.1/lib/libz.a");
  CHECK(build.folder_of("conan/zlib/1.3.1/lib/libz.a").empty());
  Build other;
  other.linked({"/p/one/lib/libz.a"});
  other.traced("conan/zlib/1.3.1/lib/libz.a", 8);
  CHECK(other.folder_of("conan/zlib/1.3.1/lib/libz.a").empty());
}

TEST_CASE("a folder that is gone is not known: its files are not looked at, and not missing") {
  Build build;
  build.linked({"/p/one/lib/libz.a"}, false);
  build.traced("conan/zlib/1.3.1/lib/libz.a");
  CHECK(build.folder_of("conan/zlib/1.3.1/lib/libz.a").empty());
}

TEST_CASE("a folder that the user gave counts, and a record that cannot be read tells nothing") {
  Build build;
  build.linked({"/p/one/lib/libz.a"});
  build.traced("conan/zlib/1.3.1/lib/libz.a");
  build.roots.packages["conan/zlib/1.3.1"] = {"/given", true};
  CHECK(build.folder_of("conan/zlib/1.3.1/lib/libz.a") == "/given/lib/libz.a");
  Build spoilt;
  spoilt.linked({"/p/one/lib/libz.a"});
  spoilt.traced("conan/zlib/1.3.1/lib/libz.a");
  spoilt.add_file("/b/CMakeFiles/souptrace-state/links/" + formats::link_log_key("/b/pump") + "/record", "souptrace-link 1\noutput /b");
  CHECK(spoilt.folder_of("conan/zlib/1.3.1/lib/libz.a").empty());
  Build nothing;
  nothing.traced("conan/zlib/1.3.1/lib/libz.a");
  CHECK(nothing.folder_of("conan/zlib/1.3.1/lib/libz.a").empty());
}
