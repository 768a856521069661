// SPDX-License-Identifier: Apache-2.0
#include "formats/linker_script.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_bytes.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

constexpr std::string_view kLibc =
    "/* GNU ld script\n   Use the shared library, but some functions are only in\n   the static library, so "
    "try that secondarily.  */\n"
    "OUTPUT_FORMAT(elf64-x86-64)\n"
    "GROUP ( /lib/x86_64-linux-gnu/libc.so.6 /usr/lib/x86_64-linux-gnu/libc_nonshared.a  AS_NEEDED ( "
    "/lib64/ld-linux-x86-64.so.2 ) )\n";

LinkerScript parsed(std::string_view text) {
  const Result<LinkerScript> result = parse_linker_script(text);
  REQUIRE(result);
  return *result;
}

std::vector<std::string> names(const LinkerScript& script) {
  std::vector<std::string> out;
  for (const ScriptInput& input : script.inputs) out.push_back(input.name);
  return out;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the C library's script names its three files") {
  const LinkerScript script = parsed(kLibc);
  CHECK(names(script) == Texts{"/lib/x86_64-linux-gnu/libc.so.6",
                               "/usr/lib/x86_64-linux-gnu/libc_nonshared.a", "/lib64/ld-linux-x86-64.so.2"});
  CHECK_FALSE(script.inputs[0].as_needed);
  CHECK(script.inputs[0].in_group);
  CHECK(script.inputs[2].as_needed);
  CHECK(script.inputs[2].in_group);
}

TEST_CASE("inputs are read with commas, quotes and option forms") {
  CHECK(names(parsed("INPUT(-lfoo, \"with space.o\",=/lib/a.o AS_NEEDED(-lbar)c.o)")) ==
        Texts{"-lfoo", "with space.o", "=/lib/a.o", "-lbar", "c.o"});
  CHECK(names(parsed("INPUT(a.o)/*x*/INPUT(b/*y*/c.o)STARTUP(crt.o)")) == Texts{"a.o", "b", "c.o", "crt.o"});
  CHECK(names(parsed("INPUT( )")).empty());
}

TEST_CASE("search directories and includes are kept") {
  const LinkerScript script =
      parsed("SEARCH_DIR(\"=/usr/local/lib\"); SEARCH_DIR(/lib)\nINCLUDE other.ld\nINPUT(a.o)");
  CHECK(script.search_directories == Texts{"=/usr/local/lib", "/lib"});
  CHECK(script.includes == Texts{"other.ld"});
  CHECK(names(script) == Texts{"a.o"});
}

TEST_CASE("what names no input is skipped with its braces") {
  CHECK(names(parsed("ENTRY(_start)\nMEMORY { rom (rx) : ORIGIN = 0, LENGTH = 256K }\nSECTIONS { .text : { "
                     "*(.text*) KEEP(*(.init)) INPUT(no.o) } }\n"
                     "x = (1 + (2));\nVERSION { V1 { global: a; local: *; }; }\nGROUP(yes.a)")) ==
        Texts{"yes.a"});
  CHECK(names(parsed("{ global: foo; local: *; };")).empty());  // a version script
  CHECK(names(parsed("")).empty());
}

TEST_CASE("quoted words are names, never keywords") {
  CHECK(names(parsed("\"INPUT\" (a.o) INPUT(\"AS_NEEDED\" \")\")")) == Texts{"AS_NEEDED", ")"});
}

TEST_CASE("what nothing closes is refused with its place") {
  for (const char* bad :
       {"INPUT(a.o", "INPUT", "INPUT a.o", "/* x", "INPUT(\"a)", "GROUP(AS_NEEDED(a)", "SECTIONS { ", "x = (",
        "SEARCH_DIR(", "SEARCH_DIR", "SEARCH_DIR(a b)", "INCLUDE", "INPUT(a { b })", "INPUT(AS_NEEDED a)"}) {
    const Result<LinkerScript> result = parse_linker_script(bad);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == "linker-script-malformed");
    CHECK(result.error().offset);
  }
}

TEST_CASE("nesting of a script has a limit") {
  std::string deep = "INPUT(";
  for (int i = 0; i < 100000; ++i) deep += "AS_NEEDED(";
  CHECK_FALSE(parse_linker_script(deep));
  CHECK_FALSE(parse_linker_script(std::string(100000, '{')));
}

TEST_CASE("only text can be a script") {
  CHECK(can_be_linker_script(as_bytes(kLibc)));
  CHECK(can_be_linker_script(as_bytes("/* \xC3\xA4 */\r\n")));
  CHECK_FALSE(can_be_linker_script({}));
  CHECK_FALSE(
      can_be_linker_script(as_bytes("\x7f"
                                    "ELF")));
  CHECK_FALSE(can_be_linker_script(as_bytes("!<arch>\n")));
  CHECK_FALSE(can_be_linker_script(as_bytes(std::string_view("INPUT\0", 6))));
  CHECK_FALSE(can_be_linker_script(as_bytes("BC\xC0\xDE\x01")));
}

TEST_CASE("a script cut anywhere is refused or names no more than the whole") {
  const Texts whole = names(parsed(kLibc));
  test::for_each_prefix(kLibc, [&](ByteView prefix, std::size_t) {
    const Result<LinkerScript> result = parse_linker_script(as_text(prefix));
    if (result) CHECK((result->inputs.empty() || names(*result) == whole));
  });
}

TEST_CASE("a spoilt script gives an answer or an error") {
  test::for_each_spoiling(kLibc, [](ByteView bytes) {
    const Result<LinkerScript> result = parse_linker_script(as_text(bytes));
    if (!result) CHECK(result.error().code == "linker-script-malformed");
    if (result) CHECK(result->inputs.size() < 10);
  });
}

TEST_CASE("TARGET is collected, and a script is told from other text by its commands") {
  const auto script = parse_linker_script("TARGET(binary) INPUT(a.bin) TARGET ( ihex )");
  REQUIRE(script);
  CHECK(script->targets == Texts{"binary", "ihex"});
  CHECK(script->has_command);
  CHECK(parse_linker_script("SECTIONS { .text : { *(.text) } }")->has_command);
  CHECK_FALSE(parse_linker_script(":0A00000048454C4C4F")->has_command);
  CHECK_FALSE(parse_linker_script("a text \"INPUT\"")->has_command);
  CHECK_FALSE(parse_linker_script("TARGET binary"));
}
