// SPDX-License-Identifier: Apache-2.0
#include "facts/file_api.hpp"

#include "support/build_tree.hpp"
#include "facts/file_api_objects.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

Error error_of(Host& host) {
  const auto result = facts::read_file_api(host, "/build", "");
  REQUIRE_FALSE(result);
  return result.error();
}

}  // namespace

TEST_CASE("the newest index counts") {
  MemoryHost host;
  add_app(host);
  host.add_file(kReply + "index-2025-12-31T23-59-59-9999.json", "{not json");
  CHECK(facts::read_file_api(host, "/build", ""));
}

TEST_CASE("no reply, no index and no codemodel are each told with the remedy") {
  MemoryHost host;
  CHECK(error_of(host).code == "file-api-missing");
  host.add_directory(kReply);
  CHECK(error_of(host).code == "file-api-missing");
  host.add_file(kReply + "index-1.json",
                R"({"objects":[{"kind":"codemodel","version":{"major":3},"jsonFile":"x.json"}]})");
  const Error error = error_of(host);
  CHECK(error.code == "file-api-missing");
  CHECK(error.text.find("Run CMake again") != std::string::npos);
}

TEST_CASE("the reply of another build directory is refused") {
  MemoryHost host;
  Reply reply;
  reply.build = "/elsewhere/build";
  add_reply(host, reply);
  const Error error = error_of(host);
  CHECK(error.code == "file-api-foreign");
  CHECK(error.text.find("/elsewhere/build") != std::string::npos);
}

TEST_CASE("a build directory reached through a symbolic link is the same one") {
  MemoryHost host;
  Reply reply;
  reply.build = "/link";
  add_reply(host, reply);
  host.add_symlink("/link", "/build");
  CHECK(facts::read_file_api(host, "/build", ""));
}

TEST_CASE("a target file that is missing or cut is an error that names it") {
  MemoryHost host;
  add_app(host);
  const std::string file = kReply + "target-app-.json";
  const std::string whole = *host.content(file);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    host.add_file(file, whole.substr(0, size));
    const Error error = error_of(host);
    CHECK(error.code == "file-api-malformed");
    CHECK(error.text.find("target-app-.json") != std::string::npos);
  }
  REQUIRE(host.remove(file));
  const Error error = error_of(host);
  CHECK(error.code == "file-api-missing");
  CHECK(error.text.find("target-app-.json") != std::string::npos);
  CHECK(error.text.find("codemodel.json") != std::string::npos);
}

TEST_CASE("names of reply files that lead out of the reply are refused") {
  MemoryHost host;
  host.add_file("/etc/passwd", "{}");
  host.add_file(
      kReply + "index-1.json",
      R"({"objects":[{"kind":"codemodel","version":{"major":2},"jsonFile":"../../../../../etc/passwd"}]})");
  CHECK(error_of(host).code == "file-api-malformed");
}

TEST_CASE("a reply without toolchains and cache is read, and said to be incomplete") {
  MemoryHost host;
  add_app(host);
  host.add_file(kReply + "index-2027.json",
                R"({"objects":[{"kind":"codemodel","version":{"major":2},"jsonFile":"codemodel.json"}]})");
  const auto result = facts::read_file_api(host, "/build", "");
  REQUIRE(result);
  REQUIRE(result->findings.size() == 2);
  CHECK(result->findings[0].code == "file-api-incomplete");
}

TEST_CASE("what CMake read to configure is known where the reply says so") {
  const auto json = formats::Json::parse(
      R"({"inputs":[{"path":"CMakeLists.txt"},{"path":"/usr/share/x.in","isCMake":true},{"path":"CMakeLists.txt"}]})");
  REQUIRE(json);
  const auto inputs = facts::configure_inputs_of(*json, "/src");
  REQUIRE(inputs);
  CHECK(*inputs == std::vector<std::string>{"/src/CMakeLists.txt", "/usr/share/x.in"});
  CHECK_FALSE(facts::configure_inputs_of(*formats::Json::parse("{}"), "/src"));
}

TEST_CASE("the language of a project without languages is no toolchain") {
  const auto json = formats::Json::parse(
      R"({"toolchains":[{"language":"NONE","compiler":{}},{"language":"CXX","compiler":{"id":"GNU","version":"12.2.0"}}]})");
  REQUIRE(json);
  const auto toolchains = facts::toolchains_of(*json);
  REQUIRE(toolchains);
  REQUIRE(toolchains->size() == 1);
  CHECK(toolchains->front().language == "CXX");
}

TEST_CASE("values of another kind than the format says are errors, not crashes") {
  MemoryHost host;
  Reply reply;
  const char* bad[] = {
      R"([])",
      R"({"name":"app"})",
      R"({"name":"app","id":"i","type":7})",
      R"({"name":"app","id":"i","type":"EXECUTABLE","artifacts":[{"path":5}]})",
      R"({"name":"app","id":"i","type":"EXECUTABLE","sources":[{}]})",
      R"({"name":"app","id":"i","type":"EXECUTABLE","sources":[{"path":"a.c","compileGroupIndex":4}]})",
      R"({"name":"app","id":"i","type":"EXECUTABLE","sources":[{"path":"a.c","compileGroupIndex":9223372036854775807}]})",
  };
  for (const char* json : bad) {
    reply.targets["app"] = json;
    add_reply(host, reply);
    INFO(json);
    CHECK(error_of(host).code == "file-api-malformed");
  }
}

TEST_CASE("a custom command's placeholder stands for the file that it makes") {
  const auto json = formats::Json::parse(R"({"name":"gen","id":"gen::@1","type":"UTILITY","sources":[
    {"path":"/build/gen.h.rule","isGenerated":true},{"path":"/build/x.h","isGenerated":true},{"path":"/build/x.h.rule","isGenerated":true},
    {"path":"own.rule"}]})");
  REQUIRE(json);
  const auto target = facts::codemodel_target(*json, "/src", "/build");
  REQUIRE(target);
  std::vector<std::string> paths;
  for (const Source& source : target->target.sources) paths.push_back(source.path);
  CHECK(paths == std::vector<std::string>{"/build/gen.h", "/build/x.h", "/src/own.rule"});
}

TEST_CASE("what CMake hands to the compiler of a group is known to each of its sources") {
  const auto json = formats::Json::parse(R"({"name":"app","id":"app::@1","type":"EXECUTABLE","compileGroups":[
    {"language":"CXX","sysroot":{"path":"/sdk"},"compileCommandFragments":[{"fragment":"-O2 -DA='b c'"},{"fragment":"-std=c++20"}],
     "defines":[{"define":"N=1"}],"includes":[{"path":"/src/inc"},{"path":"/opt/x","isSystem":true}]},{"language":"C"}],
    "sources":[{"path":"a.cpp","compileGroupIndex":0},{"path":"b.cpp","compileGroupIndex":0},{"path":"c.c","compileGroupIndex":1}]})");
  REQUIRE(json);
  const auto target = facts::codemodel_target(*json, "/src", "/build");
  REQUIRE(target);
  REQUIRE(target->compiled.size() == 3);
  CHECK(target->compiled[0].flags->language == "CXX");
  CHECK(target->compiled[0].flags->words == std::vector<std::string>{"--sysroot=/sdk", "-O2", "-DA=b c", "-std=c++20", "-DN=1", "-I/src/inc", "-isystem", "/opt/x"});
  CHECK(target->compiled[1].flags == target->compiled[0].flags);
  CHECK(target->compiled[2].flags->words.empty());
}

TEST_CASE("files that a compile command includes in front are found in each spelling") {
  CHECK(facts::preincluded_files("-O2 -include /b/pch.hxx -Wall") == std::vector<std::string>{"/b/pch.hxx"});
  CHECK(facts::preincluded_files(
            "-Xclang -include-pch -Xclang '/b/p c.pch' -Xclang -include -Xclang /b/pch.hxx") ==
        std::vector<std::string>{"/b/p c.pch", "/b/pch.hxx"});
  CHECK(facts::preincluded_files("-include").empty());
  CHECK(facts::preincluded_files("").empty());
}
