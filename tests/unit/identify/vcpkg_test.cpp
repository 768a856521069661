// SPDX-License-Identifier: Apache-2.0
#include "identify/vcpkg_resolver.hpp"
#include "support/catch.hpp"
#include "system_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

constexpr const char* kRoot = "/build/vcpkg_installed";
const std::string kId = "vcpkg:zlib@1.3.1#2:x64-linux";
const std::string kLibrary = std::string(kRoot) + "/x64-linux/lib/libz.a";
const std::string kHeader = std::string(kRoot) + "/x64-linux/include/zlib.h";

std::string stanza(const std::string& version = "1.3.1", const std::string& status = "install ok installed",
                   const std::string& abi = "abc") {
  return "Package: zlib\nVersion: " + version +
         "\nPort-Version: 2\nArchitecture: x64-linux\nMulti-Arch: same\n" + "Abi: " + abi +
         "\nStatus: " + status + "\n\n";
}

std::string sbom(const std::string& license = "Zlib", const std::string& version = "1.3.1#2",
                 const std::string& digest = sha256_hex(as_bytes("the library"))) {
  return R"({"packages": [{"SPDXID": "SPDXRef-port", "name": "zlib", "versionInfo": ")" + version +
         R"(", "homepage": "https://zlib.net", "licenseConcluded": ")" + license +
         R"(", "licenseDeclared": "NOASSERTION", "externalRefs": [{"referenceType": "purl", "referenceLocator":
         "pkg:vcpkg/zlib@1.3.1?port_version=2&repository_revision=d4b&repository_url=git%2Bhttps://git.example/r"}]},
         {"SPDXID": "SPDXRef-resource-0", "downloadLocation": "https://zlib.net/zlib.tgz",
          "checksums": [{"algorithm": "SHA512", "checksumValue": "AB"}]}],
         "files": [{"SPDXID": "f", "fileName": "./lib/libz.a",
                    "checksums": [{"algorithm": "SHA256", "checksumValue": ")" +
         digest + R"("}]}],
         "relationships": [{"spdxElementId": "SPDXRef-binary", "relationshipType": "CONTAINS",
                            "relatedSpdxElement": "f"}]})";
}

void write_records(MemoryHost& host, const std::string& root) {
  host.add_file(root + "/vcpkg/status", stanza());
  host.add_file(
      root + "/vcpkg/info/zlib_1.3.1_x64-linux.list",
      "x64-linux/\nx64-linux/include/\nx64-linux/include/zlib.h\nx64-linux/lib/\nx64-linux/lib/libz.a\n");
  host.add_file(root + "/x64-linux/share/zlib/vcpkg.spdx.json", sbom());
  host.add_file(root + "/x64-linux/share/zlib/copyright", "the text");
  host.add_file(root + "/x64-linux/lib/libz.a", "the library");
  host.add_file(root + "/x64-linux/include/zlib.h", "the header");
}

struct Installed : MemoryHost {
  explicit Installed(const std::string& root = kRoot) { write_records(*this, root); }
};

}  // namespace

TEST_CASE("a file whose SHA-256 the port's SPDX document has is verified, another of its list is listed") {
  Installed host;
  const auto outcome = ask(host, product_facts(), {kLibrary, kHeader});
  CHECK(outcome.findings.empty());
  CHECK(owner(outcome, kLibrary).chosen.component == kId);
  CHECK(owner(outcome, kLibrary).chosen.tier == Tier::package_db_verified);
  CHECK(owner(outcome, kLibrary).chosen.rule == "vcpkg: listed path, SHA-256 equal");
  REQUIRE(owner(outcome, kLibrary).chosen.evidence.size() == 2);
  CHECK(owner(outcome, kLibrary).chosen.evidence[0].place == "vcpkg:vcpkg/info/zlib_1.3.1_x64-linux.list");
  CHECK(owner(outcome, kLibrary).chosen.evidence[1].place == "vcpkg:x64-linux/share/zlib/vcpkg.spdx.json");
  CHECK(owner(outcome, kHeader).chosen.component == kId);
  CHECK(owner(outcome, kHeader).chosen.tier == Tier::package_db_listed);
}

TEST_CASE("the component says what the records state, wherever the tree stands") {
  for (const std::string root : {"/build/vcpkg_installed", "/home/somebody/vcpkg/installed"}) {
    Installed host(root);
    host.add_file(root + "/x64-linux/share/zlib/vcpkg_abi_info.txt", "triplet x64-linux\n");
    const std::string abi = sha256_hex(as_bytes("triplet x64-linux\n"));
    host.add_file(root + "/vcpkg/status",
                  stanza("1.3.1", "install ok installed", abi) +
                      "Package: zlib\nFeature: asm\nArchitecture: x64-linux\nStatus: install ok installed\n");
    const auto outcome = ask(host, product_facts(), {root + "/x64-linux/lib/libz.a"});
    const Component& component = outcome.value.components.at(kId);
    CHECK(component.name == "zlib");
    CHECK(component.version == "1.3.1#2");
    CHECK(component.purl ==
          "pkg:vcpkg/zlib@1.3.1?port_version=2&repository_revision=d4b&repository_url=git%2Bhttps://"
          "git.example/"
          "r&triplet=x64-linux");
    CHECK(component.cpe.empty());
    CHECK(component.url == "https://zlib.net");
    CHECK(component.license.expression == "Zlib");
    CHECK(component.license.source == "vcpkg:x64-linux/share/zlib/vcpkg.spdx.json");
    CHECK(component.license.text_sha256 == sha256_hex(as_bytes("the text")));
    CHECK(component.properties.at("features") == "asm");
    CHECK(component.properties.at("triplet") == "x64-linux");
    CHECK(component.properties.at("abi") == abi);
    CHECK(component.properties.at("source-url") == "https://zlib.net/zlib.tgz");
    CHECK(component.properties.at("source-sha512") == "ab");
    for (const Evidence& evidence : component.evidence)
      CHECK(evidence.place.find("home") == std::string::npos);
    REQUIRE(component.evidence.size() == 3);
    CHECK(component.evidence[2].text == "its SHA-256 is the ABI hash " + abi);
  }
}

TEST_CASE("a file that was edited after vcpkg installed it is an error") {
  Installed host;
  host.add_file(kLibrary, "somebody was here");
  const auto outcome = ask(host, product_facts(), {kLibrary});
  CHECK(owner(outcome, kLibrary).chosen.tier == Tier::package_db_mismatch);
  REQUIRE(count(outcome.findings, "package-db-mismatch") == 1);
  CHECK(outcome.findings[0].severity == Severity::error);
}

TEST_CASE("updates that vcpkg has not put into the status yet count") {
  Installed host;
  SECTION("the port was removed") {
    host.add_file(std::string(kRoot) + "/vcpkg/updates/0000000001",
                  stanza("1.3.1", "purge ok not-installed"));
    const auto outcome = ask(host, product_facts(), {kLibrary});
    CHECK(owner(outcome, kLibrary).chosen.tier == Tier::unknown);
  }
  SECTION("an update that was never finished is none") {
    host.add_file(std::string(kRoot) + "/vcpkg/updates/incomplete",
                  stanza("1.3.1", "purge ok not-installed"));
    CHECK(owner(ask(host, product_facts(), {kLibrary}), kLibrary).chosen.component == kId);
  }
  SECTION("updates alone, in the order of their names") {
    REQUIRE(host.remove(std::string(kRoot) + "/vcpkg/status"));
    host.add_file(std::string(kRoot) + "/vcpkg/updates/0000000000",
                  stanza("1.3.1", "purge ok not-installed"));
    host.add_file(std::string(kRoot) + "/vcpkg/updates/0000000001", stanza());
    CHECK(owner(ask(host, product_facts(), {kLibrary}), kLibrary).chosen.component == kId);
  }
}

TEST_CASE("a tree that vcpkg exported has no status: list and SPDX document say which port it is") {
  Installed host;
  REQUIRE(host.remove(std::string(kRoot) + "/vcpkg/status"));
  const auto outcome = ask(host, product_facts(), {kLibrary});
  CHECK(outcome.findings.empty());
  CHECK(owner(outcome, kLibrary).chosen.component == kId);
  CHECK(owner(outcome, kLibrary).chosen.tier == Tier::package_db_verified);
}

TEST_CASE(
    "without an SPDX document the licence is not asserted, and the copyright file is named by its hash") {
  Installed host;
  REQUIRE(host.remove(std::string(kRoot) + "/x64-linux/share/zlib/vcpkg.spdx.json"));
  const auto outcome = ask(host, product_facts(), {kLibrary});
  CHECK(owner(outcome, kLibrary).chosen.tier == Tier::package_db_listed);
  const License& license = outcome.value.components.at(kId).license;
  CHECK(license.expression == "NOASSERTION");
  CHECK(license.source == "vcpkg:x64-linux/share/zlib/copyright");
  CHECK(license.text_sha256 == sha256_hex(as_bytes("the text")));
  CHECK(outcome.value.components.at(kId).purl == "pkg:vcpkg/zlib@1.3.1?port_version=2&triplet=x64-linux");
}

TEST_CASE("a licence that is no SPDX expression is not asserted") {
  Installed host;
  host.add_file(std::string(kRoot) + "/x64-linux/share/zlib/vcpkg.spdx.json", sbom("see the text"));
  const auto outcome = ask(host, product_facts(), {kLibrary});
  CHECK(outcome.value.components.at(kId).license.expression == "NOASSERTION");
}

TEST_CASE("a damaged database is a finding, and what is still certain is said") {
  Installed host;
  const std::string root = kRoot;
  SECTION("status") {
    host.add_file(root + "/vcpkg/status", "garbage\n");
    const auto outcome = ask(host, product_facts(), {kLibrary});
    REQUIRE(count(outcome.findings, "database-broken") == 1);
    CHECK(outcome.findings[0].subject == root + "/vcpkg/status");
    CHECK(owner(outcome, kLibrary).chosen.component == kId);
  }
  SECTION("status that cannot be read") {
    host.fail_when([&](const std::string& operation, const std::string& path) -> std::optional<Error> {
      if (operation == "read" && path == root + "/vcpkg/status") return Error{"not-permitted", "no"};
      return std::nullopt;
    });
    CHECK(count(ask(host, product_facts(), {kLibrary}).findings, "database-broken") == 1);
  }
  SECTION("list") {
    REQUIRE(host.remove(root + "/vcpkg/info/zlib_1.3.1_x64-linux.list"));
    const auto outcome = ask(host, product_facts(), {kLibrary});
    CHECK(count(outcome.findings, "database-broken") == 1);
    CHECK(owner(outcome, kLibrary).chosen.tier == Tier::unknown);
  }
  SECTION("SPDX document") {
    host.add_file(root + "/x64-linux/share/zlib/vcpkg.spdx.json", sbom().substr(0, 100));
    const auto outcome = ask(host, product_facts(), {kLibrary});
    CHECK(count(outcome.findings, "database-broken") == 1);
    CHECK(owner(outcome, kLibrary).chosen.tier == Tier::package_db_listed);
  }
  SECTION("SPDX document of another version") {
    host.add_file(root + "/x64-linux/share/zlib/vcpkg.spdx.json", sbom("Zlib", "1.2.0"));
    CHECK(count(ask(host, product_facts(), {kLibrary}).findings, "database-broken") == 1);
  }
  SECTION("a feature without its port") {
    host.add_file(root + "/vcpkg/status",
                  "Package: zlib\nFeature: asm\nArchitecture: x64-linux\nStatus: install ok installed\n");
    CHECK(count(ask(host, product_facts(), {kLibrary}).findings, "database-broken") == 1);
  }
  SECTION("a list whose paths are not below the triplet") {
    host.add_file(root + "/vcpkg/info/zlib_1.3.1_x64-linux.list", "x\n");
    host.add_file(root + "/x", "x");
    CHECK(owner(ask(host, product_facts(), {root + "/x"}), root + "/x").chosen.component == kId);
  }
}

TEST_CASE("two trees with the same port built in two ways are two components") {
  Installed host;
  write_records(host, "/opt/vcpkg/installed");
  host.add_file("/opt/vcpkg/installed/vcpkg/status",
                stanza("1.3.1", "install ok installed", std::string(64, 'b')));
  const std::string other = "/opt/vcpkg/installed/x64-linux/lib/libz.a";
  const auto outcome = ask(host, product_facts(), {kLibrary, other});
  CHECK(owner(outcome, kLibrary).chosen.component == kId);
  CHECK(owner(outcome, other).chosen.component == kId + "+bbbbbbbbbbbb");
}

TEST_CASE("a declaration of the very tree does not take a port's file away from it") {
  Installed host;
  BuildFacts facts = product_facts();
  facts.declared.push_back({"vendor", "1", "", "", "", "", "", {kRoot}, "CMakeLists.txt:1"});
  const auto outcome = ask(host, facts, {kLibrary});
  CHECK(owner(outcome, kLibrary).chosen.component == kId);
  REQUIRE(owner(outcome, kLibrary).losing.size() == 1);
}

TEST_CASE("each directory is looked at once for vcpkg's records, however many files are in question") {
  Installed host;
  std::vector<std::string> paths;
  for (int i = 0; i < 50; ++i) {
    paths.push_back(std::string(kRoot) + "/x64-linux/include/h" + std::to_string(i));
    touch(host, paths.back());
  }
  const auto outcome = ask(host, product_facts(), paths);
  const auto& accesses = host.accesses();
  CHECK(std::count(accesses.begin(), accesses.end(), "stat /build/vcpkg_installed/x64-linux/include/vcpkg") ==
        1);
  CHECK(std::count(accesses.begin(), accesses.end(), "read /build/vcpkg_installed/vcpkg/status") == 1);
  CHECK(count(outcome.findings, "owner-unknown") == 50);
}
