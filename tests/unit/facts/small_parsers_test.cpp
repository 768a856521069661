// SPDX-License-Identifier: Apache-2.0
#include "facts/module_edges.hpp"
#include "facts/project_file.hpp"
#include "facts/shell_words.hpp"
#include "host/memory_host.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using Words = std::vector<std::string>;

TEST_CASE("words are split as a POSIX shell splits them") {
  CHECK(facts::shell_words("a  b\tc\nd") == Words{"a", "b", "c", "d"});
  CHECK(facts::shell_words(R"('a b' "c d" e\ f)") == Words{"a b", "c d", "e f"});
  CHECK(facts::shell_words(R"("a\"b\$c\x" 'a\b')") == Words{R"(a"b$c\x)", R"(a\b)"});
  CHECK(facts::shell_words(R"(a""b '' "")") == Words{"ab", "", ""});
  CHECK(facts::shell_words(R"(open 'never closed)") == Words{"open", "never closed"});
  CHECK(facts::shell_words("").empty());
}

TEST_CASE("dyndep statements are read with ninja's escapes undone") {
  const auto one = facts::parse_dyndep(
      "ninja_dyndep_version = 1.0\nbuild a$ b.o | c$:d.pcm $$x.gcm: dyndep | e.pcm\n  restat = 1\n");
  REQUIRE(one);
  REQUIRE(one->size() == 1);
  CHECK(one->front().output == "a b.o");
  CHECK(one->front().bmis == Words{"c:d.pcm", "$x.gcm"});
  CHECK(one->front().imports == Words{"e.pcm"});
  CHECK(facts::parse_dyndep("").ok());
}

TEST_CASE("a dyndep file that is none is an error with its offset") {
  for (const char* text :
       {"build a.o: dyndep\n", "ninja_dyndep_version = 1.0\nbuild a.o: cc b.c\n",
        "ninja_dyndep_version = 1.0\nbuild a.o\n", "ninja_dyndep_version = 1.0\nbuild \n"}) {
    const auto result = facts::parse_dyndep(text);
    INFO(text);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == "dyndep-malformed");
    CHECK(result.error().offset.has_value());
  }
}

TEST_CASE("a project file of another format or shape is refused") {
  MemoryHost host;
  const auto code = [&](const std::string& text) {
    host.add_file("/s/project.json", text);
    const auto result = facts::read_project_file(host, "/s");
    return result ? std::string() : result.error().code;
  };
  CHECK(facts::read_project_file(host, "/s").error().code == "build-directory-not-traced");
  CHECK(code("{") == "project-file-malformed");
  CHECK(code("{}") == "project-file-malformed");
  CHECK(code(R"({"format":2,"sourceDirectory":"/a","buildDirectory":"/b"})") == "project-file-malformed");
  CHECK(code(R"({"format":1,"sourceDirectory":"/a","buildDirectory":"/b","components":[{}]})") ==
        "project-file-malformed");
  CHECK(code(R"({"format":1,"sourceDirectory":"/a","buildDirectory":"/b","targets":[1]})") ==
        "project-file-malformed");
  CHECK(code(R"({"format":1,"sourceDirectory":"/a","buildDirectory":"/b"})").empty());
}

TEST_CASE("the documents go where the project file says, and what is in the build directory moves with it") {
  MemoryHost host;
  const auto output = [&](const std::string& members, const std::string& build, const std::string& configuration) {
    host.add_file("/s/project.json", R"({"format":1,"sourceDirectory":"/a","buildDirectory":"/b")" + members + "}");
    const auto project = facts::read_project_file(host, "/s");
    REQUIRE(project);
    return facts::output_directory(*project, build, configuration);
  };
  CHECK(output("", "/b", "") == "/b/souptrace");
  CHECK(output(R"(,"outputDirectory":"/b/x/../docs")", "/b", "Debug") == "/b/docs");
  CHECK(output(R"(,"outputDirectory":"/b/docs")", "/moved", "") == "/moved/docs");
  CHECK(output(R"(,"outputDirectory":"/b")", "/moved", "") == "/moved");
  CHECK(output(R"(,"outputDirectory":"/b2/docs")", "/moved", "") == "/b2/docs");
  CHECK(output(R"(,"outputDirectory":"/b/docs","generator":"Ninja Multi-Config")", "/b", "Debug") == "/b/docs/Debug");
  CHECK(output(R"(,"outputDirectory":"/b/docs","generator":"Ninja Multi-Config")", "/b", "") == "/b/docs");
}

TEST_CASE("declared components are read whole") {
  MemoryHost host;
  host.add_file(
      "/s/project.json",
      R"({"format":1,"sourceDirectory":"/a","buildDirectory":"/b","targets":["x"],"fetchContentBase":"/b/_deps",
    "product":{"name":"P","version":"2","supplier":"S","safetyClass":"C"},
    "components":[{"name":"crc","version":"1","supplier":"s","license":"MIT","purl":"p","cpe":"c","url":"u","paths":["/a/./crc/"],
                   "declaredAt":"CMakeLists.txt:3"}]})");
  const auto result = facts::read_project_file(host, "/s");
  REQUIRE(result);
  CHECK(result->product.safety_class == "C");
  CHECK(result->fetch_content_base == "/b/_deps");
  REQUIRE(result->components.size() == 1);
  CHECK(result->components[0].paths == Words{"/a/crc"});
  CHECK(result->components[0].declared_at == "CMakeLists.txt:3");
}
