// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sstream>

#include "base/digest.hpp"
#include "cli/cli.hpp"
#include "host/memory_host.hpp"
#include "link/binary.hpp"
#include "support/catch.hpp"
#include "unit/formats/crafted_elf.hpp"
#include "write/shipped_records.hpp"
#include "write/trace_json.hpp"

using namespace souptrace;

namespace {

const std::string kState = "/b/CMakeFiles/souptrace-state/";
const std::string kTrace = "/b/souptrace/trace.json";

/// A build in /b that linked /b/pump and was traced, and what its install hook wrote.
struct Build {
  MemoryHost host;
  std::string linked;
  std::string said;

  explicit Build(const std::string& list = "prefix=/opt\ncmake=cmake 3.25.1\nfile=/opt/bin/pump\nfile=/opt/share/readme\n") {
    test::CraftedElf elf;
    elf.interpreter = "/lib/ld.so";
    elf.with_sections = true;
    linked = test::make_elf(elf);
    Trace trace;
    trace.tool_version = "1";
    TraceBinary& binary = trace.binaries.emplace_back();
    binary.name = binary.target = "pump";
    binary.path = {Root::build, "pump"};
    binary.binary = *link::read_binary_format(as_bytes(linked));
    binary.sha256 = sha256_hex(as_bytes(linked));
    host.add_file("/b/pump", linked);
    host.add_file(kTrace, write::trace_json(trace));
    host.add_file("/b/souptrace/trace.json.intoto.jsonl", "signed");
    host.add_file(kState + "project.json", R"({"format":1,"sourceDirectory":"/s","buildDirectory":"/b","generator":"Ninja","targets":["pump"]})");
    host.add_file(kState + "list", list);
    host.add_file("/opt/bin/pump", linked);
    host.add_file("/opt/share/readme", "text");
    host.add_directory("/s");
  }
  int install() {
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::run({"installed", "/b", "--list", kState + "list"}, host, {.out = out, .err = err});
    said = err.str();
    return code;
  }
  [[nodiscard]] bool says(const std::string& words) const { return said.find(words) != std::string::npos; }
  [[nodiscard]] std::vector<ShippedRecord> remembered() const {
    const auto text = host.content(kState + "installed");
    return text ? *write::read_shipped_records(*text) : std::vector<ShippedRecord>{};
  }
};

}  // namespace

TEST_CASE("an installation goes into the trace and its memory, and former signatures go") {
  Build build;
  REQUIRE(build.install() == cli::kGood);
  CHECK(build.says("1 installed file is made of the traced binaries\n"));
  REQUIRE(build.remembered().size() == 1);
  const auto trace = write::read_trace_json(*build.host.content(kTrace));
  REQUIRE(trace);
  CHECK(trace->binaries.at(0).shipped.size() == 1);
  CHECK(build.host.content("/b/souptrace/pump.cdx.json"));
  CHECK_FALSE(build.host.content("/b/souptrace/trace.json.intoto.jsonl"));
}

TEST_CASE("documents of binaries of which nothing changed are not written again, unless one is missing") {
  Build build;
  REQUIRE(build.install() == cli::kGood);
  const auto written = [&](const std::string& name) {
    const auto& all = build.host.accesses();
    return std::count(all.begin(), all.end(), "write_atomically /b/souptrace/" + name);
  };
  REQUIRE(written("pump.cdx.json") == 1);
  REQUIRE(build.host.remove("/b/souptrace/pump.spdx.json"));
  REQUIRE(build.install() == cli::kGood);
  CHECK(written("pump.cdx.json") == 1);
  CHECK(written("pump.spdx.json") == 2);
  CHECK(written("trace.json") == 2);
  build.host.add_file("/opt/bin/pump", build.linked + "more");
  REQUIRE(build.install() == cli::kGood);
  CHECK(written("pump.cdx.json") == 2);
}

TEST_CASE("an unexplained file is said with the way to its findings, until another file lies there") {
  Build build;
  build.host.add_file("/opt/bin/pump", build.linked + "more");
  CHECK(build.install() == cli::kGood);
  CHECK(build.says("install:bin/pump"));
  CHECK(build.says("see the findings: souptrace show /b/souptrace"));
  build.host.add_file("/opt/bin/pump", "a text that is nobody's");
  CHECK(build.install() == cli::kGood);
  CHECK(build.remembered().empty());
  CHECK(write::read_trace_json(*build.host.content(kTrace))->findings.empty());
}

TEST_CASE("an installation that is of nothing in the trace writes nothing") {
  Build build("prefix=/opt\nfile=/opt/share/readme\n");
  const std::string before = *build.host.content(kTrace);
  CHECK(build.install() == cli::kGood);
  CHECK(build.said.empty());
  CHECK(build.host.content(kTrace) == before);
  CHECK_FALSE(build.host.content(kState + "installed"));
}

TEST_CASE("while another installation is being recorded nothing is touched, and the user is told") {
  Build build;
  const std::string before = *build.host.content(kTrace);
  const auto held = build.host.lock(kState + "installed.lock", 0);
  REQUIRE(held);
  CHECK(build.install() == cli::kIncomplete);
  CHECK(build.says("another installation or trace of this build is being recorded"));
  CHECK(build.says("Install again"));
  CHECK(build.host.content(kTrace) == before);
}

TEST_CASE("a trace waits for an installation as well, and leaves no lock in a directory that is no build's") {
  Build build;
  const std::string before = *build.host.content(kTrace);
  const auto held = build.host.lock(kState + "installed.lock", 0);
  REQUIRE(held);
  std::ostringstream out;
  std::ostringstream err;
  CHECK(cli::run({"trace", "/b"}, build.host, {.out = out, .err = err}) == cli::kIncomplete);
  CHECK(err.str().find("Build again") != std::string::npos);
  CHECK(build.host.content(kTrace) == before);

  build.host.add_directory("/other");
  CHECK(cli::run({"trace", "/other"}, build.host, {.out = out, .err = err}) == cli::kIncomplete);
  CHECK_FALSE(build.host.stat("/other/CMakeFiles"));
}

TEST_CASE("where the file system has no locks an installation is recorded nevertheless") {
  Build build;
  build.host.fail_when([](const std::string& operation, const std::string&) {
    return operation == "lock" ? std::optional(Error{"io", "no locks"}) : std::nullopt;
  });
  CHECK(build.install() == cli::kGood);
  CHECK(build.remembered().size() == 1);
}

TEST_CASE("a wrong SOURCE_DATE_EPOCH is told before anything is written") {
  Build build;
  build.host.set_environment("SOURCE_DATE_EPOCH", "yesterday");
  CHECK(build.install() == cli::kUsage);
  CHECK_FALSE(build.host.content(kState + "installed"));
}

TEST_CASE("whatever fails, an installation is recorded, or the user is told and no file is half-written") {
  const std::string old_trace = *Build().host.content(kTrace);
  Build good;
  REQUIRE(good.install() == cli::kGood);
  const std::string new_trace = *good.host.content(kTrace);
  bool failed = true;
  for (int nth = 0; failed; ++nth) {
    Build build;
    int count = 0;
    failed = false;
    build.host.fail_when([&](const std::string&, const std::string& path) -> std::optional<Error> {
      if (count++ != nth) return std::nullopt;
      failed = true;
      return Error{"io", path + ": failed"};
    });
    const int code = build.install();
    const auto trace = build.host.content(kTrace);
    CAPTURE(nth, build.said);
    CHECK((code == cli::kGood || !build.said.empty()));
    if (code == cli::kGood) CHECK((trace == new_trace && build.remembered().size() == 1));
    CHECK((trace == new_trace || trace == old_trace));
  }
}
