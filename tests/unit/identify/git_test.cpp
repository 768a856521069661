// SPDX-License-Identifier: Apache-2.0
#include "git_in_memory.hpp"
#include "identify/git_refs.hpp"
#include "identify/work_tree.hpp"
#include "support/catch.hpp"
#include "system_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;

TEST_CASE(
    "a work tree's commit is found through loose and packed references, detached heads and linked work "
    "trees") {
  MemoryHost host;
  add_work_tree(host, "/w", {"a.c"});
  const auto commit = [&](const std::string& root) { return identify::WorkTrees(host).at(root).commit; };
  CHECK(commit("/w") == kCommit);
  SECTION("packed") {
    REQUIRE(host.remove("/w/.git/refs/heads/main"));
    host.add_file("/w/.git/packed-refs",
                  "# pack-refs with: peeled fully-peeled sorted\n" + kOtherCommit + " refs/heads/main\n");
    CHECK(commit("/w") == kOtherCommit);
  }
  SECTION("detached") {
    host.add_file("/w/.git/HEAD", kOtherCommit + "\n");
    CHECK(commit("/w") == kOtherCommit);
  }
  SECTION("submodule: .git is a file") {
    host.add_file("/w/sub/.git", "gitdir: ../.git/modules/sub\n");
    host.add_file("/w/.git/modules/sub/HEAD", kOtherCommit + "\n");
    CHECK(commit("/w/sub") == kOtherCommit);
  }
  SECTION("linked work tree: references are the main one's") {
    host.add_file("/linked/.git", "gitdir: /w/.git/worktrees/linked\n");
    host.add_file("/w/.git/worktrees/linked/HEAD", "ref: refs/heads/main\n");
    host.add_file("/w/.git/worktrees/linked/commondir", "../..\n");
    CHECK(commit("/linked") == kCommit);
  }
}

TEST_CASE("references that lead nowhere, in a circle or out of the repository end in a problem") {
  MemoryHost host;
  add_work_tree(host, "/w", {});
  host.add_file("/secret", kOtherCommit + "\n");
  for (const char* head :
       {"", "ref: ", "ref: refs/heads/none\n", "ref: ../../secret\n", "ref: refs/heads/loop\n", "0123\n"}) {
    host.add_file("/w/.git/HEAD", head);
    host.add_file("/w/.git/refs/heads/loop", "ref: refs/heads/loop\n");
    identify::WorkTrees trees(host);
    INFO(head);
    CHECK(trees.at("/w").commit.empty());
    CHECK_FALSE(trees.at("/w").problem.empty());
  }
}

TEST_CASE("tags of the commit are found packed, peeled, loose, and annotated ones by asking git") {
  MemoryHost host;
  add_work_tree(host, "/w", {});
  host.add_file("/w/.git/packed-refs", kCommit + " refs/tags/v1\n" + kOtherCommit +
                                           " refs/tags/annotated-2\n^" + kCommit + '\n' + kOtherCommit +
                                           " refs/tags/v0\n");
  host.add_file("/w/.git/refs/tags/latest", kCommit + "\n");
  CHECK(identify::WorkTrees(host).at("/w").tags == std::vector<std::string>{"annotated-2", "latest", "v1"});
  CHECK(identify::WorkTrees(host).at("/w").version() == "annotated-2");
  host.add_file("/w/.git/refs/tags/v3-annotated", kOtherCommit + "\n");
  host.add_program("git", [](const Process& process) {
    const bool asks_tags =
        std::find(process.argv.begin(), process.argv.end(), "for-each-ref") != process.argv.end();
    return ProcessResult{0, asks_tags ? "latest\nv3-annotated\n" : "", ""};
  });
  CHECK(identify::WorkTrees(host).at("/w").tags ==
        std::vector<std::string>{"annotated-2", "latest", "v1", "v3-annotated"});
}

TEST_CASE("a file is unchanged only when its bytes are the index's blob and the index is as HEAD") {
  MemoryHost host;
  add_work_tree(host, "/w", {"same.c", "edited.c", "staged.c", "gone.c"},
                {{"conflict.c", {git_blob("x"), 0100644}}});
  host.add_file("/w/edited.c", "edited");
  touch(host, "/w/new.c");
  REQUIRE(host.remove("/w/gone.c"));
  host.add_program("git", [](const Process&) { return ProcessResult{0, std::string("staged.c\0", 9), ""}; });
  identify::WorkTrees trees(host);
  const auto& tree = trees.at("/w");
  REQUIRE(tree.problem.empty());
  CHECK(trees.state_of(tree, "/w/same.c") == identify::TrackedState::unchanged);
  CHECK(trees.state_of(tree, "/w/edited.c") == identify::TrackedState::modified);
  CHECK(trees.state_of(tree, "/w/staged.c") == identify::TrackedState::modified);
  CHECK(trees.state_of(tree, "/w/gone.c") == identify::TrackedState::modified);
  CHECK(trees.state_of(tree, "/w/new.c") == identify::TrackedState::untracked);
}

TEST_CASE("without git, or with an index that cannot be read, nothing counts as unchanged") {
  MemoryHost host;
  add_work_tree(host, "/w", {"a.c"});
  SECTION("git fails") {
    host.add_program("git", [](const Process&) { return ProcessResult{128, "", "fatal: bad"}; });
  }
  SECTION("the index is cut") {
    const std::string whole = *host.content("/w/.git/index");
    host.add_file("/w/.git/index", whole.substr(0, whole.size() / 2));
  }
  identify::WorkTrees trees(host);
  CHECK_FALSE(trees.at("/w").problem.empty());
  CHECK(trees.state_of(trees.at("/w"), "/w/a.c") != identify::TrackedState::unchanged);
}

TEST_CASE("git is run so that the repository and the environment cannot steer it") {
  MemoryHost host;
  add_work_tree(host, "/w", {"a.c"});
  Process seen;
  host.add_program("git", [&](const Process& process) {
    seen = process;
    return ProcessResult{0, "", ""};
  });
  (void)identify::WorkTrees(host).at("/w");
  const auto has = [&](const std::string& argument) {
    return std::find(seen.argv.begin(), seen.argv.end(), argument) != seen.argv.end();
  };
  CHECK(has("--git-dir=/w/.git"));
  CHECK(has("core.fsmonitor=false"));
  CHECK(has("--no-ext-diff"));
  CHECK(std::find(seen.environment.begin(), seen.environment.end(),
                  std::pair<std::string, std::string>("GIT_INDEX_FILE", "/w/.git/index")) !=
        seen.environment.end());
}

TEST_CASE("a submodule is a component pinned by its commit") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  add_work_tree(host, "/src", {"main.c"}, {{"third_party/gtest", {kCommit, 0160000}}});
  add_work_tree(host, "/src/third_party/gtest", {"gtest.h"});
  host.add_file("/src/.gitmodules",
                "[submodule \"x\"]\n\tpath = third_party/gtest\n\turl = "
                "https://user:secret@github.com/google/googletest.git\n");
  const auto outcome = ask(host, facts, {"/src/main.c", "/src/third_party/gtest/gtest.h"});
  const Ownership& found = owner(outcome, "/src/third_party/gtest/gtest.h");
  CHECK(found.chosen.component == "git:googletest@" + kCommit);
  CHECK(found.chosen.tier == Tier::vcs_pinned);
  const Component& component = outcome.value.components.at(found.chosen.component);
  CHECK(component.url == "https://github.com/google/googletest.git");
  CHECK(component.purl == "pkg:github/google/googletest@" + kCommit);
  CHECK(component.kind == ComponentKind::soup);
  CHECK(owner(outcome, "/src/main.c").chosen.component == "product:Pump@1.0");
  CHECK(owner(outcome, "/src/main.c").chosen.tier == Tier::vcs_pinned);
  CHECK(outcome.value.components.at("product:Pump@1.0").properties.at("commit") == kCommit);
  CHECK(outcome.findings.empty());

  SECTION("one that stands at another commit than is pinned is a finding") {
    host.add_file("/src/third_party/gtest/.git/HEAD", kOtherCommit + "\n");
    CHECK(count(ask(host, facts, {"/src/third_party/gtest/gtest.h"}).findings, "submodule-moved") == 1);
  }
  SECTION("a changed file is not pinned, and a finding names it") {
    host.add_file("/src/third_party/gtest/gtest.h", "patched");
    const auto patched = ask(host, facts, {"/src/third_party/gtest/gtest.h"});
    CHECK(owner(patched, "/src/third_party/gtest/gtest.h").chosen.tier == Tier::declared);
    REQUIRE(count(patched.findings, "worktree-modified") == 1);
    CHECK(patched.findings[0].text.find("gtest.h") != std::string::npos);
  }
  SECTION("declared as well: the declaration names it, the commit is kept") {
    facts.declared.push_back({"googletest",
                              "1.14",
                              "Google",
                              "BSD-3-Clause",
                              "",
                              "",
                              "",
                              {"/src/third_party/gtest"},
                              "CMakeLists.txt:4"});
    const auto declared = ask(host, facts, {"/src/third_party/gtest/gtest.h"});
    const Ownership& both = owner(declared, "/src/third_party/gtest/gtest.h");
    CHECK(both.chosen.component == "declared:googletest@1.14");
    REQUIRE(both.losing.size() == 2);
    CHECK(both.losing[0].tier == Tier::vcs_pinned);
    CHECK(declared.value.components.at("declared:googletest@1.14").properties.at("commit") == kCommit);
  }
}

TEST_CASE("a submodule in a submodule is a component of its own, and says in which it lies") {
  MemoryHost host;
  add_work_tree(host, "/src", {"main.c"}, {{"outer", {kCommit, 0160000}}});
  add_work_tree(host, "/src/outer", {"outer.c"}, {{"third_party/inner", {kOtherCommit, 0160000}}});
  add_work_tree(host, "/src/outer/third_party/inner", {"inner.c"});
  host.add_file("/src/outer/.git/config",
                "[remote \"origin\"]\n\turl = https://example.org/acme/outer.git\n");
  host.add_file("/src/outer/.gitmodules",
                "[submodule \"i\"]\n\tpath = third_party/inner\n\turl = ../../other/inner.git\n");
  const auto outcome = ask(host, product_facts(), {"/src/outer/third_party/inner/inner.c"});
  const Ownership& inner = owner(outcome, "/src/outer/third_party/inner/inner.c");
  CHECK(inner.chosen.component == "git:inner@" + kCommit);
  CHECK(inner.chosen.tier == Tier::vcs_pinned);
  CHECK(count(outcome.findings, "submodule-moved") == 1);
  CHECK(count(outcome.findings, "worktree-modified") == 0);
  const std::string outer = "git:outer@" + kCommit;
  REQUIRE(outcome.value.components.contains(outer));
  CHECK(outcome.value.components.at(inner.chosen.component).properties.at("contained-in") == outer);
  CHECK(outcome.value.components.at(inner.chosen.component).url == "https://example.org/other/inner.git");
  CHECK_FALSE(outcome.value.components.at(outer).properties.contains("contained-in"));
}

TEST_CASE("a library that a submodule carries and somebody declares lies in the submodule") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  add_work_tree(host, "/src", {"main.c"}, {{"outer", {kCommit, 0160000}}});
  add_work_tree(host, "/src/outer", {"outer.c", "third_party/tiny/tiny.c"});
  facts.declared.push_back(
      {"tiny", "1", "", "", "", "", "", {"/src/outer/third_party/tiny"}, "CMakeLists.txt:4"});
  const auto outcome = ask(host, facts, {"/src/outer/outer.c", "/src/outer/third_party/tiny/tiny.c"});
  CHECK(owner(outcome, "/src/outer/third_party/tiny/tiny.c").chosen.component == "declared:tiny@1");
  CHECK(owner(outcome, "/src/outer/outer.c").chosen.component == "git:outer@" + kCommit);
  CHECK(outcome.value.components.at("declared:tiny@1").properties.at("contained-in") ==
        "git:outer@" + kCommit);
  CHECK_FALSE(outcome.value.components.at("git:outer@" + kCommit).properties.contains("contained-in"));
}

TEST_CASE(
    "files where a submodule belongs and no work tree is are not the product's, nor of the pinned commit") {
  MemoryHost host;
  add_work_tree(host, "/src", {"main.c"}, {{"lib", {kOtherCommit, 0160000}}});
  host.add_file("/src/.gitmodules",
                "[submodule \"l\"]\n\tpath = lib\n\turl = https://example.org/a/real.git\n");
  touch(host, "/src/lib/include/lib.h");
  const auto outcome = ask(host, product_facts(), {"/src/main.c", "/src/lib/include/lib.h"});
  const Ownership& found = owner(outcome, "/src/lib/include/lib.h");
  CHECK(found.chosen.component == "git:real@");
  CHECK(found.chosen.tier == Tier::declared);
  CHECK(outcome.value.components.at("git:real@").version.empty());
  CHECK(outcome.value.components.at("git:real@").properties.at("pinned-commit") == kOtherCommit);
  CHECK(count(outcome.findings, "submodule-not-checked-out") == 1);
  CHECK(owner(outcome, "/src/main.c").chosen.component == "product:Pump@1.0");
}

TEST_CASE("a clone that nobody pins is a component with a finding") {
  MemoryHost host;
  add_work_tree(host, "/src/vendor/lib", {"lib.c"});
  host.add_file("/src/vendor/lib/.git/config", "[remote \"origin\"]\n\turl = git@example.org:acme/lib.git\n");
  const auto outcome = ask(host, product_facts(), {"/src/vendor/lib/lib.c"});
  CHECK(owner(outcome, "/src/vendor/lib/lib.c").chosen.component == "git:lib@" + kCommit);
  CHECK(count(outcome.findings, "source-unpinned") == 1);
  for (const Finding& finding : outcome.findings) CHECK(finding.subject == "git:lib@" + kCommit);
}

TEST_CASE("a repository around the build directory does not own what is built") {
  MemoryHost host;
  BuildFacts facts = product_facts();
  facts.build_directory = "/home/build";
  add_work_tree(host, "/home", {"dotfile"});
  touch(host, "/home/build/some.h");
  const auto outcome = ask(host, facts, {"/home/build/some.h"});
  CHECK(owner(outcome, "/home/build/some.h").chosen.component.empty());
}

TEST_CASE("URLs lose credentials and paths of this machine") {
  CHECK(identify::public_url("https://u:p@host/x.git") == "https://host/x.git");
  CHECK(identify::public_url("https://host/x@2.git") == "https://host/x@2.git");
  CHECK(identify::public_url("git@github.com:a/b.git") == "git@github.com:a/b.git");
  CHECK(identify::public_url("file:///home/me/x").empty());
  CHECK(identify::public_url("/home/me/x").empty());
  CHECK(identify::public_url("../x").empty());
  CHECK(identify::public_url("").empty());
}

TEST_CASE("repositories get the purl of their hosting, or a generic one with the URL") {
  const auto purl = [](const std::string& url) { return identify::repository_purl(url, "x", "v1", kCommit); };
  CHECK(purl("https://github.com/Madler/zlib.git") == "pkg:github/madler/zlib@v1");
  CHECK(purl("git@github.com:madler/zlib.git") == "pkg:github/madler/zlib@v1");
  CHECK(purl("https://bitbucket.org/a/b") == "pkg:bitbucket/a/b@v1");
  CHECK(purl("https://git.example.org/a/b.git").starts_with("pkg:generic/x@v1?vcs_url=git%2Bhttps:"));
  CHECK(purl("") == "pkg:generic/x@v1");
  CHECK(identify::repository_name("https://host/a/b.git/") == "b");
  CHECK(identify::repository_name("git@host:b.git") == "b");
  CHECK(identify::repository_name("").empty());
}

TEST_CASE("packed references of another shape are left out") {
  const auto refs = identify::parse_packed_refs("garbage\n^" + kCommit + "\n" + kCommit +
                                                "\nxyz refs/tags/a\n" + kCommit + " refs/tags/b\n^short\n");
  CHECK(refs.size() == 1);
  CHECK(refs.at("refs/tags/b") == kCommit);
}
