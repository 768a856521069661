// SPDX-License-Identifier: Apache-2.0
#include "identify/order.hpp"

#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::identify;

namespace {

FileClaim claim(Reach reach, const std::string& component, Tier tier, const std::string& directory = "") {
  return {0, reach, directory, {component, tier, "rule of " + component, {{component, "place", "text"}}}};
}

/// The chosen component whatever the order in which the claims came in.
Ownership choose_any(std::vector<FileClaim> claims) {
  std::vector<const FileClaim*> forth;
  for (const FileClaim& one : claims) forth.push_back(&one);
  const std::vector<const FileClaim*> back(forth.rbegin(), forth.rend());
  const Ownership first = choose(forth, "/build");
  const Ownership second = choose(back, "/build");
  CHECK(first.chosen.component == second.chosen.component);
  CHECK(first.chosen_because == second.chosen_because);
  REQUIRE(first.losing.size() == second.losing.size());
  for (std::size_t i = 0; i < first.losing.size(); ++i)
    CHECK(first.losing[i].component == second.losing[i].component);
  return first;
}

const FileClaim kListed = claim(Reach::listed, "deb:z@1:amd64", Tier::package_db_verified);
const FileClaim kProduct = claim(Reach::directory, "product:P@1", Tier::declared, "/src");
const FileClaim kDeclared = claim(Reach::directory, "declared:crc@1", Tier::declared, "/src/crc");

}  // namespace

TEST_CASE("nobody's file is unknown, and says so") {
  const Ownership owner = choose({}, "/build");
  CHECK(owner.chosen.tier == Tier::unknown);
  CHECK(owner.chosen.component.empty());
  CHECK_FALSE(owner.chosen_because.empty());
}

TEST_CASE("a package database beats every directory, and the directory's claim is kept") {
  const Ownership owner = choose_any({kDeclared, kListed, kProduct});
  CHECK(owner.chosen.component == "deb:z@1:amd64");
  CHECK(owner.losing.size() == 2);
  CHECK(owner.chosen_because == "a record names this very file");
}

TEST_CASE("a mismatch with the package database cannot be declared away") {
  const Ownership owner =
      choose_any({kDeclared, claim(Reach::listed, "deb:z@1:amd64", Tier::package_db_mismatch)});
  CHECK(owner.chosen.tier == Tier::package_db_mismatch);
}

TEST_CASE("of two packages that list a file, the one with the file's digest owns it") {
  const Ownership owner = choose_any({claim(Reach::listed, "deb:a@1:amd64", Tier::package_db_listed),
                                      claim(Reach::listed, "deb:b@1:amd64", Tier::package_db_verified)});
  CHECK(owner.chosen.component == "deb:b@1:amd64");
  CHECK(owner.chosen_because == "the better tier");
}

TEST_CASE("the innermost directory decides") {
  const FileClaim inner = claim(Reach::directory, "git:x@1", Tier::vcs_pinned, "/src/crc/third_party/x");
  CHECK(choose_any({kProduct, kDeclared}).chosen.component == "declared:crc@1");
  CHECK(choose_any({kProduct, kDeclared, inner}).chosen.component == "git:x@1");
  CHECK(choose_any({kProduct, kDeclared, inner}).chosen_because == "the innermost directory that is claimed");
}

TEST_CASE("for one directory a declaration comes before a pinned work tree, which is kept") {
  const Ownership owner =
      choose_any({claim(Reach::directory, "git:crc@abc", Tier::vcs_pinned, "/src/crc"), kDeclared});
  CHECK(owner.chosen.component == "declared:crc@1");
  REQUIRE(owner.losing.size() == 1);
  CHECK(owner.losing[0].tier == Tier::vcs_pinned);
}

TEST_CASE("an object is its source's owner's wherever it lies") {
  const Ownership owner = choose_any(
      {claim(Reach::compiled, "declared:crc@1", Tier::declared),
       claim(Reach::built, "product:P@1", Tier::declared),
       claim(Reach::directory, "fetchcontent:f@1", Tier::resolver_metadata, "/build/_deps/f-build")});
  CHECK(owner.chosen.component == "declared:crc@1");
}

TEST_CASE(
    "what a target makes is the target's owner's, unless a declaration names a directory of the build tree") {
  const FileClaim built = claim(Reach::built, "product:P@1", Tier::declared);
  const FileClaim in_build = claim(Reach::directory, "declared:gen@1", Tier::declared, "/build/gen");
  const FileClaim whole_build = claim(Reach::directory, "declared:all@1", Tier::declared, "/build");
  CHECK(choose_any({built, claim(Reach::directory, "fetchcontent:f@1", Tier::resolver_metadata,
                                 "/build/_deps/f-build")})
            .chosen.component == "product:P@1");
  CHECK(choose_any({built, in_build}).chosen.component == "declared:gen@1");
  CHECK(choose_any({built, whole_build}).chosen.component == "product:P@1");
}

TEST_CASE("claims of one component are put together under the best tier") {
  const Ownership owner =
      choose_any({kProduct, claim(Reach::directory, "product:P@1", Tier::vcs_pinned, "/")});
  CHECK(owner.losing.empty());
  CHECK(owner.chosen.tier == Tier::vcs_pinned);
  CHECK(owner.chosen_because == "only claim");
}

TEST_CASE("a link's owner is never chosen and never improves a tier") {
  const FileClaim link = claim(Reach::link, "deb:z@1:amd64", Tier::package_db_listed);
  CHECK(choose_any({link}).chosen.component.empty());
  CHECK(choose_any({link}).losing.size() == 1);
  CHECK(choose_any({link, claim(Reach::listed, "deb:z@1:amd64", Tier::package_db_mismatch)}).chosen.tier ==
        Tier::package_db_mismatch);
  CHECK(choose_any({link, kProduct}).chosen.component == "product:P@1");
}
