// SPDX-License-Identifier: Apache-2.0
// Spack, Nix, Guix and Homebrew: layouts in memory.
#include "support/catch.hpp"
#include "support/sqlite_bytes.hpp"
#include "system_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

const std::string kSpack = "/home/somebody/spack/opt/zlib-1.3.1-abcdefg";
const std::string kSpackId = "spack:zlib@1.3.1/abcdefg";
// SHA-1 of "", as Spack writes it.
const std::string kEmptySha1 = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ";

void install_with_spack(MemoryHost& host) {
  host.add_file(
      kSpack + "/.spack/spec.json",
      R"({"spec": {"nodes": [{"name": "zlib", "version": "1.3.1", "hash": "abcdefg", "namespace": "builtin"}]}})");
  host.add_file(kSpack + "/.spack/install_manifest.json",
                "{\"" + kSpack + "\": {\"type\": \"dir\"}, \"" + kSpack +
                    "/lib/libz.a\": {\"type\": \"file\", \"hash\": \"" + kEmptySha1 + "\"}}");
  host.add_file(kSpack + "/lib/libz.a", "");
  host.add_file(kSpack + "/lib/libmore.a", "more");
}

const std::string kStoreHash = "0123456789abcdfghijklmnpqrsvwxyz";

}  // namespace

TEST_CASE("Spack's manifest verifies a file by its SHA-1; what it does not list is the prefix's") {
  MemoryHost host;
  install_with_spack(host);
  const auto outcome = ask(host, product_facts(), {kSpack + "/lib/libz.a", kSpack + "/lib/libmore.a"});
  CHECK(owner(outcome, kSpack + "/lib/libz.a").chosen.tier == Tier::package_db_verified);
  CHECK(owner(outcome, kSpack + "/lib/libz.a").chosen.component == kSpackId);
  CHECK(owner(outcome, kSpack + "/lib/libmore.a").chosen.tier == Tier::resolver_metadata);
  const Component& component = outcome.value.components.at(kSpackId);
  CHECK(component.version == "1.3.1");
  CHECK(component.properties.at("spack-hash") == "abcdefg");
  CHECK(component.license.expression == "NOASSERTION");
  CHECK(component.evidence.at(0).place == "spack:zlib-1.3.1/.spack/spec.json");
  CHECK(outcome.findings.empty());
}

TEST_CASE("a file of Spack's that was changed is an error") {
  MemoryHost host;
  install_with_spack(host);
  host.add_file(kSpack + "/lib/libz.a", "changed");
  const auto outcome = ask(host, product_facts(), {kSpack + "/lib/libz.a"});
  CHECK(owner(outcome, kSpack + "/lib/libz.a").chosen.tier == Tier::package_db_mismatch);
  CHECK(count(outcome.findings, "package-db-mismatch") == 1);
}

TEST_CASE("a broken record of Spack's is a finding") {
  MemoryHost host;
  install_with_spack(host);
  SECTION("manifest") {
    host.add_file(kSpack + "/.spack/install_manifest.json", "{");
    const auto outcome = ask(host, product_facts(), {kSpack + "/lib/libz.a"});
    CHECK(count(outcome.findings, "database-broken") == 1);
    CHECK(owner(outcome, kSpack + "/lib/libz.a").chosen.tier == Tier::resolver_metadata);
  }
  SECTION("spec") {
    host.add_file(kSpack + "/.spack/spec.json", "{}");
    const auto outcome = ask(host, product_facts(), {kSpack + "/lib/libz.a"});
    CHECK(count(outcome.findings, "database-broken") == 1);
    CHECK(owner(outcome, kSpack + "/lib/libz.a").chosen.tier == Tier::unknown);
  }
  SECTION("Spack's own settings in a home are no package") {
    host.add_directory("/home/somebody/.spack/linux");
    touch(host, "/home/somebody/x/libx.a");
    CHECK(count(ask(host, product_facts(), {"/home/somebody/x/libx.a"}).findings, "database-broken") == 0);
  }
}

TEST_CASE("a store path is the component, and no version is cut out of its name") {
  for (const std::string manager : {"nix", "guix"}) {
    const std::string store = manager == "nix" ? "/nix/store/" : "/gnu/store/";
    MemoryHost host;
    const std::string file = store + kStoreHash + "-zlib-1.3.1-dev/lib/libz.a";
    touch(host, file);
    const auto outcome = ask(host, product_facts(), {file});
    const std::string id = manager + ':' + kStoreHash + "-zlib-1.3.1-dev";
    CHECK(owner(outcome, file).chosen.component == id);
    CHECK(owner(outcome, file).chosen.tier == Tier::resolver_metadata);
    const Component& component = outcome.value.components.at(id);
    CHECK(component.name == "zlib-1.3.1-dev");
    CHECK(component.version.empty());
    CHECK(component.purl.empty());
    CHECK(component.properties.at("name-from") == "store path");
    CHECK(count(outcome.findings, "version-unknown") == 1);
    CHECK(count(outcome.findings, "database-broken") == 0);
  }
}

TEST_CASE("a store database that is none is a finding, and the store path is still known") {
  MemoryHost host;
  const std::string file = "/image/nix/store/" + kStoreHash + "-zlib-1.3.1/lib/libz.a";
  touch(host, file);
  host.add_file("/image/nix/var/nix/db/db.sqlite", "garbage");
  const auto outcome = ask(host, product_facts(), {file});
  CHECK(count(outcome.findings, "database-broken") == 1);
  CHECK(owner(outcome, file).chosen.component == "nix:" + kStoreHash + "-zlib-1.3.1");
}

TEST_CASE("where the store still has the derivation, package and version are its words") {
  MemoryHost host;
  const std::string base = kStoreHash + "-zlib-1.3.1-dev";
  const std::string file = "/image/nix/store/" + base + "/lib/libz.a";
  const std::string derivation = kStoreHash + "-zlib-1.3.1.drv";
  touch(host, file);
  host.add_file(
      "/image/nix/var/nix/db/db.sqlite",
      sqlite_bytes("CREATE TABLE ValidPaths (id INTEGER PRIMARY KEY, path TEXT, hash TEXT, deriver TEXT);"
                   "INSERT INTO ValidPaths VALUES (1, '/nix/store/" +
                   base + "', 'sha256:12', '/nix/store/" + derivation + "')"));
  const std::string id = "nix:" + base;
  SECTION("with the derivation") {
    host.add_file("/image/nix/store/" + derivation,
                  R"~(Derive([],[],[],"","",[],[("pname","zlib"),("version","1.3.1")]))~");
    const auto outcome = ask(host, product_facts(), {file});
    const Component& component = outcome.value.components.at(id);
    CHECK(component.name == "zlib");
    CHECK(component.version == "1.3.1");
    CHECK(component.purl == "pkg:generic/zlib@1.3.1");
    CHECK(component.properties.at("name-from") == "derivation");
    CHECK(component.properties.at("nar-hash") == "sha256:12");
    CHECK(component.properties.at("deriver") == "/nix/store/" + derivation);
    CHECK(count(outcome.findings, "version-unknown") == 0);
  }
  SECTION("without it") {
    const auto outcome = ask(host, product_facts(), {file});
    CHECK(outcome.value.components.at(id).name == "zlib-1.3.1-dev");
    CHECK(outcome.value.components.at(id).properties.at("deriver") == "/nix/store/" + derivation);
    CHECK(count(outcome.findings, "version-unknown") == 1);
  }
}

TEST_CASE("a keg with a receipt owns what is in it, with its SPDX document's licence") {
  const std::string keg = "/home/linuxbrew/.linuxbrew/Cellar/openssl@3/3.3.1_1";
  const std::string file = keg + "/lib/libssl.a";
  MemoryHost host;
  touch(host, file);
  SECTION("without a receipt it is no keg") {
    CHECK(owner(ask(host, product_facts(), {file}), file).chosen.tier == Tier::unknown);
  }
  host.add_file(keg + "/INSTALL_RECEIPT.json",
                R"({"source": {"tap": "homebrew/core", "spec": "stable", "versions": {"stable": "3.3.1"}}})");
  SECTION("receipt alone") {
    const auto outcome = ask(host, product_facts(), {file});
    CHECK(owner(outcome, file).chosen.component == "homebrew:openssl@3@3.3.1_1");
    CHECK(owner(outcome, file).chosen.tier == Tier::resolver_metadata);
    const Component& component = outcome.value.components.at("homebrew:openssl@3@3.3.1_1");
    CHECK(component.purl == "pkg:brew/homebrew/core/openssl%403@3.3.1");
    CHECK(component.license.expression == "NOASSERTION");
    CHECK(component.evidence.at(0).place == "homebrew:Cellar/openssl@3/3.3.1_1/INSTALL_RECEIPT.json");
  }
  SECTION("with the SPDX document") {
    host.add_file(keg + "/sbom.spdx.json", R"({"packages": [{"SPDXID": "SPDXRef-Archive-openssl@3-src",
        "licenseConcluded": "Apache-2.0", "downloadLocation": "https://o/o.tgz"}]})");
    const auto outcome = ask(host, product_facts(), {file});
    const Component& component = outcome.value.components.at("homebrew:openssl@3@3.3.1_1");
    CHECK(component.license.expression == "Apache-2.0");
    CHECK(component.properties.at("source-url") == "https://o/o.tgz");
  }
  SECTION("a broken receipt is a finding") {
    host.add_file(keg + "/INSTALL_RECEIPT.json", "{");
    const auto outcome = ask(host, product_facts(), {file});
    CHECK(count(outcome.findings, "database-broken") == 1);
    CHECK(owner(outcome, file).chosen.tier == Tier::unknown);
  }
}
