// SPDX-License-Identifier: Apache-2.0
#include "facts/install_rules.hpp"

#include "support/build_tree.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

/// A reply with one "directory" object, as CMake 3.25 writes it.
const std::string kDirectory = R"({"installers":[
  {"type":"target","destination":"bin","component":"run","paths":["app"],"targetId":"app::@1"},
  {"type":"code","component":"run"},
  {"type":"file","destination":"firmware","paths":["a.hex",{"from":"/build/b.hex","to":"valve.hex"}]},
  {"type":"file","destination":"/etc/pump","paths":["conf"]},
  {"type":"directory","destination":"share","paths":["doc",{"from":"data","to":"."}]}]})";

void add_directory(MemoryHost& host, const std::string& content) {
  add_app(host);
  host.add_file(kReply + "directory.json", content);
  host.add_file(kReply + "codemodel.json", R"({"kind":"codemodel","paths":{"source":"/src","build":"/build"},
    "configurations":[{"name":"","directories":[{"jsonFile":"directory.json"},{"build":"old"}],
                       "targets":[{"name":"app","jsonFile":"target-app-.json"}]}]})");
}

}  // namespace

TEST_CASE("install rules say which file or directory goes where") {
  MemoryHost host;
  add_directory(host, kDirectory);
  const auto rules = facts::read_install_rules(host, "/build", "");
  REQUIRE(rules);
  REQUIRE(rules->size() == 6);
  const auto is = [&](std::size_t at, const char* from, const char* to, bool directory) {
    const facts::InstallRule& rule = (*rules)[at];
    CHECK(rule.from == from);
    CHECK(rule.to == to);
    CHECK(rule.directory == directory);
  };
  is(0, "/build/app", "bin/app", false);
  is(1, "/src/a.hex", "firmware/a.hex", false);
  is(2, "/build/b.hex", "firmware/valve.hex", false);
  is(3, "/src/conf", "/etc/pump/conf", false);
  is(4, "/src/doc", "share/doc", true);
  is(5, "/src/data", "share", true);
}

TEST_CASE("a build without install rules has none, and another configuration is refused") {
  MemoryHost host;
  add_app(host);
  const auto rules = facts::read_install_rules(host, "/build", "");
  REQUIRE(rules);
  CHECK(rules->empty());
  CHECK(facts::read_install_rules(host, "/build", "Release").error().code == "configuration-unknown");
}

TEST_CASE("a directory object that is missing, cut or of another shape is an error that names it") {
  MemoryHost host;
  for (std::size_t size = 0; size < kDirectory.size(); ++size) {
    add_directory(host, kDirectory.substr(0, size));
    const auto rules = facts::read_install_rules(host, "/build", "");
    REQUIRE_FALSE(rules);
    CHECK(rules.error().code == "file-api-malformed");
    CHECK(rules.error().text.find("directory.json") != std::string::npos);
  }
  add_directory(host, R"({"installers":[{"type":"file","paths":[{"to":"x"}]}]})");
  CHECK(facts::read_install_rules(host, "/build", "").error().code == "file-api-malformed");
  add_directory(host, R"({"installers":[{"type":"file","paths":[7]}]})");
  CHECK(facts::read_install_rules(host, "/build", "").error().code == "file-api-malformed");
  REQUIRE(host.remove(kReply + "directory.json"));
  CHECK(facts::read_install_rules(host, "/build", "").error().code == "file-api-missing");
}
