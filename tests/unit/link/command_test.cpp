// SPDX-License-Identifier: Apache-2.0
#include "link/command.hpp"

#include "support/catch.hpp"

using namespace souptrace::link;

namespace {

const CommandInput* input_named(const LinkCommand& command, const std::string& name) {
  for (const CommandInput& input : command.inputs)
    if (input.name == name) return &input;
  return nullptr;
}

}  // namespace

TEST_CASE("inputs are the words that are no option and no option's value") {
  const LinkCommand command = read_command({"c++", "-O2", "a.o", "-o", "out", "-L", "dir", "-lz",
                                            "-l:libexact.a", "-Wl,-rpath,/opt/lib", "b.o", "-z", "now"});
  REQUIRE(command.inputs.size() == 4);
  CHECK(command.inputs[0].name == "a.o");
  CHECK(command.inputs[1].name == "z");
  CHECK(command.inputs[1].library);
  CHECK(command.inputs[2].name == ":libexact.a");
  CHECK(command.inputs[3].name == "b.o");
  CHECK_FALSE(command.inputs[3].library);
}

TEST_CASE("--whole-archive, --start-lib and -b hold for what stands behind them, and push-state keeps them") {
  const LinkCommand command = read_command({"c++",
                                            "-Wl,--whole-archive",
                                            "a.a",
                                            "-Wl,--push-state,--no-whole-archive",
                                            "b.a",
                                            "-Wl,--pop-state",
                                            "c.a",
                                            "-Wl,--no-whole-archive",
                                            "d.a",
                                            "-Wl,--start-lib",
                                            "e.o",
                                            "-Wl,--end-lib",
                                            "f.o",
                                            "-Xlinker",
                                            "-b",
                                            "-Xlinker",
                                            "binary",
                                            "g.bin",
                                            "-Wl,--format=default",
                                            "h.o"});
  const auto whole = [&](const char* name) { return input_named(command, name)->whole_archive; };
  CHECK(whole("a.a"));
  CHECK_FALSE(whole("b.a"));
  CHECK(whole("c.a"));
  CHECK_FALSE(whole("d.a"));
  CHECK(input_named(command, "e.o")->lazy);
  CHECK_FALSE(input_named(command, "f.o")->lazy);
  CHECK(input_named(command, "g.bin")->format == "binary");
  CHECK(input_named(command, "h.o")->format.empty());
}

TEST_CASE("files that steer the link are known by their option, with one dash or two, joined or apart") {
  const LinkCommand command = read_command({"c++", "-Wl,--version-script=v.map", "-Wl,-dynamic-list,d.list",
                                            "-Tmem.ld", "-T", "other.ld", "-Wl,--retain-symbols-file=keep"});
  REQUIRE(command.files.size() == 5);
  CHECK(command.files[0].path == "v.map");
  CHECK(command.files[0].purpose == "version script");
  CHECK(command.files[1].path == "d.list");
  CHECK(command.files[2].path == "mem.ld");
  CHECK(command.files[3].path == "other.ld");
  CHECK_FALSE(command.files[4].in_dependency_file);
  CHECK(command.inputs.empty());
}

TEST_CASE("symbols that the link line asks for are collected") {
  const LinkCommand command =
      read_command({"c++", "-u", "one", "-Wl,--undefined=two", "-Wl,-uthree", "-Wl,-e,start"});
  CHECK(command.undefined == std::set<std::string>{"one", "two", "three", "start"});
}

TEST_CASE("a link line that ends within an option, or holds nothing, is read as far as it goes") {
  CHECK(read_command({}).inputs.empty());
  CHECK(read_command({"c++"}).inputs.empty());
  CHECK(read_command({"c++", "-Xlinker"}).inputs.empty());
  CHECK(read_command({"c++", "-T"}).files.empty());
  CHECK(read_command({"c++", "-", "--", "", "-Wl,"}).inputs.size() == 1);  // "-" is standard input
  CHECK(read_command({"c++", "-Wl,--pop-state", "a.o"}).inputs.size() == 1);
}

TEST_CASE("-l finds archives and shared libraries by their name, or a file by its whole name") {
  CHECK(library_finds("z", "libz.a"));
  CHECK(library_finds("z", "libz.so"));
  CHECK(library_finds(":z.a", "z.a"));
  CHECK_FALSE(library_finds("z", "libzz.a"));
  CHECK_FALSE(library_finds("z", "libz.so.1"));
  CHECK_FALSE(library_finds("z", "z.a"));
}

TEST_CASE("-b holds for the inputs behind it until the usual format is back") {
  const LinkCommand command = read_command({"ld", "a.o", "-b", "binary", "b.bin", "--format=ihex", "c.hex",
                                            "-b", "default", "d.o", "-b", "ihex", "-b", "elf32-littlearm", "e.o"});
  REQUIRE(command.inputs.size() == 5);
  CHECK(command.inputs[0].format.empty());
  CHECK(command.inputs[1].format == "binary");
  CHECK(command.inputs[2].format == "ihex");
  CHECK(command.inputs[3].format.empty());
  CHECK(command.inputs[4].format.empty());
}

TEST_CASE("the flags of a link are what names neither input nor output") {
  using Words = std::vector<std::string>;
  CHECK(link_flags({"c++", "-O2", "a.o", "-o", "app", "-Wl,-z,now", "-T", "mem.ld", "-Xlinker", "--gc-sections", "-L/x", "-lz", "-l", "m", "lib.a", "-u", "main", "-static"}) ==
        Words{"-O2", "-Wl,-z,now", "-T", "mem.ld", "-Xlinker", "--gc-sections", "-u", "main", "-static"});
  CHECK(link_flags({"c++", "-z", "now", "--library", "z", "-fuse-ld=lld", "-"}) == Words{"-z", "now", "-fuse-ld=lld"});
  CHECK(link_flags({"c++", "-Wl,-rpath,/x/lib:::::", "-Wl,-rpath,::::", "-Wl,-rpath,$ORIGIN:/y"}) == Words{"-Wl,-rpath,/x/lib", "-Wl,-rpath,$ORIGIN:/y"});
  CHECK(link_flags({"c++", "-o"}).empty());
  CHECK(link_flags({}).empty());
}
