// SPDX-License-Identifier: Apache-2.0
#include "link/loader.hpp"

#include "link/binary.hpp"
#include "support/catch.hpp"
#include "unit/link/link_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;
using Strings = std::vector<std::string>;

namespace {

struct Closure {
  MemoryHost host;

  void library(const std::string& path, DynamicFile file) { host.add_file(path, dynamic_file(file)); }
  Outcome<std::vector<RuntimeLibrary>> of(const DynamicFile& program, const std::string& sysroot = "") {
    host.add_file("/b/bin/pump", dynamic_file(program));
    const std::string bytes = dynamic_file(program);
    const auto elf = formats::parse_elf(as_bytes(bytes));
    REQUIRE(elf.ok());
    return link::resolve_runtime(host, "/b/bin/pump", *elf, sysroot);
  }
};

Strings paths(const Outcome<std::vector<RuntimeLibrary>>& outcome) {
  Strings out;
  for (const RuntimeLibrary& one : outcome.value) out.push_back(one.path);
  return out;
}

}  // namespace

TEST_CASE("libraries come breadth first, each once") {
  Closure closure;
  closure.library("/usr/lib/liba.so", {.soname = "liba.so", .needed = {"libc.so", "libd.so"}});
  closure.library("/usr/lib/libb.so", {.soname = "libb.so", .needed = {"libd.so", "liba.so"}});
  closure.library("/usr/lib/libc.so", {.soname = "libc.so"});
  closure.library("/usr/lib/libd.so", {.soname = "libd.so", .needed = {"libb.so"}});
  const auto outcome = closure.of({.needed = {"liba.so", "libb.so"}});
  CHECK(paths(outcome) ==
        Strings{"/usr/lib/liba.so", "/usr/lib/libb.so", "/usr/lib/libc.so", "/usr/lib/libd.so"});
  CHECK(outcome.value[2].needed_by == "/usr/lib/liba.so");
  CHECK(outcome.value[0].reason == "default directory");
  CHECK(outcome.findings.empty());
}

TEST_CASE("RUNPATH serves the object's own needs only, RPATH those below it as well") {
  Closure closure;
  closure.library("/opt/liba.so", {.soname = "liba.so", .needed = {"libb.so"}});
  closure.library("/opt/libb.so", {.soname = "libb.so"});
  SECTION("RUNPATH") {
    const auto outcome = closure.of({.needed = {"liba.so"}, .runpath = "/opt"});
    CHECK(paths(outcome) == Strings{"/opt/liba.so", ""});
    CHECK(outcome.value[0].reason == "RUNPATH /opt of pump");
    CHECK(codes(outcome.findings) == Strings{"runtime-library-not-found"});
  }
  SECTION("RPATH") {
    const auto outcome = closure.of({.needed = {"liba.so"}, .rpath = "/opt"});
    CHECK(paths(outcome) == Strings{"/opt/liba.so", "/opt/libb.so"});
    CHECK(outcome.value[1].reason == "RPATH /opt of pump");
  }
  SECTION("RPATH beside RUNPATH is ignored") {
    const auto outcome = closure.of({.needed = {"liba.so"}, .rpath = "/opt", .runpath = "/nowhere"});
    CHECK(paths(outcome) == Strings{""});
  }
  SECTION("an object with RUNPATH does not use the RPATH of those that need it") {
    closure.library("/opt/liba.so", {.soname = "liba.so", .needed = {"libb.so"}, .runpath = "/nowhere"});
    CHECK(paths(closure.of({.needed = {"liba.so"}, .rpath = "/opt"})) == Strings{"/opt/liba.so", ""});
  }
}

TEST_CASE(
    "$ORIGIN is where the object lies: the real file's directory for the binary, the one it was found in for "
    "a library") {
  Closure closure;
  closure.library("/b/lib/liba.so",
                  {.soname = "liba.so", .needed = {"libb.so"}, .runpath = "${ORIGIN}/plugins"});
  closure.library("/b/lib/plugins/libb.so", {.soname = "libb.so"});
  const auto outcome = closure.of({.needed = {"liba.so"}, .runpath = "/nowhere:$ORIGIN/../lib"});
  CHECK(paths(outcome) == Strings{"/b/lib/liba.so", "/b/lib/plugins/libb.so"});
  CHECK(outcome.value[0].reason == "RUNPATH $ORIGIN/../lib of pump");
}

TEST_CASE("$LIB and $PLATFORM are expanded") {
  Closure closure;
  closure.library("/opt/lib/x86_64-linux-gnu/x86_64/liba.so", {.soname = "liba.so"});
  CHECK(paths(closure.of({.needed = {"liba.so"}, .runpath = "/opt/$LIB/$PLATFORM"})) ==
        Strings{"/opt/lib/x86_64-linux-gnu/x86_64/liba.so"});
}

TEST_CASE("ld.so.conf and what it includes come before the default directories") {
  Closure closure;
  closure.host.add_file("/etc/ld.so.conf", "include /etc/ld.so.conf.d/*.conf\n");
  closure.host.add_file("/etc/ld.so.conf.d/a.conf", "/special/lib\n");
  closure.host.add_file("/etc/ld.so.conf.d/readme", "/wrong/lib\n");
  closure.library("/special/lib/liba.so", {.soname = "liba.so"});
  closure.library("/wrong/lib/liba.so", {.soname = "liba.so"});
  closure.library("/usr/lib/liba.so", {.soname = "liba.so"});
  const auto outcome = closure.of({.needed = {"liba.so"}});
  CHECK(paths(outcome) == Strings{"/special/lib/liba.so"});
  CHECK(outcome.value[0].reason == "/etc/ld.so.conf.d/a.conf");
}

TEST_CASE("ld.so.conf that includes itself comes to an end") {
  Closure closure;
  closure.host.add_file("/etc/ld.so.conf", "include /etc/ld.so.conf\n/once\n");
  closure.library("/once/liba.so", {.soname = "liba.so"});
  CHECK(paths(closure.of({.needed = {"liba.so"}})) == Strings{"/once/liba.so"});
}

TEST_CASE("configuration files that all include each other are read once each") {
  Closure closure;
  closure.host.add_file("/etc/ld.so.conf", "include /etc/conf.d/*\n");
  for (char name = 'a'; name <= 'z'; ++name)
    closure.host.add_file(std::string("/etc/conf.d/") + name, "include /etc/conf.d/*\n/" + std::string(1, name) + "\n");
  closure.library("/a/liba.so", {.soname = "liba.so"});
  CHECK(paths(closure.of({.needed = {"liba.so"}})) == Strings{"/a/liba.so"});
}

TEST_CASE("a file of another machine or class, or no ELF file, is passed over") {
  Closure closure;
  closure.library("/1/liba.so", {.soname = "liba.so", .machine = 183});
  closure.library("/2/liba.so", {.soname = "liba.so", .machine = 62, .is_64 = false});
  closure.host.add_file("/3/liba.so", "INPUT(liba.so.1)");
  closure.library("/4/liba.so", {.soname = "liba.so"});
  CHECK(paths(closure.of({.needed = {"liba.so"}, .runpath = "/1:/2:/3:/4"})) == Strings{"/4/liba.so"});
}

TEST_CASE("a name with a slash is a path, and a SONAME that is loaded already loads nothing") {
  Closure closure;
  closure.library("/b/own/liba-file.so", {.soname = "liba.so"});
  const auto outcome = closure.of({.needed = {"/b/own/liba-file.so", "liba.so"}});
  CHECK(paths(outcome) == Strings{"/b/own/liba-file.so"});
  CHECK(outcome.value[0].reason == "named by its path");
}

TEST_CASE("the interpreter is in the closure, where a library names it or at its end") {
  Closure closure;
  closure.library("/lib64/ld-linux-x86-64.so.2", {.soname = "ld-linux-x86-64.so.2"});
  closure.library("/usr/lib/libc.so.6", {.soname = "libc.so.6", .needed = {"ld-linux-x86-64.so.2"}});
  SECTION("named") {
    const auto outcome = closure.of({.needed = {"libc.so.6"}, .interpreter = "/lib64/ld-linux-x86-64.so.2"});
    CHECK(paths(outcome) == Strings{"/usr/lib/libc.so.6", "/lib64/ld-linux-x86-64.so.2"});
    CHECK(outcome.value[1].needed_by == "/usr/lib/libc.so.6");
  }
  SECTION("not named") {
    const auto outcome = closure.of({.interpreter = "/lib64/ld-linux-x86-64.so.2"});
    CHECK(paths(outcome) == Strings{"/lib64/ld-linux-x86-64.so.2"});
  }
}

TEST_CASE("with a sysroot, target paths lead into it, $ORIGIN and the build's own directories do not") {
  Closure closure;
  closure.library("/sys/usr/lib/liba.so", {.soname = "liba.so"});
  closure.library("/usr/lib/liba.so", {.soname = "liba.so"});
  closure.library("/b/lib/libb.so", {.soname = "libb.so"});
  closure.library("/sys/opt/libc.so", {.soname = "libc.so"});
  const auto outcome =
      closure.of({.needed = {"liba.so", "libb.so", "libc.so"}, .runpath = "/b/lib:/opt"}, "/sys");
  CHECK(paths(outcome) == Strings{"/sys/usr/lib/liba.so", "/b/lib/libb.so", "/sys/opt/libc.so"});
}

TEST_CASE("a library that is found nowhere is a finding with the places that were searched") {
  Closure closure;
  const auto outcome = closure.of({.needed = {"libghost.so"}, .runpath = "/opt"});
  REQUIRE(outcome.findings.size() == 1);
  CHECK(outcome.findings[0].text.find("pump needs libghost.so") != std::string::npos);
  CHECK(outcome.findings[0].text.find("/opt (RUNPATH /opt of pump)") != std::string::npos);
  CHECK(outcome.findings[0].text.find("/usr/lib (default directory)") != std::string::npos);
  CHECK_FALSE(outcome.findings[0].incomplete);
}

TEST_CASE("a relocatable object has no closure") {
  MemoryHost host;
  const std::string bytes = object_file({"x"});
  CHECK(link::resolve_runtime(host, "/b/x.o", *formats::parse_elf(as_bytes(bytes)), "").value.empty());
}

TEST_CASE("the type of an ELF file follows from its header, its interpreter and DF_1_PIE") {
  const auto type = [](const std::string& bytes) { return link::read_binary_format(as_bytes(bytes))->type; };
  CHECK(type(object_file({"x"})) == "relocatable");
  CHECK(type(dynamic_file({.soname = "liba.so"})) == "shared-library");
  CHECK(type(dynamic_file({.interpreter = "/lib/ld.so"})) == "pie");
  CraftedElf fixed;
  fixed.type = 2;
  CHECK(type(make_elf(fixed)) == "executable");
  CraftedElf static_pie;
  static_pie.values.emplace_back(0x6ffffffb, 0x08000000);
  CHECK(type(make_elf(static_pie)) == "static-pie");
}

TEST_CASE("a PE image is recognised, and one that is cut anywhere is refused") {
  Writer image;
  image.text("MZ")
      .pad_to(0x3c)
      .u32(0x40)
      .text(std::string_view("PE\0\0", 4))
      .u16(0x8664)
      .pad_to(0x40 + 4 + 2 + 16)
      .u16(0x2000);
  const auto format = link::read_binary_format(as_bytes(image.out));
  REQUIRE(format.ok());
  CHECK(format->format == "PE");
  CHECK(format->machine == "x86_64");
  CHECK(format->type == "shared-library");
  for_each_prefix(image.out,
                  [](ByteView prefix, std::size_t) { CHECK_FALSE(link::read_binary_format(prefix).ok()); });
  for_each_spoiling(image.out, [](ByteView bytes) { (void)link::read_binary_format(bytes); });
}

TEST_CASE("a run path into a directory that is closed to whoever traces is a warning about the directory") {
  Closure closure;
  closure.library("/home/other/lib/liba.so", {.soname = "liba.so"});
  closure.library("/usr/lib/liba.so", {.soname = "liba.so", .needed = {"libb.so"}});
  closure.library("/usr/lib/libb.so", {.soname = "libb.so"});
  bool is_closed = true;
  std::string closed = "/home/other/lib/";
  closure.host.fail_when([&](const std::string& operation, const std::string& path) -> std::optional<Error> {
    if (!path.starts_with(closed) || (!is_closed && operation != "read")) return std::nullopt;
    return Error{"not-permitted", path + ": Permission denied"};
  });
  SECTION("one finding however many libraries are looked for there, and the loader's next place counts") {
    const auto outcome = closure.of({.needed = {"liba.so", "libb.so"}, .rpath = "/home/other/lib"});
    CHECK(paths(outcome) == Strings{"/usr/lib/liba.so", "/usr/lib/libb.so"});
    REQUIRE(codes(outcome.findings) == Strings{"run-path-unreadable"});
    CHECK(outcome.findings[0].severity == Severity::warning);
    CHECK(outcome.findings[0].subject == "/home/other/lib");
    CHECK(outcome.findings[0].text.starts_with("RPATH /home/other/lib of pump leads to it"));
  }
  SECTION("a library that is there and cannot be read is not the directory's matter") {
    is_closed = false;
    CHECK(closure.of({.needed = {"liba.so"}, .runpath = "/home/other/lib"}).findings.empty());
  }
  SECTION("nor is a directory of the system's") {
    closed = "/lib/";
    CHECK(closure.of({.needed = {"liba.so"}, .runpath = "/opt"}).findings.empty());
  }
}
