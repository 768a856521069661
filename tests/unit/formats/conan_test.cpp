// SPDX-License-Identifier: Apache-2.0
#include "formats/conan_cmake.hpp"
#include "formats/conan_manifest.hpp"
#include "formats/conan_recipe.hpp"
#include "formats/conan_reference.hpp"
#include "formats/python_tokens.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

using Strings = std::vector<std::string>;

/// As Conan 2.34.0 wrote it, with the package revision that it gave to it.
constexpr const char* kManifest =
    "1795407527\n"
    "conaninfo.txt: d7be62ff0ddb1abf78bbea0b3db9ef3f\n"
    "include/tinyz.h: e4893e942b39fc005022dedb869fce37\n"
    "lib/libtinyz.so: 58fc57c22cf3e868e879dbd31218f422\n"
    "lib/libtinyz.so.1: bae017466d4a3c4da60ce4f2702ef98f\n"
    "lib/libtinyz.so.1.2.3: 39694492bbc813392b17211a04b36acd\n"
    "licenses/LICENSE: 360d815981d4e952f3b8c5ebba318e8c\n";
constexpr const char* kRevision = "8b8c1997e62b1faf12883440798c8844";

/// The strings of an attribute of a recipe whose class has this body; "(none)" when it was not read.
std::string read(const std::string& body, const std::string& attribute = "license") {
  const ConanRecipe recipe = read_conan_recipe("from conan import ConanFile\nclass A(ConanFile):\n" + body);
  const auto at = recipe.find(attribute);
  if (at == recipe.end()) return "(none)";
  std::string out;
  for (const std::string& one : at->second) out += (out.empty() ? "" : "|") + one;
  return out;
}

}  // namespace

TEST_CASE("a Conan manifest gives each file's MD5 and the revision that Conan computed from it") {
  const auto manifest = parse_conan_manifest(kManifest);
  REQUIRE(manifest);
  CHECK(manifest->md5.size() == 6);
  CHECK(manifest->md5.at("licenses/LICENSE") == "360d815981d4e952f3b8c5ebba318e8c");
  CHECK(conan_revision(*manifest) == kRevision);
}

TEST_CASE("names with a colon, a space or a carriage return in a Conan manifest are taken as they are") {
  const std::string md5 = "d7be62ff0ddb1abf78bbea0b3db9ef3f";
  const auto manifest = parse_conan_manifest("1\na: b: " + md5 + "\nc d\r: " + md5 + "\n");
  REQUIRE(manifest);
  CHECK(manifest->md5.count("a: b") == 1);
  CHECK(manifest->md5.count("c d\r") == 1);
}

TEST_CASE("what is no Conan manifest is an error at the line that is wrong") {
  const std::string md5 = ": d7be62ff0ddb1abf78bbea0b3db9ef3f\n";
  for (const std::string& text :
       Strings{std::string(), std::string("a") + md5, "1\na\n", "1\n" + md5,
               "1\na: D7BE62FF0DDB1ABF78BBEA0B3DB9EF3F\n", "1\na: d7be\n", "1\na" + md5 + "a" + md5}) {
    const auto manifest = parse_conan_manifest(text);
    REQUIRE_FALSE(manifest);
    CHECK(manifest.error().code == "conan-manifest-malformed");
  }
  CHECK(parse_conan_manifest("1\na" + md5 + "b\n").error().offset == 2 + 1 + md5.size());
}

TEST_CASE("a Conan manifest that was cut never has the revision of the whole") {
  const std::string whole = kManifest;
  for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
    const auto manifest = parse_conan_manifest(whole.substr(0, size));
    if (manifest) CHECK(conan_revision(*manifest) != kRevision);
  }
}

TEST_CASE("a Conan reference has a name, a version, and perhaps a user and a channel") {
  const auto plain = parse_conan_reference("zlib/1.3.1");
  REQUIRE(plain);
  CHECK(plain->name == "zlib");
  CHECK(plain->version == "1.3.1");
  CHECK(plain->user.empty());
  const auto full = parse_conan_reference("hdr-only/cci.20240101+x@acme/stable");
  REQUIRE(full);
  CHECK(full->version == "cci.20240101+x");
  CHECK(full->user == "acme");
  CHECK(full->channel == "stable");
  CHECK(parse_conan_reference("zlib/1.3.1@acme")->channel.empty());
  for (const std::string text : {"", "zlib", "zlib/", "/1.0", "z/1.0", "zlib/1.0@", "zlib/1.0@a/b",
                                 "zlib/1.0/2", "zlib/1 0", "-lib/1.0", "zlib/1.0@user/", "zlib/1.0#rev"})
    CHECK_FALSE(parse_conan_reference(text));
  CHECK_FALSE(parse_conan_reference(std::string(102, 'a') + "/1.0"));
  CHECK(parse_conan_reference(std::string(101, 'a') + "/1.0"));
}

TEST_CASE("a Conan package URL carries user, channel and both revisions") {
  CHECK(conan_purl({"openssl", "3.0.3", "bincrafters", "stable"}, "93a8", "b429") ==
        "pkg:conan/openssl@3.0.3?channel=stable&prev=b429&rrev=93a8&user=bincrafters");
  CHECK(conan_purl({"cctz", "2.3", "", ""}, "", "") == "pkg:conan/cctz@2.3");
}

TEST_CASE("the files that CMakeDeps writes say which folder is which package") {
  const auto packages = read_conan_cmake(
      "set(hdr-only_PACKAGE_FOLDER_RELEASE \"${CMAKE_CURRENT_LIST_DIR}/full_deploy/host/hdr-only/0.9\")\n"
      "set(hdr-only_INCLUDE_DIRS_RELEASE \"${hdr-only_PACKAGE_FOLDER_RELEASE}/include\")\n"
      "set(hdr-only_LIB_DIRS_RELEASE \"${hdr-only_PACKAGE_FOLDER_RELEASE}/lib\" \"/elsewhere/./lib\" "
      "\"$ENV{X}/y\" "
      "\"relative\")\n",
      "/b/generators");
  REQUIRE(packages.size() == 1);
  CHECK(packages[0].name == "hdr-only");
  CHECK(packages[0].folder == "/b/generators/full_deploy/host/hdr-only/0.9");
  CHECK(packages[0].directories == Strings{"/elsewhere/lib"});
}

TEST_CASE("only literal values in Conan's CMake files are taken") {
  for (const char* const text :
       {"", "set(", "set(a_PACKAGE_FOLDER_RELEASE", "set(a_PACKAGE_FOLDER_RELEASE \"/x",
        "set(_PACKAGE_FOLDER_R \"/x\")", "set(a_PACKAGE_FOLDER_R \"${b}/x\")",
        "set(a_PACKAGE_FOLDER_R \"${\")", "set(a_PACKAGE_FOLDER_R \"x\")", "# set(a_PACKAGE_FOLDER_R \"/x\")",
        "set(a_PACKAGE_FOLDER_R \"/x/$<CONFIG>\")"})
    CHECK(read_conan_cmake(text, "/b").empty());
  CHECK(is_conan_cmake_name("zlib-release-x86_64-data.cmake"));
  CHECK(is_conan_cmake_name("zlib-Targets-release.cmake"));
  CHECK_FALSE(is_conan_cmake_name("zlib-config.cmake"));
  CHECK(cmake_variable("set(A 1)\nset(PACKAGE_VERSION \"1.2.3\")\n", "PACKAGE_VERSION") == "1.2.3");
  CHECK(cmake_variable("set(PACKAGE_VERSION \"${x}\")\n", "PACKAGE_VERSION").empty());
}

TEST_CASE("literal attributes of a Conan recipe are read") {
  CHECK(read("    license = \"MIT\"\n") == "MIT");
  CHECK(read("  name = 'x'\n\n  # license = 'GPL'\n  license = 'MIT'  # really\n") == "MIT");
  CHECK(read("\tlicense = \"MIT\", \"Zlib\"\n") == "MIT|Zlib");
  CHECK(read("    license = (\n        \"MIT\",\n        r'Zlib',\n    )\n") == "MIT|Zlib");
  CHECK(read("    license = [u\"MIT\"]\n") == "MIT");
  CHECK(read("    license = \\\n  \"MIT\"\n") == "MIT");
  CHECK(read("    description = \"\"\"\nlicense = 'x'\n\"\"\"\n    license = \"\"\"MIT\"\"\"\n") == "MIT");
  CHECK(read("    author = \"A B <a@b>\"\n    def build(self):\n        pass\n", "author") == "A B <a@b>");
  CHECK(
      read(
          "    license = \"MIT\"\n    def f(self):\n        if self.license == 'MIT':\n            pass\n") ==
      "MIT");
}

TEST_CASE("what a Conan recipe computes is not read") {
  for (const char* const body : {
           "    license = f\"MIT\"\n",
           "    license = b\"MIT\"\n",
           "    license = \"MIT\" + x\n",
           "    license = \"MIT\" \"x\"\n",
           "    license = \"M\\x49T\"\n",
           "    license = open('LICENSE').read()\n",
           "    license = (x for x in y)\n",
           "    license = ()\n",
           "    license = ,\n",
           "    license = (\"MIT\"\n",
           "    license = (\"MIT\"]\n",
           "    license = \"MIT\"; x = 1\n",
           "    license: str = \"MIT\"\n",
           "    license = url = \"MIT\"\n",
           "    license, x = \"MIT\", \"x\"\n",
           "    license = {\"MIT\": 1}\n",
           "    license = \"MIT\n",
       })
    CHECK(read(body) == "(none)");
}

TEST_CASE("an attribute that a Conan recipe may change elsewhere is not read") {
  for (const char* const more : {
           "    license = \"Zlib\"\n",
           "    if x:\n        license = \"Zlib\"\n",
           "    x = 1; license = \"Zlib\"\n",
           "    license += \" AND Zlib\"\n",
           "    def set_name(self):\n        self.license = \"Zlib\"\n",
           "    def set_name(self):\n        self.license, x = 1, 2\n",
           "    def set_name(self):\n        x, self.license = 1, 2\n",
           "    def set_name(self):\n        setattr(self, 'lic' + 'ense', 'x')\n",
           "    for license in x:\n        pass\n",
           "    def set_name(self):\n        self.__dict__.update(x)\n",
           "    python_requires_extend = 'base.Base'\n",
           "    exec(x)\n",
           "    def license(self):\n        pass\n",
           "A.license = 'Zlib'\n",
       })
    CHECK(read(std::string("    license = \"MIT\"\n") + more) == "(none)");
}

TEST_CASE("attributes are read of the only class derived from ConanFile alone") {
  CHECK(read_conan_recipe("class A(ConanFile):\n    license = 'MIT'\nclass B(ConanFile):\n    url = 'x'\n")
            .empty());
  CHECK(read_conan_recipe("class A(Base, ConanFile):\n    license = 'MIT'\n").empty());
  CHECK(read_conan_recipe("class A(Other):\n    license = 'MIT'\n").empty());
  CHECK(read_conan_recipe("if x:\n  class A(ConanFile):\n    license = 'MIT'\n").empty());
  CHECK(read_conan_recipe("class A(ConanFile):\n").empty());
  CHECK(read_conan_recipe("class A(ConanFile):\nlicense = 'MIT'\n").empty());
  CHECK(read_conan_recipe("class H:\n    author = 'x'\nclass A(ConanFile):\n    license = 'MIT'\n").size() ==
        1);
}

TEST_CASE("a recipe that was cut anywhere is read without harm") {
  const std::string whole =
      "\xEF\xBB\xBF"
      "class A(ConanFile):\r\n    license = ('MIT', \"Zlib\")\r\n    topics = [\"\"\"a\"\"\"]\r\n";
  CHECK(read_conan_recipe(whole).at("license") == Strings{"MIT", "Zlib"});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const ConanRecipe recipe = read_conan_recipe(whole.substr(0, size));
    if (recipe.count("license") != 0) CHECK(recipe.at("license") == Strings{"MIT", "Zlib"});
  }
}

TEST_CASE("Python that has no end or no partner is an error with its offset") {
  CHECK(python_lines("a = 'x").error().code == "python-malformed");
  CHECK(python_lines("a = )").error().offset == 4);
  CHECK_FALSE(python_lines("a = \\ b"));
  CHECK_FALSE(python_lines("a = '\\"));
  CHECK_FALSE(python_lines("'''x''"));
  const auto lines = python_lines("if x:\n\t y = [1,\n2]\n\n");
  REQUIRE(lines);
  REQUIRE(lines->size() == 2);
  CHECK((*lines)[1].indentation == 9);
  CHECK((*lines)[1].tokens.size() == 7);
}
