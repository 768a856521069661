// SPDX-License-Identifier: Apache-2.0
#include "trace/places.hpp"

#include <set>

#include "model/names.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using trace::Places;

namespace {

Places places(const std::string& source, const std::string& build, const std::string& sysroot = "") {
  BuildFacts facts;
  facts.source_directory = source;
  facts.build_directory = build;
  facts.sysroot = sysroot;
  return Places(facts);
}

}  // namespace

TEST_CASE("a path is named by the directory that it lies in") {
  const Places here = places("/home/dev/pump", "/home/dev/pump/build");
  CHECK(here.name("/home/dev/pump/src/a.cpp") == "source:src/a.cpp");
  CHECK(here.name("/home/dev/pump/build/a.o") == "build:a.o");
  CHECK(here.name("/home/dev/pump/build") == "build:");
  CHECK(here.name("/usr/lib/libz.a") == "system:usr/lib/libz.a");
  CHECK(here.name("/etc/ld.so.conf") == "system:etc/ld.so.conf");
  CHECK(here.name("/opt/cross/lib/crt1.o") == "system:opt/cross/lib/crt1.o");
  CHECK(here.name("/home/dev/shared/libx.a") == "outside:../shared/libx.a");
}

TEST_CASE("a directory whose name only starts alike is another one") {
  const Places here = places("/home/dev/pump", "/home/dev/pump-build");
  CHECK(here.name("/home/dev/pump-build/a.o") == "build:a.o");
  CHECK(here.name("/home/dev/pump2/a.cpp") == "outside:../pump2/a.cpp");
  CHECK(here.name("/usr2/lib/x.a") == "outside:../../../usr2/lib/x.a");
}

TEST_CASE("of two directories in one another the inner one names the path") {
  CHECK(places("/w/build/src", "/w/build").name("/w/build/src/a.cpp") == "source:a.cpp");
  CHECK(places("/w/build/src", "/w/build").name("/w/build/a.o") == "build:a.o");
  CHECK(places("/usr/src/pump", "/usr/src/pump/b").name("/usr/src/pump/a.cpp") == "source:a.cpp");
  CHECK(places("/src", "/src").name("/src/a.o") == "build:a.o");
}

TEST_CASE("below the sysroot is the target's system") {
  const Places here = places("/p", "/p/b", "/opt/arm/sysroot");
  CHECK(here.name("/opt/arm/sysroot/usr/lib/libc.so.6") == "system:usr/lib/libc.so.6");
  CHECK(places("/p", "/p/b", "/").name("/usr/lib/libz.a") == "system:usr/lib/libz.a");
  CHECK(places("/p", "/p/b", "/").name("/home/x/libx.a") == "outside:../home/x/libx.a");
}

TEST_CASE("with a sysroot the system directories of the machine that builds are the host's") {
  const Places here = places("/p", "/p/b", "/opt/arm/sysroot");
  CHECK(here.name("/usr/lib/libc.so.6") == "host:usr/lib/libc.so.6");
  CHECK(here.name("/opt/arm/bin/arm-none-eabi-gcc") == "host:opt/arm/bin/arm-none-eabi-gcc");
  CHECK(here.name("/home/x/libx.a") == "outside:../home/x/libx.a");
  CHECK(places("/p", "/p/b", "/p/b/root").name("/p/b/root/usr/lib/libz.a") == "system:usr/lib/libz.a");
  CHECK(places("/p", "/p/b", "/usr/arm").name("/usr/arm/lib/libz.a") == "system:lib/libz.a");
  CHECK(trace_path("host:usr/lib/libc.so.6") == here.place("/usr/lib/libc.so.6"));
}

TEST_CASE("below a package's folder its name stands, where no directory of the product or the system is around it") {
  BuildFacts facts;
  facts.source_directory = "/home/dev/pump";
  facts.build_directory = "/home/dev/pump/build";
  const Places here(facts, {{"/home/dev/.conan2/p/b/zlibf00d/p", "conan/zlib/1.3.1"},
                            {"/home/dev/pump/build/vcpkg_installed", "vcpkg"},
                            {"/opt/brew/Cellar/fmt/10.2.1", "homebrew/fmt/10.2.1"}});
  CHECK(here.name("/home/dev/.conan2/p/b/zlibf00d/p/lib/libz.a") == "package:conan/zlib/1.3.1/lib/libz.a");
  CHECK(here.name("/home/dev/.conan2/p/b/zlibf00d/p") == "package:conan/zlib/1.3.1");
  CHECK(here.name("/home/dev/.conan2/p/b/zlibf00d/pp/x.h") == "outside:../.conan2/p/b/zlibf00d/pp/x.h");
  CHECK(here.name("/home/dev/pump/build/vcpkg_installed/x64-linux/lib/libz.a") == "build:vcpkg_installed/x64-linux/lib/libz.a");
  CHECK(here.name("/opt/brew/Cellar/fmt/10.2.1/lib/libfmt.a") == "system:opt/brew/Cellar/fmt/10.2.1/lib/libfmt.a");
  CHECK(here.relocate("in /home/dev/.conan2/p/b/zlibf00d/p/lib/libz.a, not /home/dev/.conan2/p/b/zlibf00d/p.") ==
        "in package:conan/zlib/1.3.1/lib/libz.a, not package:conan/zlib/1.3.1.");
  CHECK(trace_path("package:conan/zlib/1.3.1/lib/libz.a") == here.place("/home/dev/.conan2/p/b/zlibf00d/p/lib/libz.a"));
}

TEST_CASE("no two paths have one place") {
  const std::vector<std::string> roots{"", "/opt/arm/sysroot", "/usr", "/p/b/root", "/p/root", "/home"};
  for (const std::string& sysroot : roots) {
    const Places here = places("/p", "/p/b", sysroot);
    std::set<std::string> names;
    std::size_t paths = 0;
    for (const auto* directory : {"", "/usr", "/usr/usr", "/p", "/p/b", "/p/b/root", "/p/b/root/usr", "/p/root/usr", "/home", "/home/usr",
                                  "/opt/arm/sysroot", "/opt/arm/sysroot/usr", "/opt/arm/sysroot/p/b", "/var"}) {
      names.insert(here.name(directory + std::string("/lib/libc.so.6")));
      ++paths;
    }
    CHECK(names.size() == paths);
  }
}

TEST_CASE("where a binary is installed is a path of the target") {
  const Places here = places("/p", "/p/b", "/opt/arm/sysroot");
  CHECK(here.name_on_target("/usr/bin") == "system:usr/bin");
  CHECK(here.name_on_target("/opt/arm/sysroot/usr/bin") == "system:usr/bin");
  CHECK(here.name_on_target("/p/b/stage") == "build:stage");
  CHECK(here.name_on_target("bin") == "bin");
}

TEST_CASE("what is no absolute path stays as it is") {
  const Places here = places("/p", "/p/b");
  CHECK(here.name("").empty());
  CHECK(here.name("lib") == "lib");
}

TEST_CASE("every place can be read back") {
  const Places here = places("/home/dev/pump", "/home/dev/pump/build");
  for (const auto* path : {"/home/dev/pump/a:b.cpp", "/home/dev/pump/build/x", "/usr/x", "/home/other/x"}) {
    const TracePath place = here.place(path);
    CHECK(trace_path(text_of(place)) == place);
  }
}

TEST_CASE("a text names places in place of this machine's directories") {
  const Places here = places("/home/dev/pump", "/home/dev/pump/build", "/opt/sysroot");
  CHECK(here.relocate("in /home/dev/pump/build/a.o and /home/dev/pump/x.cpp") == "in build:a.o and source:x.cpp");
  CHECK(here.relocate("/home/dev/pump/build: RUNPATH") == "build:: RUNPATH");
  CHECK(here.relocate("'/home/dev/pump/build'") == "'build:'");
  CHECK(here.relocate("see /home/dev/pump.") == "see source:.");
  CHECK(here.relocate("-L/home/dev/pump/build/lib -I/home/dev/pump") == "-Lbuild:lib -Isource:");
  CHECK(here.relocate("-Wl,-rpath,/home/dev/pump/build") == "-Wl,-rpath,build:");
  CHECK(here.relocate("/opt/sysroot/usr/lib/libc.so") == "system:usr/lib/libc.so");
  CHECK(here.relocate("").empty());
  CHECK(here.relocate("nothing here") == "nothing here");
}

TEST_CASE("a directory's name inside another name is left alone") {
  const Places here = places("/src", "/src/build");
  for (const auto* text : {"/usr/src/linux", "/usr/src/build/x", "x/src/y", "/src2/x", "/srcé/x", "/src~/x", "/src.old/x", "a-L/src/x", "--L/src/x"})
    CHECK(here.relocate(text) == text);
  CHECK(here.relocate("/src/build2/x") == "source:build2/x");
  CHECK(here.relocate("/usr/src/a /src/a") == "/usr/src/a source:a");
}

TEST_CASE("a word of a command names its path by its place") {
  const Places here = places("/home/dev/pump", "/home/dev/pump/build");
  CHECK(here.name_in_option("-I/home/dev/pump/build/gen") == "-Ibuild:gen");
  CHECK(here.name_in_option("/home/dev/other/inc") == "outside:../other/inc");
  CHECK(here.name_in_option("-I/home/dev/other/../third party") == "-Ioutside:../third party");
  CHECK(here.name_in_option("--sysroot=/usr/arm") == "--sysroot=system:usr/arm");
  CHECK(here.name_in_option("-ffile-prefix-map=/home/dev/pump=/x") == "-ffile-prefix-map=source:=/x");
  CHECK(here.name_in_option("-Wl,-rpath,/home/dev/pump/build:/opt/lib") == "-Wl,-rpath,build::/opt/lib");
  CHECK(here.name_in_option("-DTEXT=\"a/b\"") == "-DTEXT=\"a/b\"");
  CHECK(here.name_in_option("-O2") == "-O2");
  CHECK(here.name_in_option("").empty());
}

TEST_CASE("a directory that commands name through a symbolic link is the same place") {
  BuildFacts facts;
  facts.source_directory = "/srv/data/pump";
  facts.build_directory = "/srv/data/pump/build";
  facts.named_directories = {"/src/pump", "/src/pump/build"};
  const Places here(facts);
  CHECK(here.name_in_option("-I/src/pump/build/gen") == "-Ibuild:gen");
  CHECK(here.name_in_option("-I/src/pump/inc") == "-Isource:inc");
  CHECK(here.name_in_option("-I/srv/data/pump/inc") == "-Isource:inc");
}
