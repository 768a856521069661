// SPDX-License-Identifier: Apache-2.0
#include "trace/shipped.hpp"

#include "support/catch.hpp"

using namespace souptrace;

namespace {

ShippedRecord record(const std::string& linked, const std::string& path, const std::string& unexplained = "") {
  ShippedRecord out{"pump", linked, "/place/" + path, {}, false, unexplained, ""};
  out.file.path = {Root::install, path};
  out.file.sha256 = "digest of " + path;
  return out;
}

Trace trace_of_pump() {
  Trace trace;
  TraceBinary& binary = trace.binaries.emplace_back();
  binary.name = binary.target = "pump";
  binary.sha256 = "now";
  return trace;
}

}  // namespace

TEST_CASE("records of a former link say nothing of the binary as it is now") {
  Trace trace = trace_of_pump();
  trace::set_shipped(trace, {record("now", "bin/pump"), record("before", "bin/old"), record("now", "bin/copy"), record("now", "bin/copy")});
  REQUIRE(trace.binaries[0].shipped.size() == 2);
  CHECK(trace.binaries[0].shipped[0].path.path == "bin/copy");
  CHECK(trace.binaries[0].shipped[1].path.path == "bin/pump");
  CHECK(trace.findings.empty());
}

TEST_CASE("what no step explains is an error until it is gone") {
  Trace trace = trace_of_pump();
  trace.findings.push_back({"owner-unknown", Severity::warning, "build:a.h", "", "", false});
  trace::set_shipped(trace, {record("now", "bin/pump", "other bytes")});
  REQUIRE(trace.findings.size() == 2);
  CHECK(trace.findings[0].code == "shipped-file-unexplained");
  CHECK(trace.findings[0].subject == "install:bin/pump");
  CHECK_FALSE(trace.findings[0].incomplete);
  trace::set_shipped(trace, {record("now", "bin/pump")});
  CHECK(trace.findings.size() == 1);
}

TEST_CASE("a file that only bears the binary's name is told, and is none of its files") {
  Trace trace = trace_of_pump();
  ShippedRecord other = record("now", "libexec/pump");
  other.foreign = "ELF arm executable";
  trace::set_shipped(trace, {other, record("now", "bin/pump")});
  REQUIRE(trace.binaries[0].shipped.size() == 1);
  REQUIRE(trace.findings.size() == 1);
  CHECK(trace.findings[0].code == "shipped-file-foreign");
  CHECK(trace.findings[0].severity == Severity::warning);
  CHECK(trace.findings[0].text.find("ELF arm executable") != std::string::npos);
  trace::set_shipped(trace, {record("now", "bin/pump")});
  CHECK(trace.findings.empty());
}

TEST_CASE("what a record says of its file is shown without secrets") {
  Trace trace = trace_of_pump();
  ShippedRecord bad = record("now", "bin/pump", "sign --passphrase hunter22");
  bad.file.package = "token=hunter22";
  bad.file.steps = {{"sign", "signer --token hunter22", "", ""}};
  ShippedRecord other = record("now", "libexec/pump");
  other.foreign = "https://u:hunter22@host";
  trace::set_shipped(trace, {bad, other});
  REQUIRE(trace.findings.size() == 2);
  for (const Finding& one : trace.findings) CHECK((one.text + one.remedy).find("hunter22") == std::string::npos);
  REQUIRE(trace.binaries[0].shipped.size() == 1);
  CHECK(trace.binaries[0].shipped[0].package == "token=(withheld)");
  CHECK(trace.binaries[0].shipped[0].steps[0].tool == "signer --token (withheld)");
}
