// SPDX-License-Identifier: Apache-2.0
#include "formats/vcpkg_records.hpp"

#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

const std::string kZlib =
    "Package: zlib\nVersion: 1.3.1\nPort-Version: 2\nArchitecture: x64-linux\nMulti-Arch: same\n"
    "Maintainer: A <a@example.org>\n    B\nAbi: abc\nDescription: compression\n more\n"
    "Status: install ok installed\n";

std::string feature(const std::string& name, const std::string& state = "installed") {
  return "Package: zlib\nFeature: " + name +
         "\nArchitecture: x64-linux\nMulti-Arch: same\nStatus: install ok " + state + "\n";
}

VcpkgPorts ports_of(const std::vector<std::string>& texts) {
  VcpkgStatus status;
  for (const std::string& text : texts) REQUIRE(status.apply(text));
  return status.ports();
}

const std::string kDigest(64, 'A');

std::string sbom_text(const std::string& relation = "CONTAINS") {
  return R"({"spdxVersion": "SPDX-2.2", "packages": [
    {"SPDXID": "SPDXRef-port", "name": "zlib", "versionInfo": "1.3.1#2", "homepage": "https://zlib.net",
     "downloadLocation": "git+https://github.com/microsoft/vcpkg@abcd", "licenseConcluded": "Zlib",
     "licenseDeclared": "NOASSERTION",
     "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:vcpkg/zlib@1.3.1"}]},
    {"SPDXID": "SPDXRef-binary", "name": "zlib:x64-linux", "versionInfo": "abc", "downloadLocation": "NONE"},
    {"SPDXID": "SPDXRef-resource-0", "name": "madler/zlib", "downloadLocation": "git+https://github.com/madler/zlib@v1.3.1",
     "checksums": [{"algorithm": "SHA1", "checksumValue": "12"}, {"algorithm": "SHA512", "checksumValue": "AB"}]}],
   "files": [
    {"SPDXID": "SPDXRef-port-file-0", "fileName": "./portfile.cmake", "checksums": [{"algorithm": "SHA256", "checksumValue": ")" +
         kDigest + R"("}]},
    {"SPDXID": "SPDXRef-binary-file-0", "fileName": "./lib/libz.a", "checksums": [{"algorithm": "SHA256", "checksumValue": ")" +
         kDigest + R"("}]},
    {"SPDXID": "SPDXRef-binary-file-1", "fileName": "./lib/short", "checksums": [{"algorithm": "SHA256", "checksumValue": "12"}]}],
   "relationships": [
    {"spdxElementId": "SPDXRef-port", "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-port-file-0"},
    {"spdxElementId": "SPDXRef-binary", "relationshipType": ")" +
         relation + R"(", "relatedSpdxElement": "SPDXRef-binary-file-1"},
    {"spdxElementId": "SPDXRef-binary", "relationshipType": ")" +
         relation + R"(", "relatedSpdxElement": "SPDXRef-binary-file-0"}]})";
}

}  // namespace

TEST_CASE("a port is what its stanza says, with the features that have stanzas of their own") {
  const VcpkgPorts ports = ports_of({kZlib + '\n' + feature("asm") + '\n' + feature("core")});
  REQUIRE(ports.size() == 1);
  const auto& [spec, port] = *ports.begin();
  CHECK(spec == VcpkgSpec{"zlib", "x64-linux"});
  CHECK(port.version == "1.3.1");
  CHECK(port.port_version == "2");
  CHECK(port.abi == "abc");
  CHECK(port.maintainer == "A <a@example.org>, B");
  CHECK(port.features == std::set<std::string>{"asm"});
  CHECK(port.has_core);
}

TEST_CASE("an update replaces the stanza of the same port, triplet and feature, and no other") {
  std::string newer = kZlib;
  newer.replace(newer.find("1.3.1"), 5, "1.4.0");
  std::string other = kZlib;
  other.replace(other.find("x64-linux"), 9, "arm-linux");
  const VcpkgPorts ports = ports_of({kZlib + '\n' + feature("asm") + '\n' + feature("lto"),
                                     newer + '\n' + other, feature("asm", "not-installed")});
  REQUIRE(ports.size() == 2);
  const VcpkgPort& port = ports.at({"zlib", "x64-linux"});
  CHECK(port.version == "1.4.0");
  CHECK(port.features == std::set<std::string>{"lto"});
  CHECK(ports.at({"zlib", "arm-linux"}).version == "1.3.1");
}

TEST_CASE("a port that was removed or was being installed is not installed") {
  for (const std::string state : {"purge ok not-installed", "install ok half-installed"}) {
    std::string after = kZlib;
    after.replace(after.find("install ok installed"), 20, state);
    CHECK(ports_of({kZlib, after}).empty());
  }
}

TEST_CASE("a damaged stanza is an error with its place, and those around it are kept") {
  VcpkgStatus status;
  const Status applied = status.apply(
      "Package: a\nArchitecture: t\nStatus: install ok installed\nVersion: 1\n\n"
      "Package: b\nVersion: 1\n\n"
      "Package: c\nArchitecture: t\nStatus: install ok installed\nVersion: 1\n");
  REQUIRE_FALSE(applied);
  CHECK(applied.error().code == "vcpkg-status-malformed");
  CHECK(applied.error().offset == 68);
  CHECK(status.ports().size() == 2);
  CHECK(status.apply("garbage\n").error().code == "deb822-malformed");
}

TEST_CASE("a status cut anywhere says nothing that the whole one does not say") {
  const std::string whole = kZlib + '\n' + feature("asm");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    VcpkgStatus status;
    (void)status.apply(std::string_view(whole).substr(0, length));
    for (const auto& [spec, port] : status.ports()) {
      CHECK(spec.name == "zlib");
      CHECK(std::string("x64-linux").starts_with(spec.triplet));
    }
  }
}

TEST_CASE("the SPDX document gives licence, sources, and the digests of installed files alone") {
  const auto sbom = parse_vcpkg_spdx(sbom_text());
  REQUIRE(sbom);
  CHECK(sbom->port == "zlib");
  CHECK(sbom->version_info == "1.3.1#2");
  CHECK(sbom->homepage == "https://zlib.net");
  CHECK(sbom->license_concluded == "Zlib");
  CHECK(sbom->license_declared.empty());
  CHECK(sbom->purl == "pkg:vcpkg/zlib@1.3.1");
  CHECK(sbom->abi == "abc");
  REQUIRE(sbom->resources.size() == 1);
  CHECK(sbom->resources[0].location == "git+https://github.com/madler/zlib@v1.3.1");
  CHECK(sbom->resources[0].sha512 == "ab");
  REQUIRE(sbom->files.size() == 1);
  CHECK(sbom->files.at("lib/libz.a") == std::string(64, 'a'));
}

TEST_CASE("files that only the recipe contains are not installed files: documents before 2025") {
  const auto sbom = parse_vcpkg_spdx(sbom_text("OTHER"));
  REQUIRE(sbom);
  CHECK(sbom->files.empty());
}

TEST_CASE("an SPDX document that is cut, or is about no port, is an error") {
  const std::string text = sbom_text();
  for (std::size_t length = 0; length < text.size(); ++length)
    CHECK_FALSE(parse_vcpkg_spdx(text.substr(0, length)));
  CHECK(parse_vcpkg_spdx("{\"packages\": [{\"SPDXID\": \"SPDXRef-port\"}]}").error().code ==
        "vcpkg-spdx-malformed");
  CHECK(parse_vcpkg_spdx("{\"packages\": {\"a\": 1}, \"files\": 3}").error().code == "vcpkg-spdx-malformed");
}

TEST_CASE("a list names files; directories end with '/', or stand before what is in them") {
  using Paths = std::vector<std::string_view>;
  CHECK(parse_vcpkg_list("x64-linux/\nx64-linux/lib/\nx64-linux/lib/libz.a\r\n\n") ==
        Paths{"x64-linux/lib/libz.a"});
  CHECK(
      parse_vcpkg_list("x64-linux\nx64-linux/inc\nx64-linux/inc/a.h\nx64-linux/inc++\nx64-linux/inc++/b.h") ==
      Paths{"x64-linux/inc/a.h", "x64-linux/inc++/b.h"});
  CHECK(parse_vcpkg_list("").empty());
}

TEST_CASE("a list's name says port and version, and its paths the triplet") {
  const auto name = vcpkg_list_name("zlib_1.3_1_my_triplet.list", {"my_triplet/lib/libz.a"});
  REQUIRE(name);
  CHECK(name->spec == VcpkgSpec{"zlib", "my_triplet"});
  CHECK(name->version == "1.3_1");
  const auto without_version = vcpkg_list_name("zlib__x64.list", {"x64/lib/libz.a"});
  REQUIRE(without_version);
  CHECK(without_version->version.empty());
  for (const std::string_view wrong :
       {"zlib.list", "_1_x64.list", "zlib_x64.list", "zlib_1_x86.list", "x64.list", ""})
    CHECK_FALSE(vcpkg_list_name(wrong, {"x64/lib/libz.a"}));
  CHECK_FALSE(vcpkg_list_name("zlib_1_x64.list", {}));
}
