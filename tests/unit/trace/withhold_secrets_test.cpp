// SPDX-License-Identifier: Apache-2.0
#include "trace/withhold_secrets.hpp"

#include "small_build.hpp"
#include "support/catch.hpp"
#include "write/trace_json.hpp"

using namespace souptrace;

namespace {

constexpr std::string_view kSecret = "hunter22hunter22";

/// Secrets in every string that somebody else wrote.
Trace leaky() {
  const std::string url = "https://user:" + std::string(kSecret) + "@host/a";
  const std::string value = "token=" + std::string(kSecret);
  Trace trace = trace::assemble(test::SmallBuild().material());
  trace.product.supplier = value;
  trace.compile_flags.push_back({"c9", "C", {"-DAPI_KEY=" + std::string(kSecret), "-DNDEBUG"}});
  trace.binaries[0].linker.flags = {"-Wl,--defsym,SECRET=" + std::string(kSecret) + ",-z,now"};
  Component component;
  component.id = "declared:leaky@1";
  component.name = "leaky";
  component.supplier = component.version = component.license.source = value;
  component.purl = "pkg:generic/leaky@1?download_url=" + url;
  component.url = url;
  component.properties["source-url"] = url;
  component.evidence = {{"conan", value, url}};
  trace.components.push_back(component);
  trace.files[0].owner.chosen.evidence = {{"conan", value, url}};
  trace.files[0].owner.losing = {{"fetch:" + url, Tier::declared, "rule", {{"fetch", value, url}}}};
  trace.findings.push_back({"source-unpinned", Severity::warning, url, url, value, false});
  return trace;
}

}  // namespace

TEST_CASE("no string of a trace keeps a secret, and a finding names each place without it") {
  Trace trace = leaky();
  REQUIRE(write::trace_json(trace).find(kSecret) != std::string::npos);
  trace::withhold_secrets(trace);
  const std::string json = write::trace_json(trace);
  CHECK(json.find(kSecret) == std::string::npos);
  CHECK(json.find("-Wl,--defsym,SECRET=(withheld),-z,now") != std::string::npos);
  CHECK(json.find("\"https://host/a\"") != std::string::npos);
  std::set<std::string> subjects;
  for (const Finding& finding : trace.findings)
    if (finding.code == "secret-withheld") subjects.insert(finding.subject);
  for (const std::string& subject : {std::string("the compile commands"), std::string("declared:leaky@1"), trace.binaries[0].name, std::string("source-unpinned")})
    CHECK(subjects.contains(subject));
}

TEST_CASE("a trace without secrets is left as it is") {
  Trace trace = trace::assemble(test::SmallBuild().material());
  const std::string before = write::trace_json(trace);
  trace::withhold_secrets(trace);
  CHECK(write::trace_json(trace) == before);
}
