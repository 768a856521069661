// SPDX-License-Identifier: Apache-2.0
#include "launcher/link_arguments.hpp"

#include <set>

#include "support/catch.hpp"

using namespace souptrace::launcher;
using Words = std::vector<std::string>;

namespace {

const std::set<std::string> kPrograms = {"ccache", "gcc",  "g++", "/opt/bin/mycc",     "ld.lld",
                                         "wrap",   "mold", "env", "arm-none-eabi-gcc", "cc"};

bool is_program(const std::string& word) {
  return kPrograms.contains(word);
}

LinkArguments read(const Words& command) {
  return read_link_arguments(command, is_program, [](const std::string& path) -> std::optional<std::string> {
    if (path == "objects.rsp") return "-o fromfile a.o";
    if (path == "linker.rsp") return "-Map=rsp.map";
    return std::nullopt;
  });
}

std::size_t driver(const Words& command) {
  return find_driver(command, is_program);
}

}  // namespace

TEST_CASE("the driver is found behind launchers and their options") {
  CHECK(driver({"g++", "a.o"}) == 0);
  CHECK(driver({"ccache", "g++", "a.o"}) == 1);
  CHECK(driver({"wrap", "--flag", "value", "arm-none-eabi-gcc", "a.o"}) == 3);
  CHECK(driver({"env", "A=g++", "-i", "/opt/bin/mycc", "a.o"}) == 3);
  CHECK(driver({"/opt/bin/mycc", "a.o"}) == 0);
  CHECK(driver({"wrap", "a.o"}) == 0);
}

TEST_CASE("an input is never taken for the driver of a program that is missing") {
  CHECK(driver({"nosuch", "-o", "cc"}) == 0);
  CHECK(driver({"ccache", "nosuch", "a.o"}) == 0);
  CHECK(driver({}) == 0);
}

TEST_CASE("linkers and launchers are known by name, with target and version") {
  for (const char* const name : {"ld", "/usr/bin/ld.bfd", "arm-none-eabi-ld", "ld.lld-14", "mold",
                                 "x86_64-linux-gnu-ld.gold", "ld.exe"})
    CHECK(is_linker_name(name));
  for (const char* const name : {"gcc", "world", "ld.txt", "ldd", "", "-", "bold"})
    CHECK_FALSE(is_linker_name(name));
  CHECK(is_launcher_name("/usr/bin/ccache"));
  CHECK_FALSE(is_launcher_name("g++"));
}

TEST_CASE("every spelling of the output is understood, and the last one wins") {
  CHECK(read({"gcc", "a.o"}).output == "a.out");
  CHECK(read({"gcc", "-o", "x", "a.o"}).output == "x");
  CHECK(read({"gcc", "-ox", "a.o"}).output == "x");
  CHECK(read({"gcc", "--output=x"}).output == "x");
  CHECK(read({"gcc", "--output", "x"}).output == "x");
  CHECK(read({"gcc", "-o", "x", "-o", "y"}).output == "y");
  CHECK(read({"gcc", "@objects.rsp", "-lm"}).output == "fromfile");
  CHECK(read({"gcc", "-o", "x", "-Wl,-o,y"}).output == "y");
  CHECK(read({"gcc", "-Wl,--output=y"}).output == "y");
  CHECK(read({"ld.lld", "-o", "x"}).output == "x");
  CHECK(read({"ld.lld", "-ox"}).output == "x");
  CHECK(read({"gcc", "a.o", "-o"}).output == "a.out");
}

TEST_CASE("a value that looks like an option is not one") {
  CHECK(read({"gcc", "-o", "-t", "a.o"}).output == "-t");
  CHECK(read({"gcc", "-o", "-t", "a.o"}).traces == 0);
  CHECK(read({"gcc", "-I", "-c", "-o", "x"}).links);
  CHECK(read({"gcc", "-u", "-ox", "-o", "y"}).output == "y");
  CHECK(read({"gcc", "-Wl,-rpath,-Map=x"}).map_file.empty());
}

TEST_CASE("what a build asks of the linker itself is found in every spelling") {
  for (const Words& words :
       {Words{"-Wl,--dependency-file=d"}, Words{"-Wl,--dependency-file,d"},
        Words{"-Wl,--dependency-file", "-Wl,d"}, Words{"-Xlinker", "--dependency-file=d"},
        Words{"-Xlinker", "--dependency-file", "-Xlinker", "d"}, Words{"-Wl,-dependency-file=d"}}) {
    Words command = {"gcc", "-o", "x"};
    command.insert(command.end(), words.begin(), words.end());
    CHECK(read(command).dependency_file == "d");
  }
  CHECK(read({"gcc", "-Wl,-Map,m"}).map_file == "m");
  CHECK(read({"gcc", "-Wl,--Map=m"}).map_file == "m");
  CHECK(read({"gcc", "-Wl,-Map=a", "-Wl,-Map=b"}).map_file == "b");
  CHECK(read({"gcc", "-Wl,@linker.rsp"}).map_file == "rsp.map");
  CHECK(read({"ld.lld", "-Map", "m"}).map_file == "m");
  CHECK(read({"gcc", "-Wl,-plugin,p.so"}).plugin == "p.so");
  CHECK(read({"gcc", "-Wl,-Map"}).map_file.empty());
}

TEST_CASE("what a build lets the linker print is noticed") {
  for (const char* const word : {"-t", "-Wl,-t", "-Wl,--trace"}) CHECK(read({"gcc", word}).traces == 1);
  CHECK(read({"gcc", "-Wl,-t,-t"}).traces == 2);
  CHECK(read({"gcc", "-Wl,--verbose"}).is_verbose);
  for (const char* const word : {"-Wl,-M", "-Wl,--print-map"}) CHECK(read({"gcc", word}).prints_map);
  CHECK(read({"mold", "-M"}).prints_map);
  CHECK(read({"gcc", "-Wl,--print-gc-sections"}).prints_gc_sections);
  CHECK_FALSE(read({"gcc", "-Wl,--print-gc-sections,--no-print-gc-sections"}).prints_gc_sections);
  const auto plain = read({"gcc", "-Wl,--gc-sections", "-Wl,-z,now", "t", "-o", "x"});
  CHECK_FALSE((plain.traces > 0 || plain.is_verbose || plain.prints_map || plain.prints_gc_sections));
}

TEST_CASE("commands that do not link are told from those that do") {
  for (const char* const word : {"-c", "-S", "-E", "-M", "--version", "-print-search-dirs", "-fsyntax-only"})
    CHECK_FALSE(read({"gcc", word, "a.c"}).links);
  CHECK_FALSE(read({"ld.lld", "--version"}).links);
  for (const char* const word : {"-v", "-shared", "-r", "-static", "-Wl,-M", "-coverage"})
    CHECK(read({"gcc", word, "a.o"}).links);
}

TEST_CASE("the options that choose the linker are kept with their values") {
  const auto link = read({"gcc", "-O2", "-fuse-ld=gold", "-B", "dir", "-Bother", "--sysroot=/s", "-m32",
                          "-mllvm", "-x", "-flto=auto", "-fno-use-linker-plugin", "-target", "arm", "a.o"});
  CHECK(link.selecting == Words{"-fuse-ld=gold", "-B", "dir", "-Bother", "--sysroot=/s", "-m32", "-flto=auto",
                                "-fno-use-linker-plugin", "-target", "arm"});
  CHECK(link.selecting_by_path);
  CHECK_FALSE(read({"gcc", "-fuse-ld=gold", "-m32"}).selecting_by_path);
  CHECK(read({"ld.lld", "-m", "i386pep"}).selecting == Words{"-m", "i386pep"});
}

TEST_CASE("the command is kept with its launchers and with response files expanded") {
  const auto link = read({"ccache", "gcc", "@objects.rsp", "-Wl,@linker.rsp"});
  CHECK(link.command == Words{"ccache", "gcc", "-o", "fromfile", "a.o", "-Xlinker", "-Map=rsp.map"});
  CHECK(link.driver == 1);
  CHECK_FALSE(link.direct);
  CHECK(read({"ld.lld", "a.o"}).direct);
}

TEST_CASE("response files for the linker are expanded where they stand") {
  const ReadText read_text = [](const std::string& path) -> std::optional<std::string> {
    if (path != "lib.rsp") return std::nullopt;
    return "--start-lib 'a b.o' --end-lib";
  };
  const auto expanded = [&](const Words& command) {
    return read_link_arguments(command, [](const std::string& word) { return word == "gcc"; }, read_text).command;
  };
  const Words whole{"gcc", "m.o", "-Xlinker", "--start-lib", "-Xlinker", "a b.o", "-Xlinker", "--end-lib", "n.o"};
  CHECK(expanded({"gcc", "m.o", "-Wl,@lib.rsp", "n.o"}) == whole);
  const Words beside{"gcc", "-Wl,--gc-sections,-z,now", "-Xlinker", "-Map", "-Xlinker", "@none", "-Xlinker"};
  CHECK(expanded({"gcc", "-Wl,--gc-sections,-z,now", "-Wl,-Map,@none", "-Xlinker"}) == beside);
}
