// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "support/catch.hpp"
#include "system_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

std::string sha256_of(const std::string& content) {
  return sha256_hex(as_bytes(content));
}

std::string sha512_of(const std::string& content) {
  DigestSet wanted;
  wanted.sha512 = true;
  return digest(as_bytes(content), wanted).sha512;
}

/// The SBOM of a delivery of libgui.a, known by SHA-256, and libpng.a, known by SHA-512; each file holds its
/// own path in the product.
std::string delivery(const std::string& license = "Zlib") {
  return R"({"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": {"type": "library", "name": "gui",
    "version": "3.2", "supplier": {"name": "Acme"}, "purl": "pkg:generic/gui@3.2", "licenses": [{"license": {"name": ")" +
         license +
         R"("}}]}}, "components": [{"type": "file", "name": "lib/libgui.a", "hashes": [{"alg": "SHA-256", "content": ")" +
         sha256_of("/src/vendor/lib/libgui.a") +
         R"("}]}, {"type": "library", "name": "png", "version": "1.6", "components": [
    {"type": "file", "name": "lib/libpng.a", "hashes": [{"alg": "SHA-512", "content": ")" +
         sha512_of("/src/vendor/lib/libpng.a") + R"("}]}]}]})";
}

BuildFacts facts_with_sbom() {
  BuildFacts facts = product_facts();
  DeclaredComponent declared;
  declared.declared_at = "CMakeLists.txt:9";
  declared.paths = {"/src/vendor"};
  declared.sboms = {"/src/vendor/gui.cdx.json"};
  facts.declared.push_back(declared);
  return facts;
}

void deliver(MemoryHost& host, const std::string& sbom) {
  touch(host, "/src/vendor/lib/libgui.a");
  touch(host, "/src/vendor/lib/libpng.a");
  host.add_file("/src/vendor/gui.cdx.json", sbom);
}

}  // namespace

TEST_CASE("a file whose hash is in a supplier's SBOM is that component's, verified, wherever it lies") {
  MemoryHost host;
  deliver(host, delivery());
  host.add_file("/build/stage/renamed.a", "/src/vendor/lib/libgui.a");
  const auto outcome =
      ask(host, facts_with_sbom(),
          {"/src/vendor/lib/libgui.a", "/src/vendor/lib/libpng.a", "/build/stage/renamed.a"});
  for (const char* file : {"/src/vendor/lib/libgui.a", "/build/stage/renamed.a"}) {
    CHECK(owner(outcome, file).chosen.component == "supplied:gui@3.2");
    CHECK(owner(outcome, file).chosen.tier == Tier::package_db_verified);
    CHECK(owner(outcome, file).chosen.rule == "supplied: listed path, SHA-256 equal");
  }
  CHECK(owner(outcome, "/src/vendor/lib/libpng.a").chosen.component == "supplied:png@1.6");
  CHECK(owner(outcome, "/src/vendor/lib/libpng.a").chosen.rule == "supplied: listed path, SHA-512 equal");
  const Component& gui = outcome.value.components.at("supplied:gui@3.2");
  CHECK(gui.name == "gui");
  CHECK(gui.supplier == "Acme");
  CHECK(gui.purl == "pkg:generic/gui@3.2");
  CHECK(gui.license.expression == "Zlib");
  CHECK(outcome.findings.empty());
}

TEST_CASE("a delivered file with other content than its SBOM says is an error, by path or by its only name") {
  MemoryHost host;
  deliver(host, delivery());
  host.add_file("/src/vendor/lib/libgui.a", "changed");
  host.add_file("/src/vendor/other/libpng.a", "changed");
  const auto outcome =
      ask(host, facts_with_sbom(), {"/src/vendor/lib/libgui.a", "/src/vendor/other/libpng.a"});
  CHECK(owner(outcome, "/src/vendor/lib/libgui.a").chosen.component == "supplied:gui@3.2");
  CHECK(owner(outcome, "/src/vendor/lib/libgui.a").chosen.tier == Tier::package_db_mismatch);
  CHECK(owner(outcome, "/src/vendor/other/libpng.a").chosen.tier == Tier::package_db_mismatch);
  CHECK(count(outcome.findings, "package-db-mismatch") == 2);
}

TEST_CASE("outside of PATHS a name in the SBOM says nothing") {
  MemoryHost host;
  deliver(host, delivery());
  host.add_file("/src/elsewhere/libgui.a", "another library");
  const auto outcome = ask(host, facts_with_sbom(), {"/src/elsewhere/libgui.a"});
  CHECK(owner(outcome, "/src/elsewhere/libgui.a").chosen.tier == Tier::unknown);
  CHECK(count(outcome.findings, "package-db-mismatch") == 0);
}

TEST_CASE(
    "a supplier's licence that is no SPDX expression stays NOASSERTION, with the hash of what it says") {
  MemoryHost host;
  deliver(host, delivery("Acme proprietary licence 7"));
  const auto outcome = ask(host, facts_with_sbom(), {"/src/vendor/lib/libgui.a"});
  const License& license = outcome.value.components.at("supplied:gui@3.2").license;
  CHECK(license.expression == "NOASSERTION");
  CHECK(license.text_sha256 == sha256_of("Acme proprietary licence 7"));
}

TEST_CASE("an SBOM or hash list that is missing or malformed is a finding about that file") {
  BuildFacts facts = facts_with_sbom();
  facts.declared.front().hash_lists = {"/src/vendor/none.sha256"};
  MemoryHost host;
  deliver(host, "{");
  const auto outcome = ask(host, facts, {"/src/vendor/lib/libgui.a"});
  REQUIRE(count(outcome.findings, "database-broken") == 2);
  CHECK(owner(outcome, "/src/vendor/lib/libgui.a").chosen.tier == Tier::unknown);
}

TEST_CASE("a declaration with a hash list owns the files of these hashes, and a spoilt one is an error") {
  BuildFacts facts = product_facts();
  DeclaredComponent declared;
  declared.name = "gui";
  declared.version = "3.2";
  declared.license = "Zlib";
  declared.declared_at = "CMakeLists.txt:9";
  declared.paths = {"/src/vendor"};
  declared.hash_lists = {"/src/vendor/SHA256SUMS"};
  facts.declared.push_back(declared);
  MemoryHost host;
  touch(host, "/src/vendor/libgui.a");
  touch(host, "/src/vendor/libspoilt.a");
  touch(host, "/src/vendor/libunlisted.a");
  host.add_file("/src/vendor/SHA256SUMS",
                sha256_of("/src/vendor/libgui.a") + "  libgui.a\n" + sha256_of("x") + "  libspoilt.a\n");
  const auto outcome =
      ask(host, facts, {"/src/vendor/libgui.a", "/src/vendor/libspoilt.a", "/src/vendor/libunlisted.a"});
  CHECK(owner(outcome, "/src/vendor/libgui.a").chosen.component == "declared:gui@3.2");
  CHECK(owner(outcome, "/src/vendor/libgui.a").chosen.tier == Tier::package_db_verified);
  CHECK(owner(outcome, "/src/vendor/libspoilt.a").chosen.tier == Tier::package_db_mismatch);
  CHECK(owner(outcome, "/src/vendor/libunlisted.a").chosen.tier == Tier::declared);
  CHECK(outcome.value.components.at("declared:gui@3.2").license.expression == "Zlib");
}
