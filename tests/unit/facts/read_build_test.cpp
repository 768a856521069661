// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "support/build_tree.hpp"
#include "facts/facts.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

const CompiledObject* object_named(const BuildFacts& facts, const std::string& path) {
  const auto at = std::find_if(facts.objects.begin(), facts.objects.end(),
                               [&](const CompiledObject& one) { return one.object == path; });
  return at == facts.objects.end() ? nullptr : &*at;
}

bool has_finding(const Outcome<BuildFacts>& outcome, const std::string& code) {
  return std::any_of(outcome.findings.begin(), outcome.findings.end(),
                     [&](const Finding& one) { return one.code == code; });
}

std::string error_code(Host& host, const std::string& configuration = "") {
  const auto result = facts::read_build(host, "/build", configuration);
  return result ? "" : result.error().code;
}

}  // namespace

TEST_CASE("a Ninja build's objects have their source and their headers from the deps log") {
  MemoryHost host;
  const auto result = facts::read_build(add_app(host), "/build", "");
  REQUIRE(result);
  const BuildFacts& facts = result->value;
  CHECK(result->findings.empty());
  CHECK(facts.source_directory == "/src");
  CHECK(facts.generator == "Ninja");
  CHECK(facts.cmake_version == "3.25.1");
  CHECK(facts.state_directory == "/build/CMakeFiles/souptrace-state");
  CHECK(facts.product.name == "Pump");
  CHECK(facts.cache.at("CMAKE_PROJECT_NAME") == "demo");
  REQUIRE(facts.toolchains.size() == 1);
  CHECK(facts.toolchains[0].link_directories == std::vector<std::string>{"/usr/lib"});
  REQUIRE(facts.targets.size() == 1);
  CHECK(facts.targets[0].traced);
  CHECK(facts.targets[0].artifacts == std::vector<std::string>{"/build/app"});
  REQUIRE(facts.objects.size() == 1);
  CHECK(facts.objects[0].object == "/build/CMakeFiles/app.dir/main.cpp.o");
  CHECK(facts.objects[0].source == "/src/main.cpp");
  CHECK(facts.objects[0].headers == std::vector<std::string>{"/src/lib.h", "/usr/include/stdio.h"});
  CHECK(facts.objects[0].witness == "ninja-deps");
}

TEST_CASE("a Makefile build's objects have them from the depfile beside the object") {
  MemoryHost host;
  add_app(host);
  Reply reply;
  reply.generator = "Unix Makefiles";
  reply.targets["app"] = kApp;
  add_reply(host, reply);
  host.add_file("/build/CMakeFiles/app.dir/main.cpp.o.d",
                "CMakeFiles/app.dir/main.cpp.o: ../src/main.cpp \\\n /src/lib.h\n");
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  REQUIRE(result->value.objects.size() == 1);
  CHECK(result->value.objects[0].source == "/src/main.cpp");
  CHECK(result->value.objects[0].headers == std::vector<std::string>{"/src/lib.h"});
  CHECK(result->value.objects[0].witness == "depfile");

  SECTION("one that is malformed makes the trace incomplete") {
    host.add_file("/build/CMakeFiles/app.dir/main.cpp.o.d", "no rule at all");
    const auto broken = facts::read_build(host, "/build", "");
    REQUIRE(broken);
    CHECK(has_finding(*broken, "dependency-file-unreadable"));
    CHECK(std::any_of(broken->findings.begin(), broken->findings.end(),
                      [](const Finding& one) { return one.incomplete; }));
  }
}

TEST_CASE("paths of depfiles are relative to the directory in which make runs the compiler") {
  MemoryHost host;
  Reply reply;
  reply.generator = "Unix Makefiles";
  reply.targets["app"] =
      R"({"name":"app","id":"app::@1","type":"EXECUTABLE","nameOnDisk":"app","artifacts":[{"path":"sub/app"}],
    "paths":{"source":"sub","build":"sub"},"compileGroups":[{"language":"C"}],"sources":[{"path":"sub/a.c","compileGroupIndex":0}]})";
  add_reply(host, reply);
  add_project(host);
  for (const char* file : {"/src/sub/a.c", "/src/sub/a.h", "/build/sub/CMakeFiles/app.dir/a.c.o"})
    host.add_file(file, "");
  host.add_file("/build/sub/CMakeFiles/app.dir/a.c.o.d",
                "sub/CMakeFiles/app.dir/a.c.o: ../../src/sub/a.c ../../src/sub/a.h\n");
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  REQUIRE(result->value.objects.size() == 1);
  CHECK(result->value.objects[0].object == "/build/sub/CMakeFiles/app.dir/a.c.o");
  CHECK(result->value.objects[0].source == "/src/sub/a.c");
  CHECK(result->value.objects[0].headers == std::vector<std::string>{"/src/sub/a.h"});
}

TEST_CASE("symbolic links are resolved, and one file under two names is one header") {
  MemoryHost host;
  add_app(host);
  host.add_symlink("/alias", "/src");
  host.add_symlink("/src/link.h", "lib.h");
  host.add_file("/build/.ninja_deps", ninja_deps({{"CMakeFiles/app.dir/main.cpp.o",
                                                   {"/alias/main.cpp", "/alias/lib.h", "/src/link.h",
                                                    "/src/../src/lib.h", "../src/lib.h"}}}));
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  CHECK(result->value.objects[0].source == "/src/main.cpp");
  CHECK(result->value.objects[0].headers == std::vector<std::string>{"/src/lib.h"});
}

TEST_CASE("a header that vanished keeps its path") {
  MemoryHost host;
  add_app(host);
  host.add_file("/build/.ninja_deps",
                ninja_deps({{"CMakeFiles/app.dir/main.cpp.o", {"/src/main.cpp", "/gone/x/../away.h"}}}));
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  CHECK(result->value.objects[0].headers == std::vector<std::string>{"/gone/away.h"});
}

TEST_CASE("names that ninja broke at a quote are put together where one file is there") {
  MemoryHost host;
  add_app(host);
  host.add_file("/it\'s/a b\"c/x.h", "");
  host.add_file("/it\'s/y.h", "");
  const auto headers = [&](const std::vector<std::string>& inputs) {
    host.add_file("/build/.ninja_deps", ninja_deps({{"CMakeFiles/app.dir/main.cpp.o", inputs}}));
    const auto result = facts::read_build(host, "/build", "");
    REQUIRE(result);
    REQUIRE(result->value.objects.size() == 1);
    return result->value.objects[0].headers;
  };

  SECTION("a beginning that many names share stands there once") {
    CHECK(headers({"/src/main.cpp", "/it", "s/y.h", "s/a b", "c/x.h"}) ==
          std::vector<std::string>{"/it's/a b\"c/x.h", "/it's/y.h"});
  }
  SECTION("a beginning that is a directory") {
    host.add_file("/it/other.h", "");
    CHECK(headers({"/src/main.cpp", "/it", "s/y.h"}) == std::vector<std::string>{"/it's/y.h"});
  }
  SECTION("two files that it could be are not guessed from") {
    host.add_file("/it&s/y.h", "");
    CHECK(headers({"/src/main.cpp", "/it", "s/y.h"}) == std::vector<std::string>{"/build/s/y.h", "/it"});
  }
  SECTION("no file that it could be") {
    CHECK(headers({"/src/main.cpp", "/it", "s/z.h"}) == std::vector<std::string>{"/build/s/z.h", "/it"});
  }
  SECTION("a file is no beginning of another") {
    host.add_file("/it", "");
    CHECK(headers({"/src/main.cpp", "/it", "s/y.h"}) == std::vector<std::string>{"/build/s/y.h", "/it"});
  }
  SECTION("very many that are gone take no time to speak of") {
    std::vector<std::string> inputs{"/src/main.cpp"};
    for (int i = 0; i < 3000; ++i) inputs.push_back("/gone/" + std::to_string(i) + ".h");
    CHECK(headers(inputs).size() == 3000);
  }
}

TEST_CASE("gcc's precompiled header is followed to its own record") {
  MemoryHost host;
  add_app(host);
  Reply reply;
  reply.targets["app"] =
      R"({"name":"app","id":"app::@1","type":"EXECUTABLE","nameOnDisk":"app","artifacts":[{"path":"app"}],
    "paths":{"source":".","build":"."},"compileGroups":[{"language":"CXX","compileCommandFragments":[
      {"fragment":"-O2 -Winvalid-pch -include /build/CMakeFiles/app.dir/cmake_pch.hxx"}]}],
    "sources":[{"path":"main.cpp","compileGroupIndex":0}]})";
  add_reply(host, reply);
  host.add_file("/build/.ninja_deps", ninja_deps({{"CMakeFiles/app.dir/cmake_pch.hxx.gch",
                                                   {"CMakeFiles/app.dir/cmake_pch.hxx", "/src/lib.h"}},
                                                  {"CMakeFiles/app.dir/main.cpp.o", {"/src/main.cpp"}}}));
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  REQUIRE(result->value.objects.size() == 1);
  CHECK(result->value.objects[0].headers ==
        std::vector<std::string>{"/build/CMakeFiles/app.dir/cmake_pch.hxx", "/src/lib.h"});
}

TEST_CASE("imported C++ modules are followed to what they were compiled from, also in a circle") {
  MemoryHost host;
  add_app(host);
  const std::string dyndep = "ninja_dyndep_version = 1.0\n";
  host.add_file("/build/CMakeFiles/app.dir/CXX.dd",
                dyndep +
                    "build CMakeFiles/app.dir/a.cppm.o | CMakeFiles/app.dir/A.pcm: dyndep | "
                    "CMakeFiles/app.dir/B.pcm\n  restat = 1\n" +
                    "build CMakeFiles/app.dir/b.cppm.o | CMakeFiles/app.dir/B.pcm: dyndep | "
                    "CMakeFiles/app.dir/A.pcm\n" +
                    "build CMakeFiles/app.dir/main.cpp.o: dyndep | CMakeFiles/app.dir/B.pcm\n");
  host.add_file("/build/.ninja_deps",
                ninja_deps({{"CMakeFiles/app.dir/a.cppm.o", {"/src/a.cppm", "/src/lib.h"}},
                            {"CMakeFiles/app.dir/b.cppm.o", {"/src/b.cppm", "CMakeFiles/app.dir/A.pcm"}},
                            {"CMakeFiles/app.dir/main.cpp.o", {"/src/main.cpp"}}}));
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  const CompiledObject* main = object_named(result->value, "/build/CMakeFiles/app.dir/main.cpp.o");
  REQUIRE(main != nullptr);
  CHECK(main->headers == std::vector<std::string>{"/src/a.cppm", "/src/b.cppm", "/src/lib.h"});
  CHECK(result->findings.empty());

  SECTION("a module that nothing in the build makes is a finding") {
    host.add_file("/build/CMakeFiles/app.dir/CXX.dd",
                  dyndep + "build CMakeFiles/app.dir/main.cpp.o: dyndep | other/std.pcm\n");
    const auto foreign = facts::read_build(host, "/build", "");
    REQUIRE(foreign);
    CHECK(has_finding(*foreign, "module-source-unknown"));
    main = object_named(foreign->value, "/build/CMakeFiles/app.dir/main.cpp.o");
    REQUIRE(main != nullptr);
    CHECK(main->headers == std::vector<std::string>{"/build/other/std.pcm"});
  }
  SECTION("a dyndep file that cannot be read makes the trace incomplete") {
    host.add_file("/build/CMakeFiles/app.dir/CXX.dd", "build a.o: phony\n");
    const auto broken = facts::read_build(host, "/build", "");
    REQUIRE(broken);
    CHECK(has_finding(*broken, "module-edges-unreadable"));
  }
}

TEST_CASE("an assembly object without a record has its source by its name, and a note") {
  MemoryHost host;
  add_app(host);
  Reply reply;
  reply.targets["app"] =
      R"({"name":"app","id":"app::@1","type":"EXECUTABLE","nameOnDisk":"app","artifacts":[{"path":"app"}],
    "paths":{"source":".","build":"."},"compileGroups":[{"language":"CXX"},{"language":"ASM"}],
    "sources":[{"path":"main.cpp","compileGroupIndex":0},{"path":"start up.s","compileGroupIndex":1},{"path":"boot.s","compileGroupIndex":1}]})";
  add_reply(host, reply);
  host.add_file("/build/CMakeFiles/app.dir/start_up.s.o", "");
  host.add_file("/src/start up.s", "");
  // ninja records an empty list for an assembler that writes no depfile
  host.add_file("/build/.ninja_deps", ninja_deps({{"CMakeFiles/app.dir/main.cpp.o", {"/src/main.cpp"}},
                                                  {"CMakeFiles/app.dir/boot.s.o", {}}}));
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  for (const char* name : {"start_up.s.o", "boot.s.o"}) {
    const CompiledObject* object =
        object_named(result->value, std::string("/build/CMakeFiles/app.dir/") + name);
    REQUIRE(object != nullptr);
    CHECK(object->witness == "object-name");
    CHECK(object->source == (name[0] == 's' ? "/src/start up.s" : "/src/boot.s"));
  }
  REQUIRE(result->findings.size() == 2);
  CHECK(result->findings[0].code == "object-dependencies-unknown");
  CHECK(result->findings[0].severity == Severity::note);
  CHECK_FALSE(result->findings[0].incomplete);
}

TEST_CASE("a NASM object whose source includes files that nasm did not record has a warning") {
  MemoryHost host;
  add_app(host);
  Reply reply;
  reply.targets["app"] =
      R"({"name":"app","id":"app::@1","type":"EXECUTABLE","nameOnDisk":"app","artifacts":[{"path":"app"}],
    "paths":{"source":".","build":"."},"compileGroups":[{"language":"CXX"},{"language":"ASM_NASM"}],
    "sources":[{"path":"main.cpp","compileGroupIndex":0},{"path":"color.asm","compileGroupIndex":1}]})";
  add_reply(host, reply);
  std::vector<std::string> recorded{"/src/color.asm"};
  std::string source = "%define X 1\n", subject;
  SECTION("when the record names the source alone") {
    source += GENERATE("%include \"ext.inc\"\n", "%INCLUDE 'ext.inc'\n", "table: incbin \"table.bin\"", "%include\"ext.inc\"", "times 2 IncBin 'x'");
    subject = "/build/CMakeFiles/app.dir/color.asm.o";
  }
  SECTION("not when it names what is included") {
    source += "%include \"ext.inc\"\n";
    recorded.push_back("/src/ext.inc");
  }
  SECTION("not when the source includes nothing") {
    source += GENERATE("%includ", "; no %include here", "mov eax, 1 ; incbin", "msg: db \"incbin\"", "incbin_size equ 4", "x db '%include'");
  }
  host.add_file("/src/color.asm", source);
  host.add_file("/build/.ninja_deps", ninja_deps({{"CMakeFiles/app.dir/main.cpp.o", {"/src/main.cpp"}},
                                                  {"CMakeFiles/app.dir/color.asm.o", recorded}}));
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  REQUIRE(result->findings.size() == (subject.empty() ? 0U : 1U));
  if (subject.empty()) return;
  CHECK(result->findings[0].code == "object-dependencies-unknown");
  CHECK(result->findings[0].severity == Severity::warning);
  CHECK(result->findings[0].subject == subject);
  CHECK_FALSE(result->findings[0].incomplete);
}

TEST_CASE("a C++ object on disk without a record makes the trace incomplete") {
  MemoryHost host;
  add_app(host);
  host.add_file("/build/.ninja_deps", ninja_deps({}));
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  REQUIRE(result->findings.size() == 1);
  CHECK(result->findings[0].code == "object-dependencies-unknown");
  CHECK(result->findings[0].incomplete);
}

TEST_CASE("an object that ninja recorded without inputs has them from the depfile that ninja did not find") {
  MemoryHost host;
  add_app(host);
  host.add_file("/build/.ninja_deps", ninja_deps({{"CMakeFiles/app.dir/main.cpp.o", {}}}));
  SECTION("which is there") {
    host.add_file("/build/CMakeFiles/app.dir/main.cpp.o.d", "main.cpp.o: /src/main.cpp /src/lib.h\n");
    const auto result = facts::read_build(host, "/build", "");
    REQUIRE(result);
    CHECK(result->findings.empty());
    const CompiledObject* object = object_named(result->value, "/build/CMakeFiles/app.dir/main.cpp.o");
    REQUIRE(object != nullptr);
    CHECK(object->source == "/src/main.cpp");
    CHECK(object->headers == std::vector<std::string>{"/src/lib.h"});
    CHECK(object->witness == "depfile");
  }
  SECTION("which is not there, or is cut: then the trace is incomplete") {
    if (GENERATE(false, true)) host.add_file("/build/CMakeFiles/app.dir/main.cpp.o.d", "main.cpp.o");
    const auto result = facts::read_build(host, "/build", "");
    REQUIRE(result);
    CHECK(has_finding(*result, "object-dependencies-unknown"));
  }
}

TEST_CASE("outputs of links and custom commands in the deps log are no objects") {
  MemoryHost host;
  add_app(host);
  host.add_file("/build/.ninja_deps",
                ninja_deps({{"CMakeFiles/app.dir/main.cpp.o", {"/src/main.cpp"}},
                            {"app", {"CMakeFiles/app.dir/main.cpp.o", "/usr/lib/libc.so"}},
                            {"CMakeFiles/app.dir/main.cpp.o.ddi", {"/src/main.cpp"}}}));
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  CHECK(result->value.objects.size() == 1);
}

TEST_CASE("a cut deps log gives what stands before the cut, and says so") {
  MemoryHost host;
  add_app(host);
  const std::string whole = *host.content("/build/.ninja_deps");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    host.add_file("/build/.ninja_deps", whole.substr(0, size));
    const auto result = facts::read_build(host, "/build", "");
    REQUIRE(result);
    INFO("cut to " << size << " bytes");
    CHECK_FALSE(result->findings.empty());
  }
}

TEST_CASE("a missing deps log is one finding, not one for each object") {
  MemoryHost host;
  add_app(host);
  REQUIRE(host.remove("/build/.ninja_deps"));
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  REQUIRE(result->findings.size() == 1);
  CHECK(result->findings[0].code == "deps-log-missing");
  CHECK(result->findings[0].incomplete);
  REQUIRE(result->value.objects.size() == 1);
  CHECK(result->value.objects[0].source == "/src/main.cpp");
}

TEST_CASE("a multi-config build is read for the named configuration") {
  MemoryHost host;
  add_app(host);
  Reply reply;
  reply.generator = "Ninja Multi-Config";
  reply.multi_config = true;
  reply.configurations = {"Debug", "Release"};
  reply.targets["app"] = kApp;
  add_reply(host, reply);
  host.add_file("/build/.ninja_deps",
                ninja_deps({{"CMakeFiles/app.dir/Release/main.cpp.o", {"/src/main.cpp"}}}));
  const auto result = facts::read_build(host, "/build", "Release");
  REQUIRE(result);
  CHECK(result->value.configuration == "Release");
  REQUIRE(result->value.objects.size() == 1);
  CHECK(result->value.objects[0].source == "/src/main.cpp");
  CHECK(error_code(host) == "configuration-unknown");
  CHECK(error_code(host, "MinSizeRel") == "configuration-unknown");
}

TEST_CASE("a versioned library's binary is the file behind its links") {
  MemoryHost host;
  add_app(host);
  Reply reply;
  reply.targets["shl"] =
      R"({"name":"shl","id":"shl::@1","type":"SHARED_LIBRARY","nameOnDisk":"libshl.so","artifacts":[{"path":"libshl.so"}],
    "paths":{"source":".","build":"."},"install":{"destinations":[{"path":"lib"},{"path":"lib"},{"path":"/opt/x"}]}})";
  add_reply(host, reply);
  add_project(host, R"("targets":["shl"])");
  host.add_file("/build/libshl.so.1.2", "");
  host.add_symlink("/build/libshl.so.1", "libshl.so.1.2");
  host.add_symlink("/build/libshl.so", "libshl.so.1");
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  CHECK(result->value.targets[0].artifacts ==
        std::vector<std::string>{"/build/libshl.so.1.2", "/build/libshl.so"});
  CHECK(result->value.targets[0].install_destinations == std::vector<std::string>{"lib", "/opt/x"});
}

TEST_CASE("a traced target that the reply does not have makes the trace incomplete") {
  MemoryHost host;
  add_app(host);
  add_project(host, R"("targets":["app","ghost"])");
  const auto result = facts::read_build(host, "/build", "");
  REQUIRE(result);
  REQUIRE(result->findings.size() == 1);
  CHECK(result->findings[0].code == "target-unknown");
  CHECK(result->findings[0].incomplete);
}

TEST_CASE("no host call that fails makes reading a build crash, and none goes unnoticed") {
  MemoryHost counting;
  REQUIRE(facts::read_build(add_app(counting), "/build", ""));
  const std::size_t calls = counting.accesses().size();
  REQUIRE(calls > 10);
  for (std::size_t fail = 0; fail < calls; ++fail) {
    MemoryHost host;
    add_app(host);
    std::size_t call = 0;
    host.fail_when([&](const std::string&, const std::string& path) {
      return call++ == fail ? std::optional(Error{"io", path + ": input/output error"}) : std::nullopt;
    });
    const auto result = facts::read_build(host, "/build", "");
    const std::string access = host.accesses()[fail];
    INFO(access);
    // A path that cannot be resolved keeps its spelling; whatever cannot be read is an error or a finding.
    if (access.starts_with("read ") && result && !access.ends_with("/CXX.dd"))
      CHECK_FALSE(result->findings.empty());
  }
}
