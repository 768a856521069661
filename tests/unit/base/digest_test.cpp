// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include <string>

#include "support/catch.hpp"

using namespace souptrace;

namespace {
const DigestSet kAll{true, true, true, true, true, true};
}

// Expected values: FIPS 180-4 and RFC 1321 examples; object ids from `git hash-object` and sha256sum over
// "blob <size>\0<bytes>".
TEST_CASE("digests of known texts have their known values") {
  const Digests abc = digest(as_bytes("abc"), kAll);
  CHECK(abc.size == 3);
  CHECK(abc.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(abc.sha512 ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d"
        "4423643ce80e2a9ac94f"
        "a54ca49f");
  CHECK(abc.md5 == "900150983cd24fb0d6963f7d28e17f72");
  CHECK(abc.sha1 == "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST_CASE("object ids are those of git") {
  const Digests empty = digest({}, kAll);
  CHECK(empty.git_blob == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  CHECK(empty.gitoid == "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813");
  CHECK(empty.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const Digests hello = digest(as_bytes("hello\n"), kAll);
  CHECK(hello.git_blob == "ce013625030ba8dba906f756967f9e9ca394464a");
  CHECK(hello.gitoid == "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4");
}

TEST_CASE("text longer than one block has its known digest") {
  const std::string million(1'000'000, 'a');
  CHECK(sha256_hex(as_bytes(million)) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("only what is asked for is computed") {
  const Digests one = digest(as_bytes("abc"), DigestSet{.sha256 = false, .md5 = true});
  CHECK(one.sha256.empty());
  CHECK(one.sha512.empty());
  CHECK(one.sha1.empty());
  CHECK(one.gitoid.empty());
  CHECK(one.git_blob.empty());
  CHECK(one.md5 == "900150983cd24fb0d6963f7d28e17f72");
}
