// SPDX-License-Identifier: Apache-2.0
#include "git_in_memory.hpp"
#include "identify/fetch_records.hpp"
#include "support/catch.hpp"
#include "system_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

// The files below are cut from those that CMake 3.25.1 (sub-build) and 4.4.4 (both layouts) wrote.
const std::string kHead =
    "# This is a generated file and its contents are an internal implementation detail.\n"
    "# No other meaning or use of this file is supported.\n\n";
const std::string kHash = "2743f68656712bb5ed0970fc5cf6ea8670db6a068576e6f79efd93595105672d";

std::string url_info(const std::string& source, const std::string& url, const std::string& hash) {
  return kHead + "method=url\ncommand=/usr/bin/cmake;-P;/x/verify.cmake\nsource_dir=" + source +
         "\nwork_dir=/build/_deps\nurl(s)=" + url + "\nhash=" + hash + "\n      no_extract=\n\n";
}

std::string git_info(const std::string& source, const std::string& url) {
  return kHead + "method=git\nsource_dir=" + source + "\nrepository=" + url +
         "\nremote=origin\ninit_submodules=TRUE\nsubmodules=\n";
}

std::string clone_script(const std::string& tag) {
  return "execute_process(\n  COMMAND \"/usr/bin/git\" \n          checkout \"" + tag +
         "\" --\n)\nmessage(FATAL_ERROR \"Failed to checkout tag: '" + tag + "'\")\n";
}

void add_old_layout(MemoryHost& host, const std::string& name, const std::string& info,
                    const std::string& kind, const std::string& tag = "") {
  const std::string prefix = "/build/_deps/" + name + "-subbuild/" + name + "-populate-prefix/";
  const std::string stamps = prefix + "src/" + name + "-populate-stamp/" + name + "-populate-";
  host.add_file(stamps + kind + "info.txt", info);
  host.add_file(stamps + "patch-info.txt", kHead + "command=\nwork_dir=\n");
  if (!tag.empty()) host.add_file(prefix + "tmp/" + name + "-populate-gitclone.cmake", clone_script(tag));
}

void add_direct_layout(MemoryHost& host, const std::string& name, const std::string& info,
                       const std::string& kind, const std::string& tag = "") {
  host.add_file("/build/CMakeFiles/fc-stamp/" + name + '/' + name + '-' + kind + "info.txt", info);
  host.add_file("/build/CMakeFiles/fc-stamp/" + name + '/' + name + "-patch-info.txt",
                kHead + "command=\nwork_dir=\n");
  if (!tag.empty())
    host.add_file("/build/CMakeFiles/fc-tmp/" + name + '/' + name + "-gitclone.cmake", clone_script(tag));
}

using AddLayout = void (*)(MemoryHost&, const std::string&, const std::string&, const std::string&,
                           const std::string&);

}  // namespace

TEST_CASE("an archive that FetchContent fetched is a component known by its hash, in both layouts") {
  for (const AddLayout add : {AddLayout{add_old_layout}, AddLayout{add_direct_layout}}) {
    MemoryHost host;
    touch(host, "/build/_deps/ziplib-src/zip.c");
    touch(host, "/build/_deps/ziplib-build/config.h");
    add(host, "ziplib",
        url_info("/build/_deps/ziplib-src", "https://example.org/ziplib-1.2.tar.gz", "SHA256=" + kHash),
        "url", "");
    const auto outcome =
        ask(host, product_facts(), {"/build/_deps/ziplib-src/zip.c", "/build/_deps/ziplib-build/config.h"});
    const std::string id = "fetchcontent:ziplib@sha256:" + kHash;
    CHECK(owner(outcome, "/build/_deps/ziplib-src/zip.c").chosen.component == id);
    CHECK(owner(outcome, "/build/_deps/ziplib-src/zip.c").chosen.tier == Tier::resolver_metadata);
    CHECK(owner(outcome, "/build/_deps/ziplib-build/config.h").chosen.component == id);
    const Component& component = outcome.value.components.at(id);
    CHECK(component.version.empty());
    CHECK(component.url == "https://example.org/ziplib-1.2.tar.gz");
    CHECK(component.properties.at("url-hash") == "SHA256=" + kHash);
    CHECK(component.purl.find("checksum=sha256:" + kHash) != std::string::npos);
    CHECK(count(outcome.findings, "version-unknown") == 1);
    CHECK(count(outcome.findings, "source-unpinned") == 0);
  }
}

TEST_CASE("a git checkout that FetchContent made has the stated tag as its version, in both layouts") {
  for (const AddLayout add : {AddLayout{add_old_layout}, AddLayout{add_direct_layout}}) {
    MemoryHost host;
    const std::string source = "/build/_deps/gitlib-src";
    add_work_tree(host, source, {"git.cpp", "git.h"});
    host.add_file(source + "/.git/packed-refs", kCommit + " refs/tags/v2.0\n");
    add(host, "gitlib", git_info(source, "https://github.com/acme/gitlib.git"), "git", "v2.0");
    host.add_file(source + "/git.h", "patched");
    const auto outcome = ask(host, product_facts(), {source + "/git.cpp", source + "/git.h"});
    CHECK(owner(outcome, source + "/git.cpp").chosen.component == "fetchcontent:gitlib@v2.0");
    CHECK(owner(outcome, source + "/git.cpp").chosen.tier == Tier::vcs_pinned);
    CHECK(owner(outcome, source + "/git.cpp").losing.empty());
    CHECK(owner(outcome, source + "/git.h").chosen.tier == Tier::declared);
    const Component& component = outcome.value.components.at("fetchcontent:gitlib@v2.0");
    CHECK(component.purl == "pkg:github/acme/gitlib@v2.0");
    CHECK(component.properties.at("commit") == kCommit);
    CHECK(count(outcome.findings, "worktree-modified") == 1);
    CHECK(count(outcome.findings, "source-unpinned") == 0);
    CHECK(count(outcome.findings, "version-unknown") == 0);
  }
}

TEST_CASE(
    "the submodule of a fetched repository is its own component, and does not make the repository modified") {
  MemoryHost host;
  add_work_tree(host, "/build/_deps/tiny-src", {"tiny.c"}, {{"deps/sub", {kCommit, 0160000}}});
  add_work_tree(host, "/build/_deps/tiny-src/deps/sub", {"sub.c"});
  add_old_layout(host, "tiny", git_info("/build/_deps/tiny-src", "https://example.org/acme/tiny.git"), "git",
                 kCommit);
  const auto outcome =
      ask(host, product_facts(), {"/build/_deps/tiny-src/tiny.c", "/build/_deps/tiny-src/deps/sub/sub.c"});
  const Ownership& found = owner(outcome, "/build/_deps/tiny-src/deps/sub/sub.c");
  CHECK(found.chosen.component == "git:sub@" + kCommit);
  CHECK(found.chosen.tier == Tier::vcs_pinned);
  const std::string outer = owner(outcome, "/build/_deps/tiny-src/tiny.c").chosen.component;
  CHECK(outer == "fetchcontent:tiny@" + kCommit);
  CHECK(outcome.value.components.at(found.chosen.component).properties.at("contained-in") == outer);
  CHECK(count(outcome.findings, "worktree-modified") == 0);
}

TEST_CASE("a branch is no version and no pin") {
  MemoryHost host;
  const std::string source = "/build/_deps/lib-src";
  add_work_tree(host, source, {"a.c"});
  add_old_layout(host, "lib", git_info(source, "https://example.org/lib.git"), "git", "main");
  const auto outcome = ask(host, product_facts(), {source + "/a.c"});
  CHECK(owner(outcome, source + "/a.c").chosen.component == "fetchcontent:lib@" + kCommit);
  CHECK(count(outcome.findings, "source-unpinned") == 1);
}

TEST_CASE("an archive without a hash can change: a finding") {
  MemoryHost host;
  touch(host, "/build/_deps/x-src/a.c");
  add_old_layout(host, "x", url_info("/build/_deps/x-src", "https://example.org/x.zip", ""), "url");
  CHECK(count(ask(host, product_facts(), {"/build/_deps/x-src/a.c"}).findings, "source-unpinned") == 1);
}

TEST_CASE("an archive of this machine leaves its name, not its path") {
  MemoryHost host;
  touch(host, "/build/_deps/x-src/a.c");
  add_old_layout(host, "x", url_info("/build/_deps/x-src", "/home/me/archives/x-1.tar.gz", "SHA256=" + kHash),
                 "url");
  const auto outcome = ask(host, product_facts(), {"/build/_deps/x-src/a.c"});
  const Component& component = outcome.value.components.begin()->second;
  CHECK(component.url.empty());
  CHECK(component.properties.at("local-source") == "x-1.tar.gz");
  CHECK(component.purl.find("home") == std::string::npos);
}

TEST_CASE("CPM's version is a stated version") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  facts.cache["CPM_PACKAGE_FmtLib_VERSION"] = "10.2.1";
  touch(host, "/build/_deps/fmtlib-src/fmt.cc");
  add_old_layout(host, "fmtlib",
                 url_info("/build/_deps/fmtlib-src", "https://example.org/fmt.zip", "SHA256=" + kHash),
                 "url");
  const auto outcome = ask(host, facts, {"/build/_deps/fmtlib-src/fmt.cc"});
  CHECK(owner(outcome, "/build/_deps/fmtlib-src/fmt.cc").chosen.component == "fetchcontent:fmtlib@10.2.1");
}

TEST_CASE("FETCHCONTENT_SOURCE_DIR_<NAME> replaces the fetched sources, and is a finding") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  facts.cache["FETCHCONTENT_SOURCE_DIR_ZIPLIB"] = "/elsewhere/ziplib";
  facts.cache["FETCHCONTENT_SOURCE_DIR_OTHER"] = "";
  touch(host, "/elsewhere/ziplib/zip.c");
  touch(host, "/build/_deps/ziplib-src/zip.c");
  add_old_layout(host, "ziplib",
                 url_info("/build/_deps/ziplib-src", "https://example.org/z.tgz", "SHA256=" + kHash), "url");
  const auto outcome = ask(host, facts, {"/elsewhere/ziplib/zip.c"});
  CHECK(owner(outcome, "/elsewhere/ziplib/zip.c").chosen.component == "fetchcontent:ziplib@");
  CHECK(count(outcome.findings, "source-unpinned") == 1);
  CHECK(count(outcome.findings, "version-unknown") == 1);
}

TEST_CASE("of two layouts in one build directory the one written last counts") {
  MemoryHost host;
  touch(host, "/build/_deps/x-src/a.c");
  add_old_layout(host, "x", url_info("/build/_deps/x-src", "https://example.org/old.zip", "MD5=0"), "url");
  add_direct_layout(host, "x", url_info("/build/_deps/x-src", "https://example.org/new.zip", "MD5=1"), "url");
  const auto records = identify::fetch_content_records(host, product_facts());
  REQUIRE(records.size() == 1);
  CHECK(records[0].url == "https://example.org/new.zip");
}

TEST_CASE("a declaration at the same directory names what FetchContent only fetched") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  facts.declared.push_back(
      {"ziplib", "1.2", "Zip Inc", "Zlib", "", "", "", {"/build/_deps/ziplib-src"}, "CMakeLists.txt:9"});
  touch(host, "/build/_deps/ziplib-src/zip.c");
  add_old_layout(host, "ziplib",
                 url_info("/build/_deps/ziplib-src", "https://example.org/z.tgz", "SHA256=" + kHash), "url");
  const auto outcome = ask(host, facts, {"/build/_deps/ziplib-src/zip.c"});
  CHECK(owner(outcome, "/build/_deps/ziplib-src/zip.c").chosen.component == "declared:ziplib@1.2");
  CHECK(owner(outcome, "/build/_deps/ziplib-src/zip.c").losing.size() == 1);
  CHECK(outcome.value.components.at("declared:ziplib@1.2").properties.at("url-hash") == "SHA256=" + kHash);
  CHECK(count(outcome.findings, "version-unknown") == 0);
}

TEST_CASE("what an external project builds and installs is its own") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  Target target;
  target.name = "ep";
  target.type = "UTILITY";
  target.source_directory = "/src";
  target.build_directory = "/build";
  target.sources = {{"/build/CMakeFiles/ep-complete", "", true},
                    {"/build/ep-prefix/src/ep-stamp/ep-mkdir", "", true}};
  facts.targets = {target};
  for (const char* file :
       {"/build/inst/lib/libe.a", "/build/ep-prefix/src/ep/e.h", "/build/ep-prefix/src/ep-build/libe.a"})
    touch(host, file);
  host.add_file("/build/ep-prefix/src/ep-stamp/ep-gitinfo.txt",
                git_info("/build/ep-prefix/src/ep", "https://example.org/e.git"));
  host.add_file("/build/ep-prefix/tmp/ep-gitclone.cmake", clone_script(kCommit));
  host.add_file("/build/ep-prefix/src/ep-build/install_manifest.txt",
                "/build/inst/lib/libe.a\n/build/inst/include/e.h\n");
  const auto outcome =
      ask(host, facts,
          {"/build/inst/lib/libe.a", "/build/ep-prefix/src/ep/e.h", "/build/ep-prefix/src/ep-build/libe.a"});
  for (const auto& [path, ownership] : outcome.value.files) {
    INFO(path);
    CHECK(ownership.chosen.component == "externalproject:ep@");
  }
}

TEST_CASE("what CMake 3.22 writes of an archive and of a git checkout is read too") {
  MemoryHost host;
  touch(host, "/build/_deps/ziplib-src/zip.c");
  add_old_layout(
      host, "ziplib",
      "repository='external project URL'\nmodule='https://example.org/ziplib-1.2.tar.gz'\ntag='SHA256=" +
          kHash + "'\n",
      "url");
  const std::string source = "/build/_deps/gitlib-src";
  add_work_tree(host, source, {"git.cpp"});
  host.add_file(source + "/.git/packed-refs", kCommit + " refs/tags/v2.0\n");
  add_old_layout(host, "gitlib", "repository='https://github.com/acme/gitlib.git'\nmodule=''\ntag='origin'\n",
                 "git");
  host.add_file("/build/_deps/gitlib-subbuild/gitlib-populate-prefix/tmp/gitlib-populate-gitclone.cmake",
                "COMMAND \"git\" clone --no-checkout \"gitlib-src\"\nCOMMAND \"git\"  checkout v2.0 --\n");
  const auto outcome = ask(host, product_facts(), {"/build/_deps/ziplib-src/zip.c", source + "/git.cpp"});
  CHECK(owner(outcome, "/build/_deps/ziplib-src/zip.c").chosen.component ==
        "fetchcontent:ziplib@sha256:" + kHash);
  CHECK(owner(outcome, source + "/git.cpp").chosen.component == "fetchcontent:gitlib@v2.0");
  CHECK(owner(outcome, source + "/git.cpp").chosen.tier == Tier::vcs_pinned);
}

TEST_CASE("info files and clone scripts of another shape state nothing") {
  CHECK(identify::info_value("method=url\nhash=SHA256=ab\n", "hash") == "SHA256=ab");
  CHECK(identify::info_value("hashes=1\nhash\n", "hash").empty());
  CHECK(identify::info_value("", "hash").empty());
  CHECK(identify::checked_out(" checkout \"v1").empty());
  CHECK(identify::checked_out(" checkout v1\n --").empty());
  CHECK(identify::checked_out("").empty());
}
