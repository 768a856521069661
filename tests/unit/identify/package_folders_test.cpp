// SPDX-License-Identifier: Apache-2.0
#include "identify/package_folders.hpp"

#include "support/catch.hpp"

using namespace souptrace;
using identify::named_folders;

TEST_CASE("a package's folder has the package's name, and no two folders have one name") {
  using Names = std::map<std::string, std::string>;
  CHECK(named_folders({{"/a", "conan/zlib/1.3.1", "conan:zlib:1"},
                       {"/b", "vcpkg", ""},
                       {"/a", "conan/zlib/1.3.1", "conan:zlib:1"}}) ==
        Names{{"/a", "conan/zlib/1.3.1"}, {"/b", "vcpkg"}});
  // The static and the shared one: their components tell them apart, wherever they lie.
  const Names two =
      named_folders({{"/a", "conan/zlib/1.3.1", "static"}, {"/b", "conan/zlib/1.3.1", "shared"}});
  CHECK(two.at("/a") == "conan/zlib/1.3.1+2053dbbf6ec7");
  CHECK(two.at("/b") ==
        named_folders({{"/x", "conan/zlib/1.3.1", "shared"}, {"/y", "conan/zlib/1.3.1", "static"}}).at("/x"));
  CHECK(two.at("/a") != two.at("/b"));
  CHECK(named_folders({{"/a", "vcpkg", ""}, {"/b", "vcpkg", ""}}).empty());
}
