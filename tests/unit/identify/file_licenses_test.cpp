// SPDX-License-Identifier: Apache-2.0
#include "git_in_memory.hpp"
#include "support/catch.hpp"
#include "system_in_memory.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

const std::string kTag =
    "SPDX-License-"
    "Identifier: ";
const std::string kId = "declared:tiny@1";

BuildFacts with_tiny(const std::string& license = "") {
  BuildFacts facts = product_facts();
  facts.declared.push_back({"tiny", "1", "", license, "", "", "", {"/src/tiny"}, "CMakeLists.txt:4"});
  return facts;
}

Component tiny(const Outcome<Identification>& outcome) {
  return outcome.value.components.at(kId);
}

}  // namespace

TEST_CASE("a component whose used files are all tagged has the conjunction of their licences") {
  MemoryHost host;
  host.add_file("/src/tiny/a.c", "// " + kTag + "MIT\n");
  host.add_file("/src/tiny/b.h", "/* " + kTag + "Zlib OR MIT */\n");
  host.add_file("/src/tiny/unused.c", "// " + kTag + "GPL-3.0-only\n");
  host.add_file("/src/tiny/LICENSES/MIT.txt", "the text");
  const auto both = ask(host, with_tiny(), {"/src/tiny/a.c", "/src/tiny/b.h"});
  CHECK(tiny(both).license.expression == "MIT AND (Zlib OR MIT)");
  CHECK(tiny(both).license.source == "file tags");
  CHECK(tiny(both).properties.at("file-licenses") ==
        "2 of 2 used files are tagged: MIT (1), Zlib OR MIT (1)");
  const auto one = ask(host, with_tiny(), {"/src/tiny/a.c"});
  CHECK(tiny(one).license.expression == "MIT");
  CHECK(tiny(one).license.text_sha256 == sha256_hex(as_bytes("the text")));

  SECTION("one without a tag, and nothing is concluded") {
    touch(host, "/src/tiny/c.c");
    const auto some = ask(host, with_tiny(), {"/src/tiny/a.c", "/src/tiny/c.c"});
    CHECK(tiny(some).license.expression == "NOASSERTION");
    CHECK(tiny(some).properties.at("file-licenses") == "1 of 2 used files are tagged: MIT (1)");
  }
  SECTION("one with a tag that is no expression: a finding, and nothing is concluded") {
    host.add_file("/src/tiny/c.c", "// " + kTag + "Free Beer\n");
    const auto bad = ask(host, with_tiny(), {"/src/tiny/a.c", "/src/tiny/c.c"});
    CHECK(tiny(bad).license.expression == "NOASSERTION");
    CHECK(count(bad.findings, "license-malformed") == 1);
  }
  SECTION("a declared licence stays, and tags that it does not name contradict it") {
    const auto good = ask(host, with_tiny("MIT"), {"/src/tiny/a.c", "/src/tiny/b.h"});
    CHECK(tiny(good).license.expression == "MIT");
    CHECK(count(good.findings, "license-contradicts") == 0);
    const auto bad = ask(host, with_tiny("MIT"), {"/src/tiny/a.c", "/src/tiny/unused.c"});
    CHECK(tiny(bad).license.expression == "MIT");
    CHECK(count(bad.findings, "license-contradicts") == 1);
  }
}

TEST_CASE("REUSE's records speak for files that cannot, in REUSE's order") {
  MemoryHost host;
  host.add_file("/src/tiny/a.c", "// " + kTag + "MIT\n");
  touch(host, "/src/tiny/data/blob.inc");
  const auto license = [&](const std::string& file) {
    return tiny(ask(host, with_tiny(), {file})).license.expression;
  };
  const auto toml = [](const std::string& path, const std::string& precedence, const std::string& id) {
    return "version = 1\n[[annotations]]\npath = \"" + path + "\"\nprecedence = \"" + precedence +
           "\"\nSPDX-License-Identifier = \"" + id + "\"\n";
  };
  SECTION("a file beside it") {
    host.add_file("/src/tiny/data/blob.inc.license", kTag + "CC0-1.0\n");
    CHECK(license("/src/tiny/data/blob.inc") == "CC0-1.0");
    host.add_file("/src/tiny/a.c.license", kTag + "Zlib\n");
    CHECK(license("/src/tiny/a.c") == "Zlib");
  }
  SECTION("closest: the file first, then the nearest REUSE.toml") {
    host.add_file("/src/tiny/REUSE.toml", toml("**", "closest", "Zlib"));
    CHECK(license("/src/tiny/a.c") == "MIT");
    CHECK(license("/src/tiny/data/blob.inc") == "Zlib");
    host.add_file("/src/tiny/data/REUSE.toml", toml("*.inc", "closest", "ISC"));
    CHECK(license("/src/tiny/data/blob.inc") == "ISC");
  }
  SECTION("aggregate and override") {
    host.add_file("/src/tiny/REUSE.toml", toml("a.c", "aggregate", "Zlib"));
    CHECK(license("/src/tiny/a.c") == "MIT AND Zlib");
    host.add_file("/src/tiny/REUSE.toml", toml("a.c", "override", "Zlib"));
    CHECK(license("/src/tiny/a.c") == "Zlib");
  }
  SECTION("dep5") {
    host.add_file(
        "/src/tiny/.reuse/dep5",
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: data/*\n"
        "Copyright: A\nLicense: BSD-2-Clause\n");
    CHECK(license("/src/tiny/data/blob.inc") == "BSD-2-Clause");
    CHECK(license("/src/tiny/a.c") == "MIT");
  }
  SECTION("a record above the component's root does not speak") {
    host.add_file("/src/REUSE.toml", toml("**", "override", "ISC"));
    CHECK(license("/src/tiny/a.c") == "MIT");
  }
  SECTION("a REUSE.toml that cannot be read is a finding, and nothing is concluded") {
    host.add_file("/src/tiny/REUSE.toml", "version = 3\n");
    const auto outcome = ask(host, with_tiny(), {"/src/tiny/a.c"});
    CHECK(tiny(outcome).license.expression == "NOASSERTION");
    REQUIRE(count(outcome.findings, "license-malformed") == 1);
    CHECK(outcome.findings.back().text.find("REUSE.toml") != std::string::npos);
  }
}
