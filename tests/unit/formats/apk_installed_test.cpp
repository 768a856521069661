// SPDX-License-Identifier: Apache-2.0
#include "formats/apk_installed.hpp"

#include <vector>

#include "support/catch.hpp"

using namespace souptrace;
using formats::ApkDigestKind;
using formats::ApkPackage;
using formats::ApkReader;
using formats::decode_apk_digest;

namespace {

constexpr std::string_view kDatabase =
    "C:Q1abc=\nP:zlib\nV:1.3.1-r2\nA:x86_64\nL:Zlib\no:zlib\nm:N N <n@example.org>\nU:https://zlib.net\n"
    "c:0123\nF:lib\nR:libz.so.1\na:0:0:777\nZ:Q1one\nR:libz.so.1.3.1\nF:usr\nF:usr/include\nR:zlib.h\nZ:Q1two\n"
    "\nP:musl\nV:1.2.5-r0\nA:x86_64\nf:S\n\n";

}  // namespace

TEST_CASE("packages of apk come with their files, each in the directory before it") {
  ApkReader reader(kDatabase);
  ApkPackage package;
  REQUIRE(*reader.next(package));
  CHECK(package.name == "zlib");
  CHECK(package.version == "1.3.1-r2");
  CHECK(package.origin == "zlib");
  CHECK(package.license == "Zlib");
  REQUIRE(package.files.size() == 3);
  CHECK(package.files[0].directory == "lib");
  CHECK(package.files[0].digest == "Q1one");
  CHECK(package.files[1].digest.empty());
  CHECK(package.files[2].directory == "usr/include");
  CHECK(package.files[2].name == "zlib.h");
  REQUIRE(*reader.next(package));
  CHECK(package.name == "musl");
  CHECK(package.license.empty());
  CHECK(package.flags == "S");
  CHECK(package.files.empty());
  CHECK_FALSE(*reader.next(package));
}

TEST_CASE("a database of apk that is cut anywhere but between packages says so, and reading always ends") {
  for (std::size_t size = 0; size < kDatabase.size(); ++size) {
    ApkReader reader(kDatabase.substr(0, size));
    ApkPackage package;
    bool failed = false;
    std::size_t steps = 0;
    for (; steps < 10; ++steps) {
      const auto more = reader.next(package);
      failed = failed || !more;
      if (more && !*more) break;
    }
    INFO(size);
    CHECK(steps < 10);
    const bool between = size == 0 || kDatabase.substr(0, size).ends_with("\n\n");
    CHECK(failed == !between);
  }
}

TEST_CASE("a bad line of apk is an error with its place, and the next package is read") {
  for (const char* bad : {"P:a\nnonsense\n\n", "P:a\nR:orphan\n\n"}) {
    const std::string text = bad + std::string("P:b\nV:1\n\n");
    ApkReader reader(text);
    ApkPackage package;
    const auto first = reader.next(package);
    REQUIRE_FALSE(first);
    CHECK(first.error().offset == 4U);
    REQUIRE(*reader.next(package));
    CHECK(package.name == "b");
  }
}

TEST_CASE("digests of apk are SHA-1, SHA-256 or a cut SHA-256, in base64 or hexadecimal") {
  // SHA-1 and SHA-256 of nothing.
  const std::string sha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
  const std::string sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const auto plain = decode_apk_digest("Q12jmj7l5rSw0yVb/vlWAYkK/YBwk=", false);
  REQUIRE(plain);
  CHECK(plain->kind == ApkDigestKind::sha1);
  CHECK(plain->hex == sha1);
  CHECK(decode_apk_digest("Q12jmj7l5rSw0yVb/vlWAYkK/YBwk=", true)->kind == ApkDigestKind::sha256_160);
  CHECK(decode_apk_digest("X1" + sha1, false)->hex == sha1);
  const auto whole = decode_apk_digest("Q247DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", false);
  REQUIRE(whole);
  CHECK(whole->kind == ApkDigestKind::sha256);
  CHECK(whole->hex == sha256);
  const auto parts = decode_apk_digest("Q147DEQpj8HBSa+/TImW+5JCeuQeQ=ZJuTTKSVmRt4UrhV", false);
  REQUIRE(parts);
  CHECK(parts->kind == ApkDigestKind::sha256);
  CHECK(parts->hex == sha256);
  CHECK(decode_apk_digest("", false)->kind == ApkDigestKind::none);
  for (const char* bad : {"Q", "Q3abcd", "Q1", "Q1abc", "Q1!!!!", "X1zz", "X2da39a3ee5e6b4b0d3255bfef95601890afd80709",
                          "Q1aaaa", "md5"})
    CHECK_FALSE(decode_apk_digest(bad, false).ok());
}
