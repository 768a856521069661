// SPDX-License-Identifier: Apache-2.0
#include "formats/homebrew_records.hpp"

#include "support/catch.hpp"

using namespace souptrace::formats;

namespace {

const std::string kReceipt =
    R"({"homebrew_version": "4.4", "poured_from_bottle": true, "compiler": "gcc-11", "arch": "x86_64",
  "source": {"path": "/x", "tap": "homebrew/core", "tap_git_head": "abc", "spec": "stable",
             "versions": {"stable": "3.3.1", "head": null}}})";
const std::string kSbom = R"({"spdxVersion": "SPDX-2.3", "packages": [
  {"SPDXID": "SPDXRef-Archive-openssl@3-src", "licenseConcluded": "Apache-2.0", "downloadLocation": "https://o/3.3.1.tar.gz",
   "checksums": [{"algorithm": "SHA256", "checksumValue": "AB"}], "externalRefs": []},
  {"SPDXID": "SPDXRef-Compiler", "licenseConcluded": "GPL-3.0-only", "downloadLocation": "NOASSERTION"},
  {"SPDXID": "SPDXRef-Bottle-openssl@3", "licenseConcluded": "Apache-2.0", "downloadLocation": "https://ghcr.io/b",
   "checksums": [{"algorithm": "SHA256", "checksumValue": "cd"}],
   "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:brew/homebrew/core/openssl@3@3.3.1"}]}]})";

}  // namespace

TEST_CASE("a keg is Cellar, formula and version above a file") {
  const auto keg = keg_of("/home/linuxbrew/.linuxbrew/Cellar/openssl@3/3.3.1_1/lib/libssl.a");
  REQUIRE(keg);
  CHECK(keg->cellar == "/home/linuxbrew/.linuxbrew/Cellar");
  CHECK(keg->formula == "openssl@3");
  CHECK(keg->version == "3.3.1_1");
  CHECK(keg->directory() == "/home/linuxbrew/.linuxbrew/Cellar/openssl@3/3.3.1_1");
  for (const std::string_view none :
       {"/Cellar/a/1", "/Cellar//1/x", "/Cellar/a//x", "/opt/a/1/x", "/Cellar/", ""})
    CHECK_FALSE(keg_of(none));
}

TEST_CASE("the receipt says tap, version and how it was installed") {
  const auto receipt = parse_brew_receipt(kReceipt);
  REQUIRE(receipt);
  CHECK(receipt->tap == "homebrew/core");
  CHECK(receipt->tap_commit == "abc");
  CHECK(receipt->stable_version == "3.3.1");
  CHECK(receipt->compiler == "gcc-11");
  CHECK(receipt->architecture == "x86_64");
  CHECK(receipt->from_bottle);
  CHECK(parse_brew_receipt("{\"source\": {\"spec\": \"head\", \"versions\": {\"stable\": \"1\"}}}")
            ->stable_version.empty());
}

TEST_CASE("the SPDX document gives licence, source and bottle of that formula") {
  const auto sbom = parse_brew_sbom(kSbom, "openssl@3");
  REQUIRE(sbom);
  CHECK(sbom->license == "Apache-2.0");
  CHECK(sbom->source_url == "https://o/3.3.1.tar.gz");
  CHECK(sbom->source_sha256 == "ab");
  CHECK(sbom->bottle_url == "https://ghcr.io/b");
  CHECK(sbom->bottle_sha256 == "cd");
  CHECK(sbom->purl == "pkg:brew/homebrew/core/openssl@3@3.3.1");
  CHECK(parse_brew_sbom(kSbom, "zlib").error().code == "homebrew-spdx-malformed");
}

TEST_CASE("cut records are errors") {
  for (std::size_t length = 0; length < kReceipt.size(); ++length)
    CHECK_FALSE(parse_brew_receipt(kReceipt.substr(0, length)));
  for (std::size_t length = 0; length < kSbom.size(); ++length)
    CHECK_FALSE(parse_brew_sbom(kSbom.substr(0, length), "openssl@3"));
  CHECK(parse_brew_receipt("[]").error().code == "homebrew-receipt-malformed");
}
