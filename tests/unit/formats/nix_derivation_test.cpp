// SPDX-License-Identifier: Apache-2.0
#include "formats/nix_derivation.hpp"

#include "support/catch.hpp"

using namespace souptrace::formats;

namespace {

const std::string kHash = "0123456789abcdfghijklmnpqrsvwxyz";
const std::string kDerivation =
    R"~(Derive([("out","/nix/store/x-zlib-1.3.1","","")],[("/nix/store/y-a.drv",["out"])],["/nix/store/s"],)~"
    R"~("x86_64-linux","/bin/sh",["-e","pname"],[("env","(\"pname\",\"trap\")"),("name","zlib-1.3.1"),)~"
    R"~(("pname","zlib"),("tab","a\tb"),("version","1.3.1")]))~";

}  // namespace

TEST_CASE("a store path is known below any root, with its name whole") {
  const auto path = store_path_of("/nix/store/" + kHash + "-zlib-1.3.1-dev/include/zlib.h");
  REQUIRE(path);
  CHECK(path->store == "/nix/store");
  CHECK(path->base == kHash + "-zlib-1.3.1-dev");
  CHECK(path->name == "zlib-1.3.1-dev");
  CHECK_FALSE(path->guix);
  const auto guix = store_path_of("/mnt/image/gnu/store/" + kHash + "-gmp-6.2/lib/libgmp.a");
  REQUIRE(guix);
  CHECK(guix->store == "/mnt/image/gnu/store");
  CHECK(guix->guix);
  CHECK(store_path_of("/nix/store/" + kHash + "-single-file"));
}

TEST_CASE("what is not spelt as a store path is none") {
  for (const std::string& base :
       {std::string("zlib"), kHash, kHash + "-", kHash + "zlib", std::string(32, 'e') + "-zlib",
        std::string(32, 'U') + "-zlib", kHash + "-a b", std::string()})
    CHECK_FALSE(store_path_of("/nix/store/" + base + "/lib/libz.a"));
  CHECK_FALSE(store_path_of("/usr/lib/libz.a"));
}

TEST_CASE("a derivation names package and version in its environment, not in other strings") {
  const DerivationName name = parse_derivation_name(kDerivation);
  CHECK(name.pname == "zlib");
  CHECK(name.version == "1.3.1");
  CHECK(parse_derivation_name(
            R"~(Derive([],[],[],"","",[],[("__json","{\"pname\":\"fmt\",\"version\":\"10\"}")]))~")
            .pname == "fmt");
}

TEST_CASE("a derivation with one of the two says neither") {
  CHECK(parse_derivation_name(R"~([("pname","zlib")])~").pname.empty());
  CHECK(parse_derivation_name(R"~([("version","1")])~").version.empty());
  CHECK(parse_derivation_name(R"~([("pname","zlib","more"),("version","1")])~").version.empty());
}

TEST_CASE("a derivation cut anywhere says nothing or what the whole one says") {
  for (std::size_t length = 0; length < kDerivation.size(); ++length) {
    const DerivationName name = parse_derivation_name(std::string_view(kDerivation).substr(0, length));
    CHECK((name.pname.empty() || name.pname == "zlib"));
    CHECK((name.version.empty() || name.version == "1.3.1"));
  }
}
