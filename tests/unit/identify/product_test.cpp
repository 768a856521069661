// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "support/catch.hpp"
#include "system_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

CompiledObject object(const std::string& path, const std::string& source,
                      std::vector<std::string> headers = {}) {
  return {path, source, std::move(headers), "ninja-deps"};
}

Target library(const std::string& name, const std::string& directory,
               const std::vector<std::string>& sources) {
  Target target;
  target.id = name;
  target.name = name;
  target.type = "STATIC_LIBRARY";
  target.source_directory = directory;
  target.build_directory = "/build";
  target.artifacts = {"/build/lib" + name + ".a"};
  for (const std::string& source : sources) target.sources.push_back({source, "C", false});
  return target;
}

BuildFacts facts_with_crc() {
  BuildFacts facts = product_facts();
  facts.declared.push_back({"tinycrc",
                            "1.0",
                            "Crc Co",
                            "mit",
                            "pkg:generic/tinycrc@1.0",
                            "",
                            "",
                            {"/src/third_party/tinycrc"},
                            "CMakeLists.txt:7"});
  return facts;
}

}  // namespace

TEST_CASE("sources are the product's unless a declaration names their directory") {
  MemoryHost host;
  for (const char* file : {"/src/main.c", "/src/third_party/tinycrc/crc.c", "/src/third_party/tinycrc2/x.c"})
    touch(host, file);
  const auto outcome =
      ask(host, facts_with_crc(),
          {"/src/main.c", "/src/third_party/tinycrc/crc.c", "/src/third_party/tinycrc2/x.c"});
  CHECK(owner(outcome, "/src/main.c").chosen.component == "product:Pump@1.0");
  CHECK(owner(outcome, "/src/main.c").chosen.tier == Tier::declared);
  CHECK(owner(outcome, "/src/third_party/tinycrc/crc.c").chosen.component == "declared:tinycrc@1.0");
  CHECK(owner(outcome, "/src/third_party/tinycrc/crc.c").losing.size() == 1);
  CHECK(owner(outcome, "/src/third_party/tinycrc2/x.c").chosen.component == "product:Pump@1.0");
  CHECK(outcome.value.components.at("product:Pump@1.0").kind == ComponentKind::product);
  CHECK(outcome.value.components.at("declared:tinycrc@1.0").license.expression == "MIT");
  CHECK(outcome.findings.empty());
}

TEST_CASE("objects and archives follow what they are made from") {
  MemoryHost host;
  BuildFacts facts = facts_with_crc();
  facts.targets = {library("tinycrc", "/src", {"/src/third_party/tinycrc/crc.c"}),
                   library("mixed", "/src", {"/src/third_party/tinycrc/crc.c", "/src/a.c"})};
  facts.objects = {object("/build/a.o", "/src/a.c"), object("/build/crc.o", "/src/third_party/tinycrc/crc.c"),
                   object("/build/out.o", "/outside/x.c")};
  for (const char* file : {"/src/a.c", "/src/third_party/tinycrc/crc.c", "/outside/x.c"}) touch(host, file);
  const auto outcome =
      ask(host, facts,
          {"/build/a.o", "/build/crc.o", "/build/out.o", "/src/a.c", "/src/third_party/tinycrc/crc.c",
           "/outside/x.c", "/build/libtinycrc.a", "/build/libmixed.a"});
  CHECK(owner(outcome, "/build/a.o").chosen.component == "product:Pump@1.0");
  CHECK(owner(outcome, "/build/crc.o").chosen.component == "declared:tinycrc@1.0");
  CHECK(owner(outcome, "/build/out.o").chosen.component.empty());
  CHECK(owner(outcome, "/build/libtinycrc.a").chosen.component == "declared:tinycrc@1.0");
  CHECK(owner(outcome, "/build/libtinycrc.a").chosen.evidence[0].text == "target tinycrc in /src");
  CHECK(owner(outcome, "/build/libmixed.a").chosen.component == "product:Pump@1.0");
  CHECK(count(outcome.findings, "owner-unknown") == 2);
}

TEST_CASE("generated sources, unity sources and precompiled headers are their target's owner's") {
  MemoryHost host;
  BuildFacts facts = facts_with_crc();
  Target target = library("app", "/src", {"/src/a.c", "/build/CMakeFiles/app.dir/Unity/unity_0_c.c"});
  target.sources.push_back({"/build/gen.c", "C", true});
  target.sources.push_back({"/build/CMakeFiles/app.dir/cmake_pch.h", "", false});
  facts.targets = {target};
  const std::vector<std::string> files{"/build/CMakeFiles/app.dir/Unity/unity_0_c.c",
                                       "/build/CMakeFiles/app.dir/cmake_pch.h", "/build/gen.c"};
  for (const std::string& file : files) touch(host, file);
  const auto outcome = ask(host, facts, files);
  for (const std::string& file : files) CHECK(owner(outcome, file).chosen.component == "product:Pump@1.0");
}

TEST_CASE(
    "what configure_file() wrote is the product's when a target lists it, and FetchContent's sources are "
    "not") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  facts.targets = {library("app", "/src", {"/src/a.c", "/build/_deps/x-src/x.c"})};
  facts.targets[0].sources.push_back({"/build/generated/version.h", "", false});
  for (const char* file : {"/build/generated/version.h", "/build/_deps/x-src/x.c"}) touch(host, file);
  const auto outcome = ask(host, facts, {"/build/generated/version.h", "/build/_deps/x-src/x.c"});
  CHECK(owner(outcome, "/build/generated/version.h").chosen.component == "product:Pump@1.0");
  CHECK(owner(outcome, "/build/_deps/x-src/x.c").chosen.component == "fetchcontent:x@");
}

TEST_CASE("a library built here from a package's sources is the package's") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  install(host, {.name = "googletest", .paths = {"/usr/src/googletest/gtest-all.cc"}});
  facts.targets = {library("gtest", "/usr/src/googletest", {"/usr/src/googletest/gtest-all.cc"})};
  facts.objects = {object("/build/gtest-all.o", "/usr/src/googletest/gtest-all.cc")};
  const auto outcome =
      ask(host, facts, {"/build/libgtest.a", "/build/gtest-all.o", "/usr/src/googletest/gtest-all.cc"});
  for (const auto& [path, ownership] : outcome.value.files) {
    INFO(path);
    CHECK(ownership.chosen.component == "deb:googletest@1.0-1:amd64");
  }
  CHECK(owner(outcome, "/build/libgtest.a").chosen.tier == Tier::resolver_metadata);
}

TEST_CASE("headers that CMake configured belong to the owner of the template whose text they have") {
  MemoryHost host;
  BuildFacts facts = facts_with_crc();
  const std::map<std::string, std::string> templates{
      {"/cmake/exportheader.cmake.in", "#define @NAME@_EXPORT\n"},
      {"/outside/odd.h.in", "odd @X@\n"},
      {"/src/cfg.in.hpp", "cfg ${X}\n"},
      {"/src/config.h.cmake", "pump\n#cmakedefine HAVE_X\n"},
      {"/src/third_party/tinycrc/both.h.in", "both @X@\n"},
      {"/src/both.h.in", "both @X@\n"},
      {"/src/third_party/tinycrc/either.h.in", "crc @X@\n"},
      {"/src/either.h.in", "pump @X@\n"},
      {"/src/third_party/tinycrc/crc_config.h.in", "crc\n"},
      {"/src/third_party/tinycrc/cmake-limits.h.in", "limits @X@\n"},
      {"/src/gone.h.in", ""}};
  for (const auto& [file, text] : templates) {
    if (file != "/src/gone.h.in") host.add_file(file, text);
    facts.configure_inputs.push_back(file);
  }
  std::sort(facts.configure_inputs.begin(), facts.configure_inputs.end());
  facts.targets = {library("Tool", "/src", {"/src/a.c"}), library("Made", "/src", {"/src/a.c"})};
  struct Expected {
    std::string text, component;
  };
  const std::map<std::string, Expected> expected{
      {"/build/config.h", {"pump\n/* #undef HAVE_X */\n", "product:Pump@1.0"}},
      {"/build/vcpkg_installed/config.h", {"zlib\n#define HAVE_X\n", ""}},
      {"/build/inc/cfg.hpp", {"cfg 7\n", "product:Pump@1.0"}},
      {"/build/crc_config.h", {"crc\n", "declared:tinycrc@1.0"}},
      {"/build/limits.h", {"limits 9\n", "declared:tinycrc@1.0"}},
      {"/build/inc/limits.h", {"others 9\n", ""}},
      {"/build/mits.h", {"limits 9\n", ""}},
      {"/build/tool_export.h", {"#define TOOL_EXPORT\n", "product:Pump@1.0"}},
      {"/build/made_export.h", {"#define MADE\n", ""}},
      {"/build/Tool_autogen/include/ui_x.h", {"any\n", "product:Pump@1.0"}},
      {"/build/both.h", {"both 1\n", ""}},
      {"/build/either.h", {"crc 1\n", "declared:tinycrc@1.0"}},
      {"/build/odd.h", {"odd 1\n", ""}},
      {"/build/gone.h", {"gone\n", ""}},
      {"/build/other_export.h", {"#define OTHER_EXPORT\n", ""}},
      {"/build/config.hpp", {"pump\n/* #undef HAVE_X */\n", ""}}};
  std::vector<std::string> files;
  for (const auto& [file, one] : expected) {
    host.add_file(file, one.text);
    files.push_back(file);
  }
  touch(host, "/src/third_party/tinycrc/crc.c");
  const auto outcome = ask(host, facts, files);
  for (const auto& [file, one] : expected) {
    INFO(file);
    CHECK(owner(outcome, file).chosen.component == one.component);
  }
  CHECK(owner(outcome, "/build/either.h").chosen.evidence[0].text ==
        "made from /src/third_party/tinycrc/either.h.in");
}

TEST_CASE("a file of the build directory that nothing is known to make has no owner") {
  MemoryHost host;
  touch(host, "/build/downloaded/json.hpp");
  const auto outcome = ask(host, product_facts(), {"/build/downloaded/json.hpp"});
  CHECK(owner(outcome, "/build/downloaded/json.hpp").chosen.tier == Tier::unknown);
  REQUIRE(count(outcome.findings, "owner-unknown") == 1);
  CHECK(outcome.findings[0].text.find("build directory") != std::string::npos);
}

TEST_CASE("a library that lies ready in the source tree is not taken for the product's") {
  MemoryHost host;
  for (const char* file : {"/src/lib/libvendor.a", "/src/lib/libvendor.so.1"}) touch(host, file);
  const auto outcome = ask(host, product_facts(), {"/src/lib/libvendor.a", "/src/lib/libvendor.so.1"});
  CHECK(count(outcome.findings, "owner-unknown") == 2);
}

TEST_CASE("without souptrace(PRODUCT) the top-level project is the product") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  facts.product = {};
  facts.cache["CMAKE_PROJECT_NAME"] = "demo";
  facts.cache["CMAKE_PROJECT_VERSION"] = "2.1";
  touch(host, "/src/a.c");
  CHECK(owner(ask(host, facts, {"/src/a.c"}), "/src/a.c").chosen.component == "product:demo@2.1");
}

TEST_CASE("declarations are checked: paths, licence, purl, version") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  facts.declared.push_back(
      {"bad", "", "", "Some License", "not a purl", "", "", {"/src/bad", "/src/none"}, "CMakeLists.txt:3"});
  touch(host, "/src/bad/a.c");
  const auto outcome = ask(host, facts, {"/src/bad/a.c"});
  for (const char* code :
       {"declared-path-missing", "license-malformed", "purl-malformed", "version-unknown"}) {
    INFO(code);
    CHECK(count(outcome.findings, code) == 1);
  }
  for (const Finding& finding : outcome.findings) CHECK(finding.subject == "declared:bad@");
  const Component& component = outcome.value.components.at("declared:bad@");
  CHECK(component.license.expression == "NOASSERTION");
  CHECK(component.purl.empty());
}

TEST_CASE("a declared purl with another version than the declaration's is found") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  const std::string purl = GENERATE(std::string("pkg:generic/crc@1.3"), std::string("pkg:generic/crc@1.4"),
                                    std::string("pkg:generic/crc"));
  facts.declared.push_back({"crc", "1.4", "", "MIT", purl, "", "", {"/src/crc"}, "CMakeLists.txt:3"});
  touch(host, "/src/crc/a.c");
  CHECK(count(ask(host, facts, {"/src/crc/a.c"}).findings, "purl-contradicts") ==
        (purl.ends_with("@1.3") ? 1 : 0));
}

TEST_CASE("a declaration may name a single file") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  facts.declared.push_back({"json", "3", "", "", "", "", "", {"/src/inc/json.hpp"}, "CMakeLists.txt:3"});
  for (const char* file : {"/src/inc/json.hpp", "/src/inc/json.hpp2"}) touch(host, file);
  const auto outcome = ask(host, facts, {"/src/inc/json.hpp", "/src/inc/json.hpp2"});
  CHECK(owner(outcome, "/src/inc/json.hpp").chosen.component == "declared:json@3");
  CHECK(owner(outcome, "/src/inc/json.hpp2").chosen.component == "product:Pump@1.0");
}

TEST_CASE("an unpacked toolchain's run time is known without a package database") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  Toolchain toolchain;
  toolchain.language = "C";
  toolchain.compiler = "/opt/arm/bin/arm-none-eabi-gcc";
  toolchain.id = "GNU";
  toolchain.version = "13.2.1";
  toolchain.include_directories = {"/opt/arm/arm-none-eabi/include", "/sysroot/usr/include"};
  toolchain.link_directories = {"/opt/arm/lib/gcc/arm-none-eabi/13.2.1", "/sysroot/usr/lib"};
  facts.toolchains = {toolchain};
  const std::vector<std::string> runtime{"/opt/arm/arm-none-eabi/include/stdio.h",
                                         "/opt/arm/lib/gcc/arm-none-eabi/13.2.1/libgcc.a",
                                         "/sysroot/usr/lib/crt1.o",
                                         "/sysroot/usr/lib/libc.so.6",
                                         "/sysroot/usr/include/bits/types.h",
                                         "/sysroot/usr/include/stdio.h"};
  const std::vector<std::string> others{"/sysroot/usr/lib/libz.a", "/sysroot/usr/include/zlib.h",
                                        "/opt/other/libgcc.a"};
  std::vector<std::string> all = runtime;
  all.insert(all.end(), others.begin(), others.end());
  for (const std::string& file : all) touch(host, file);
  touch(host, toolchain.compiler);
  const auto outcome = ask(host, facts, all);
  for (const std::string& file : runtime) {
    INFO(file);
    CHECK(owner(outcome, file).chosen.component == "runtime:GNU@13.2.1");
  }
  for (const std::string& file : others) {
    INFO(file);
    CHECK(owner(outcome, file).chosen.component.empty());
  }
  CHECK(outcome.value.components.at("runtime:GNU@13.2.1").kind == ComponentKind::runtime);
}

TEST_CASE("what was installed by hand is not the run time's for its name, unless the compiler was too") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  Toolchain toolchain;
  toolchain.id = "GNU";
  toolchain.version = "12";
  toolchain.compiler = GENERATE(std::string("/usr/bin/cc"), std::string("/usr/local/bin/cc"));
  toolchain.include_directories = {"/usr/include", "/usr/local/include"};
  toolchain.link_directories = {"/usr/local/lib64"};
  facts.toolchains = {toolchain};
  touch(host, toolchain.compiler);
  const std::string system = "/usr/include/net/if.h";
  const std::string header = "/usr/local/include/net/protocol.h";
  const std::string library = "/usr/local/lib64/libunwind.so.8";
  for (const std::string& file : {system, header, library}) touch(host, file);
  const auto outcome = ask(host, facts, {system, header, library});
  const bool local = toolchain.compiler.starts_with("/usr/local/");
  CHECK(owner(outcome, system).chosen.component == "runtime:GNU@12");
  for (const std::string& file : {header, library})
    CHECK(owner(outcome, file).chosen.component == (local ? "runtime:GNU@12" : ""));
}

TEST_CASE("what a package database knows is not the toolchain's as well") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  Toolchain toolchain;
  toolchain.id = "GNU";
  toolchain.version = "12";
  toolchain.compiler = "/usr/bin/cc";
  toolchain.link_directories = {"/usr/lib"};
  facts.toolchains = {toolchain};
  install(host, {.name = "libc6-dev", .paths = {"/usr/lib/crt1.o"}, .source = "glibc"});
  const auto outcome = ask(host, facts, {"/usr/lib/crt1.o"});
  CHECK(owner(outcome, "/usr/lib/crt1.o").losing.empty());
}

TEST_CASE("the outcome does not depend on the order of the questions") {
  MemoryHost host;
  const std::vector<std::string> files{"/src/b.c", "/src/a.c", "/src/third_party/tinycrc/crc.c",
                                       "/src/a-b/c.c", "/outside/x.c"};
  for (const std::string& file : files) touch(host, file);
  touch(host, "/src/third_party/tinycrc/crc.c");
  const auto forth = ask(host, facts_with_crc(), files);
  const auto back = ask(host, facts_with_crc(), {files.rbegin(), files.rend()});
  CHECK(forth.findings == back.findings);
  for (const std::string& file : files)
    CHECK(owner(forth, file).chosen.component == owner(back, file).chosen.component);
  CHECK(owner(forth, "/src/a-b/c.c").chosen.component == "product:Pump@1.0");
}
