// SPDX-License-Identifier: Apache-2.0
#include "formats/package_metadata.hpp"

#include "support/catch.hpp"

using namespace souptrace::formats;

namespace {

using Names = std::vector<std::string>;

const std::string kPkgConfig =
    "prefix=/opt/vendor\nlibdir=${prefix}/lib\r\n# a comment\n\nName: Tiny\nDescription: x\nVersion: 1.2.3\n"
    "URL: https://tiny.example\nLicense: MIT\n"
    "Libs: -L${libdir} '-L/opt/with space/lib' -ltiny -lm -pthread /opt/x/../vendor/lib/extra.a # more\n"
    "Libs.private: -lz\n";

const std::string kCps = R"({"cps_version": "0.13", "name": "tiny", "version": "1.2.3", "license": "MIT",
  "website": "https://tiny.example", "cps_path": "@prefix@/lib/cps/tiny", "components": {
   "tiny": {"type": "archive", "location": "@prefix@/lib/libtiny.a"},
   "more": {"type": "dylib", "configurations": {"release": {"location": "@prefix@/lib/libmore.so.1"}}},
   "headers": {"type": "interface"}}})";

}  // namespace

TEST_CASE("a pkg-config file names libraries by directory and name, its variables expanded") {
  const auto metadata = parse_pkg_config(kPkgConfig, "/opt/vendor/lib/pkgconfig");
  REQUIRE(metadata);
  CHECK(metadata->name == "Tiny");
  CHECK(metadata->version == "1.2.3");
  CHECK(metadata->license == "MIT");
  CHECK(metadata->url == "https://tiny.example");
  CHECK(metadata->link_directories == Names{"/opt/vendor/lib", "/opt/with space/lib"});
  CHECK(metadata->link_names == Names{"tiny", "m"});
  CHECK(metadata->locations == Names{"/opt/vendor/lib/extra.a"});
}

TEST_CASE("a pkg-config file that can be moved says where it stands; without -L its libdir counts") {
  const auto metadata =
      parse_pkg_config("libdir=${pcfiledir}/..\nName: t\nVersion: 1\nLibs: -lt\n", "/v/lib/pkgconfig");
  REQUIRE(metadata);
  CHECK(metadata->link_directories == Names{"/v/lib"});
}

TEST_CASE("variables that are not defined, refer to themselves or grow without end leave their line out") {
  std::string grows = "a=xxxxxxxxxxxxxxxx\n";
  for (char c = 'b'; c < 'z'; ++c) {
    const std::string before = "${" + std::string(1, static_cast<char>(c - 1)) + "}";
    grows += std::string(1, c) + "=" + before + before + before + before + "\n";
  }
  const auto metadata = parse_pkg_config(
      grows + "self=${self}\nName: t\nVersion: ${nothing}\nURL: ${self}\nLicense: ${y}\n", "/v");
  REQUIRE(metadata);
  CHECK(metadata->version.empty());
  CHECK(metadata->url.empty());
  CHECK(metadata->license.empty());
  CHECK(parse_pkg_config("Libs: -lx\n", "/v").error().code == "pkg-config-malformed");
  CHECK_FALSE(parse_pkg_config("", "/v"));
  CHECK(parse_pkg_config("Name: ${open\nVersion: 1\nLibs: \"-lx\\", "/v")->name.empty());
}

TEST_CASE("a CPS document names its libraries below the prefix that its own place gives") {
  const auto metadata = parse_cps(kCps, "/opt/v/lib/cps/tiny");
  REQUIRE(metadata);
  CHECK(metadata->name == "tiny");
  CHECK(metadata->version == "1.2.3");
  CHECK(metadata->license == "MIT");
  CHECK(metadata->url == "https://tiny.example");
  CHECK(metadata->locations == Names{"/opt/v/lib/libmore.so.1", "/opt/v/lib/libtiny.a"});
  CHECK(parse_cps(kCps, "/elsewhere")->locations.empty());
  CHECK(parse_cps(R"({"name": "t", "prefix": "/p", "components": {"t": {"location": "@prefix@/lib/t.a"}}})",
                  "/x")
            ->locations == Names{"/p/lib/t.a"});
  CHECK(parse_cps("{}", "/").error().code == "cps-malformed");
  for (std::size_t length = 0; length < kCps.size(); ++length)
    CHECK_FALSE(parse_cps(kCps.substr(0, length), "/"));
}

TEST_CASE("a version file states a version by a literal alone") {
  CHECK(cmake_package_version("set(PACKAGE_VERSION \"1.3.1\")\nset(PACKAGE_VERSION_COMPATIBLE FALSE)\n") ==
        "1.3.1");
  CHECK(cmake_package_version("  set(PACKAGE_VERSION 2.0)\n") == "2.0");
  CHECK(cmake_package_version("set(PACKAGE_VERSION \"${V}\")\nset(PACKAGE_VERSION \"1.0\")\n"
                              "set(PACKAGE_VERSION \"${PACKAGE_VERSION} (64bit)\")\n") == "1.0");
  CHECK(cmake_package_version("set(PACKAGE_VERSION \"1\")\nset(PACKAGE_VERSION \"2\")\n").empty());
  CHECK(cmake_package_version("# set(PACKAGE_VERSION \"1\")\n").empty());
  CHECK(cmake_package_version("set(PACKAGE_VERSION").empty());
}

TEST_CASE("exported targets name files below the prefix") {
  const std::string text =
      "  IMPORTED_LOCATION_RELEASE \"${_IMPORT_PREFIX}/lib/libtiny.a\"\n"
      "list(APPEND x \"${_IMPORT_PREFIX}/lib/a\" \"${_IMPORT_PREFIX}/lib/b\" )\n";
  CHECK(imported_locations(text) == std::vector<std::string_view>{"lib/libtiny.a", "lib/a", "lib/b"});
  CHECK(imported_locations("\"${_IMPORT_PREFIX}/cut").empty());
  CHECK(imported_locations("\"${_IMPORT_PREFIX}/cut\nx\"").empty());
}
