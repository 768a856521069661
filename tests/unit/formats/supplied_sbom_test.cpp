// SPDX-License-Identifier: Apache-2.0
#include "formats/supplied_sbom.hpp"

#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace {

using namespace souptrace::formats;

const std::string kA(64, 'a');
const std::string kB(64, 'b');
const std::string kLong(128, 'c');

std::string cyclonedx() {
  return R"({"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component":
    {"type": "library", "group": "acme", "name": "gui", "version": "3.2", "supplier": {"name": "Acme GUI"},
     "licenses": [{"license": {"id": "Zlib"}}, {"expression": "MIT OR BSD-3-Clause"}], "purl": "pkg:generic/acme/gui@3.2",
     "externalReferences": [{"type": "vcs", "url": "no"}, {"type": "website", "url": "https://gui.example"}]}},
   "components": [
     {"type": "file", "name": "lib/libgui.a", "hashes": [{"alg": "MD5", "content": "0"},
       {"alg": "SHA-256", "content": ")" +
         std::string(64, 'A') + R"("}]},
     {"type": "library", "name": "png", "version": "1.6.39", "cpe": "cpe:2.3:a:libpng:libpng:1.6.39:*:*:*:*:*:*:*",
      "licenses": [{"license": {"id": "MIT", "acknowledgement": "declared"}},
                   {"license": {"id": "libpng-2.0", "acknowledgement": "concluded"}}],
      "components": [{"type": "file", "name": "lib/libpng.a", "hashes": [{"alg": "SHA-512", "content": ")" +
         kLong + R"("}]}]},
     {"type": "library", "name": "without files", "version": "1"}]})";
}

std::string spdx2() {
  return R"({"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", 
    "packages": [{"SPDXID": "SPDXRef-gui", "name": "gui", "versionInfo": "3.2", "supplier": "Organization: Acme (info@acme.example) ",
      "licenseConcluded": "NOASSERTION", "licenseDeclared": "Zlib", "homepage": "https://gui.example",
      "packageFileName": "gui.tar", "hasFiles": ["SPDXRef-f2"], "checksums": [{
      "algorithm" : "SHA256",
                    "checksumValue" : ")" +
         kB + R"("}],
      "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:generic/gui@3.2"}]},
     {"SPDXID": "SPDXRef-png", "name": "png", "versionInfo": "1.6.39", "supplier": "NOASSERTION"}],
    "files": [{"SPDXID": "SPDXRef-f1", "fileName": "./lib/libpng.a", "checksums": [{"algorithm": "SHA256", "checksumValue": ")" +
         kA +
         R"("}]},
      {"SPDXID": "SPDXRef-f2", "fileName": "./lib/libgui.a", "checksums": [{"algorithm": "SHA512", "checksumValue": ")" +
         kLong +
         R"("}]}],
    "relationships": [{"spdxElementId": "SPDXRef-png", "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-f1"}]})";
}

std::string spdx3() {
  return R"({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [
    {"type": "Organization", "spdxId": "urn:acme", "name": "Acme"},
    {"type": "simplelicensing_LicenseExpression", "spdxId": "urn:zlib", "simplelicensing_licenseExpression": "Zlib"},
    {"type": "software_Sbom", "spdxId": "urn:sbom", "rootElement": ["urn:gui"]},
    {"type": "software_Package", "spdxId": "urn:gui", "name": "gui", "software_packageVersion": "3.2", "suppliedBy": "urn:acme",
     "software_packageUrl": "pkg:generic/gui@3.2", "software_homePage": "https://gui.example"},
    {"type": "software_File", "spdxId": "urn:f", "name": "libgui.a",
     "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": ")" +
         kA + R"("}]},
    {"type": "software_File", "spdxId": "urn:loose", "name": "loose.a",
     "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": ")" +
         kB + R"("}]},
    {"type": "software_File", "spdxId": "urn:m", "name": "gui.o",
     "verifiedUsing": [{"type": "Hash", "algorithm": "sha512", "hashValue": ")" +
         kLong + R"("}]},
    {"type": "Relationship", "spdxId": "urn:r0", "from": "urn:f", "relationshipType": "contains", "to": ["urn:m"]},
    {"type": "Relationship", "spdxId": "urn:r3", "from": "urn:loose", "relationshipType": "contains", "to": ["urn:loose"]},
    {"type": "Relationship", "spdxId": "urn:r1", "from": "urn:gui", "relationshipType": "hasDistributionArtifact", "to": ["urn:f"]},
    {"type": "Relationship", "spdxId": "urn:r2", "from": "urn:gui", "relationshipType": "hasDeclaredLicense", "to": ["urn:zlib"]}]})";
}

}  // namespace

TEST_CASE("CycloneDX: a file belongs to the innermost component around it") {
  const auto sbom = read_supplied_sbom(cyclonedx());
  REQUIRE(sbom);
  CHECK(sbom->format == "CycloneDX 1.6");
  REQUIRE(sbom->components.size() == 2);
  const SuppliedComponent& gui = sbom->components[0];
  CHECK(gui.name == "acme/gui");
  CHECK(gui.version == "3.2");
  CHECK(gui.supplier == "Acme GUI");
  CHECK(gui.license == "Zlib AND (MIT OR BSD-3-Clause)");
  CHECK(gui.purl == "pkg:generic/acme/gui@3.2");
  CHECK(gui.url == "https://gui.example");
  REQUIRE(gui.files.size() == 1);
  CHECK(gui.files[0].name == "lib/libgui.a");
  CHECK(gui.files[0].sha256 == kA);
  CHECK(gui.files[0].place == "/components/0");
  const SuppliedComponent& png = sbom->components[1];
  CHECK(png.cpe == "cpe:2.3:a:libpng:libpng:1.6.39:*:*:*:*:*:*:*");
  CHECK(png.license == "libpng-2.0");
  REQUIRE(png.files.size() == 1);
  CHECK(png.files[0].sha512 == kLong);
}

TEST_CASE("SPDX 2.3: a file belongs to the package that contains it, by relationship or hasFiles") {
  const auto sbom = read_supplied_sbom(spdx2());
  REQUIRE(sbom);
  CHECK(sbom->format == "SPDX-2.3");
  REQUIRE(sbom->components.size() == 2);
  const SuppliedComponent& gui = sbom->components[0];
  CHECK(gui.supplier == "Acme");
  CHECK(gui.license == "Zlib");
  CHECK(gui.purl == "pkg:generic/gui@3.2");
  REQUIRE(gui.files.size() == 2);
  CHECK(gui.files[0].name == "gui.tar");
  CHECK(gui.files[1].name == "./lib/libgui.a");
  CHECK(gui.files[1].sha512 == kLong);
  CHECK(sbom->components[1].name == "png");
  CHECK(sbom->components[1].supplier.empty());
  REQUIRE(sbom->components[1].files.size() == 1);
  CHECK(sbom->components[1].files[0].sha256 == kA);
}

TEST_CASE("SPDX 3: packages, files and licences are joined by relationships") {
  const auto sbom = read_supplied_sbom(spdx3());
  REQUIRE(sbom);
  REQUIRE(sbom->components.size() == 1);
  const SuppliedComponent& gui = sbom->components[0];
  CHECK(gui.name == "gui");
  CHECK(gui.version == "3.2");
  CHECK(gui.supplier == "Acme");
  CHECK(gui.license == "Zlib");
  CHECK(gui.url == "https://gui.example");
  REQUIRE(gui.files.size() == 2);
  CHECK(gui.files[0].sha256 == kA);
  CHECK(gui.files[1].name == "gui.o");
}

TEST_CASE("a document of another kind, and one cut anywhere, is an error") {
  const auto other = read_supplied_sbom(R"({"spdxVersion": "SPDX-1.2"})");
  REQUIRE(!other);
  CHECK(other.error().code == "sbom-unknown");
  for (const std::string& whole : {cyclonedx(), spdx2(), spdx3()})
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto cut = read_supplied_sbom(std::string_view(whole).substr(0, size));
      REQUIRE(!cut);
      REQUIRE(cut.error().code == "sbom-malformed");
    }
}

TEST_CASE("an SBOM whose parts are of the wrong kind names the place") {
  const auto number =
      read_supplied_sbom(R"({"bomFormat": "CycloneDX", "components": [{"type": "library"}, 7]})");
  REQUIRE(!number);
  CHECK(number.error().text == "/components/1 is no object");
  const auto nameless = read_supplied_sbom(R"({"spdxVersion": "SPDX-2.2", "packages": [{"name": "x"}]})");
  REQUIRE(!nameless);
  CHECK(nameless.error().text == "/packages/0 has no SPDXID");
}

TEST_CASE("a hash list is what sha256sum and sha512sum write, with and without --tag and --binary") {
  const auto files = read_hash_list("# of the delivery\n\n" + kA + "  lib/a b.a\n" + std::string(64, 'B') +
                                    " *b.a\r\nSHA512 (c (1).a) = " + kLong + "\n");
  REQUIRE(files);
  REQUIRE(files->size() == 3);
  CHECK((*files)[0].name == "lib/a b.a");
  CHECK((*files)[0].sha256 == kA);
  CHECK((*files)[0].place == "line 3");
  CHECK((*files)[1].sha256 == kB);
  CHECK((*files)[2].name == "c (1).a");
  CHECK((*files)[2].sha512 == kLong);
}

TEST_CASE("a line of a hash list that is something else is an error with its offset") {
  const std::string good = kA + "  a\n";
  for (const std::string& bad : {std::string("x  a"), kA, kA + "  ", kA + " a", kA.substr(1) + "  a",
                                 "MD5 (a) = " + kA, "SHA256 (a = " + kA}) {
    INFO(bad);
    const auto files = read_hash_list(good + bad + "\n");
    REQUIRE(!files);
    CHECK(files.error().code == "hash-list-malformed");
    CHECK(files.error().offset == good.size());
  }
}
