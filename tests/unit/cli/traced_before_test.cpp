// SPDX-License-Identifier: Apache-2.0
#include "cli/traced_before.hpp"

#include "host/memory_host.hpp"
#include "support/catch.hpp"

using namespace souptrace;

namespace {

const std::string kMemory = "/b/state/traced";
const std::string kLinked(64, 'a');
const std::string kOther(64, 'b');

/// A trace of /b/my pump as it lies there, after a link that ended at `finished`.
std::vector<Finding> traced(MemoryHost& host, const std::string& sha256, std::int64_t finished, bool recorded = true,
                            std::vector<Finding> findings = {}) {
  const BuildFacts facts;
  trace::Material material{"", facts, {}, {}, {}, {}, {}};
  trace::TracedLink& link = material.links.emplace_back();
  link.record.output = "/b/my pump";
  link.findings = std::move(findings);
  link.record.recorded = recorded;
  link.record.finished_ns = finished;
  if (!sha256.empty()) material.contents["/b/my pump"].digests.sha256 = sha256;
  cli::check_traced_before(host, kMemory, material);
  return material.links.front().findings;
}

}  // namespace

TEST_CASE("other bytes after the same link are an error until the binary is linked again") {
  MemoryHost host;
  CHECK(traced(host, kLinked, 10).empty());
  CHECK(traced(host, kLinked, 10).empty());  // touched, perhaps
  for (int i = 0; i < 2; ++i) {
    const auto findings = traced(host, kOther, 10);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].code == "binary-changed-after-trace");
    CHECK(findings[0].severity == Severity::error);
    CHECK(findings[0].incomplete);
    CHECK(findings[0].subject == "/b/my pump");
    CHECK(findings[0].text.find(kLinked) != std::string::npos);
  }
  CHECK(traced(host, kLinked, 10).empty());  // put back
  CHECK(traced(host, kOther, 20).empty());   // linked again
  CHECK(traced(host, kLinked, 20).size() == 1);
  CHECK(traced(host, "", 20).empty());  // away, and back as another one
  CHECK(traced(host, "", 0, false).empty());
  CHECK(traced(host, kLinked, 20).size() == 1);
}

TEST_CASE("a binary that was only touched is as the link left it, one that was changed before its first trace is not") {
  const std::vector<Finding> changed{{"binary-changed-after-link", Severity::warning, "/b/my pump", "", "", false},
                                     {"input-missing", Severity::error, "/b/a.o", "", "", true}};
  const std::vector<Finding> stale{{"link-record-stale", Severity::error, "/b/my pump", "", "", true}};
  MemoryHost host;
  REQUIRE(traced(host, kLinked, 10).empty());
  const auto touched = traced(host, kLinked, 10, true, changed);
  REQUIRE(touched.size() == 1);
  CHECK(touched[0].code == "input-missing");
  CHECK(traced(host, kLinked, 10, true, stale).empty());
  CHECK(traced(host, kOther, 10, true, stale).size() == 2);
  CHECK(traced(host, kOther, 20, true, changed).size() == 2);
  CHECK(traced(host, kOther, 20, true, changed).size() == 2);
}

TEST_CASE("without a record of the link nothing is said of what came after it") {
  MemoryHost host;
  CHECK(traced(host, kLinked, 0).empty());
  CHECK(traced(host, kOther, 0).empty());
  CHECK(traced(host, kLinked, 10, false).empty());
  CHECK(traced(host, kOther, 10, false).empty());
}

TEST_CASE("a memory that is damaged or cannot be written only forgets") {
  MemoryHost host;
  REQUIRE(traced(host, kLinked, 10).empty());
  const std::string whole = *host.content(kMemory);
  for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
    host.add_file(kMemory, whole.substr(0, size));
    CHECK(traced(host, kOther, 10).empty());
  }
  host.add_file(kMemory, "short 10 1 /b/my pump\n" + std::string(64, 'c') + "\n\n");
  CHECK(traced(host, kOther, 10).empty());
  host.fail_when([](const std::string& operation, const std::string&) {
    return operation == "write_atomically" ? std::optional(Error{"no-space", "full"}) : std::nullopt;
  });
  CHECK(traced(host, kOther, 20).empty());
}
