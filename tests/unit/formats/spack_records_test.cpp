// SPDX-License-Identifier: Apache-2.0
#include "formats/spack_records.hpp"

#include "support/catch.hpp"

using namespace souptrace::formats;

namespace {

// SHA-1 of "" is da39a3ee5e6b4b0d3255bfef95601890afd80709; Python's base64.b32encode writes it as this.
const std::string kEmpty = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ";

const std::string kManifest = R"({
  "/spack/zlib": {"type": "dir", "mode": 16877},
  "/spack/zlib/lib/libz.a": {"type": "file", "hash": ")" +
                              kEmpty + R"("},
  "/spack/zlib/lib/libz.so": {"type": "link", "dest": "libz.so.1"},
  "/spack/zlib/include/zlib.h": {"type": "file", "hash": "short"},
  "/spack/zlib-other": {"type": "file"}})";

const std::string kSpec = R"({"spec": {"_meta": {"version": 4}, "nodes": [
  {"name": "zlib", "version": "1.3.1", "hash": "abcdefg", "namespace": "builtin",
   "arch": {"platform": "linux", "platform_os": "debian12", "target": {"name": "zen3", "vendor": "AMD"}},
   "compiler": {"name": "gcc", "version": "12.2.0"},
   "parameters": {"build_system": "makefile", "pic": true, "shared": false, "cflags": [], "libs": ["a", "b"]}},
  {"name": "gmake", "version": "4.4"}]}})";

}  // namespace

TEST_CASE("the manifest gives the SHA-1 of regular files below the prefix") {
  const auto manifest = parse_spack_manifest(kManifest);
  REQUIRE(manifest);
  REQUIRE(manifest->files.size() == 2);
  CHECK(manifest->files.at("lib/libz.a") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  CHECK(manifest->files.at("include/zlib.h").empty());
}

TEST_CASE("a manifest that is cut or no object is an error") {
  for (std::size_t length = 0; length < kManifest.size(); ++length)
    CHECK_FALSE(parse_spack_manifest(kManifest.substr(0, length)));
  CHECK(parse_spack_manifest("[]").error().code == "spack-manifest-malformed");
  CHECK(parse_spack_manifest("{}")->files.empty());
  CHECK(parse_spack_manifest("{\"/a\": 3, \"/a/b\": {\"type\": 1}}")->files.empty());
}

TEST_CASE("a hash with a character outside base32 is none") {
  std::string text = kManifest;
  text.replace(text.find(kEmpty), 1, "1");
  CHECK(parse_spack_manifest(text)->files.at("lib/libz.a").empty());
}

TEST_CASE("the spec's first node is the package") {
  const auto spec = parse_spack_spec(kSpec);
  REQUIRE(spec);
  CHECK(spec->name == "zlib");
  CHECK(spec->version == "1.3.1");
  CHECK(spec->hash == "abcdefg");
  CHECK(spec->name_space == "builtin");
  CHECK(spec->architecture == "linux-debian12-zen3");
  CHECK(spec->compiler == "gcc@12.2.0");
  CHECK(spec->parameters == "build_system=makefile libs=a,b +pic ~shared");
  const auto older =
      parse_spack_spec(R"({"spec": [{"zlib": {"version": "1.2", "hash": "x"}}, {"b": {"version": "2"}}]})");
  REQUIRE(older);
  CHECK(older->name == "zlib");
  CHECK(older->version == "1.2");
}

TEST_CASE("a spec without a node that has name and version is an error") {
  for (std::size_t length = 0; length < kSpec.size(); ++length)
    CHECK_FALSE(parse_spack_spec(kSpec.substr(0, length)));
  for (const std::string text : {"{}", "{\"spec\": []}", "{\"spec\": {\"nodes\": [3]}}",
                                 "{\"spec\": {\"nodes\": [{\"name\": \"a\"}]}}"})
    CHECK(parse_spack_spec(text).error().code == "spack-spec-malformed");
}
