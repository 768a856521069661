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
  trace.compile_flags.push_back({"c9", "C", {"-DAPI_KEY=" + std::string(kSecret), "--passphrase", std::string(kSecret), "-DNDEBUG"}});
  trace.binaries[0].linker.flags = {"-Wl,--defsym,SECRET=" + std::string(kSecret) + ",-z,now"};
  Component component;
  component.id = "declared:leaky@1";
  component.name = "leaky";
  component.supplier = component.version = component.license.source = value;
  component.purl = "pkg:generic/leaky@1?download_url=" + url;
  component.url = url;
  component.cpe = "cpe:2.3:a:leaky:" + value + ":1:*:*:*:*:*:*:*";
  component.license.expression = "LicenseRef-ghp_" + std::string(kSecret) + "hunter22";
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
  CHECK(trace.compile_flags.back().words == std::vector<std::string>{"-DAPI_KEY=(withheld)", "--passphrase", "(withheld)", "-DNDEBUG"});
  CHECK(trace.components.back().cpe.empty());
  CHECK(trace.components.back().license.expression == "NOASSERTION");
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

TEST_CASE("components that differ in their secrets alone stay two, and each file keeps its own") {
  Trace trace = trace::assemble(test::SmallBuild().material());
  REQUIRE(trace.files.size() >= 3);
  const std::string cleaned = "fetch:https://host/a?token=(withheld)";
  const std::vector<std::string> ids{"fetch:https://host/a?token=first", "fetch:https://host/a?token=second", "fetch:https://u:third@host/a?token=(withheld)"};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    Component component;
    component.id = ids[i];
    component.name = "component " + std::to_string(i);
    trace.components.push_back(component);
    trace.files[i].owner.chosen.component = ids[i];
  }
  trace.findings.push_back({"source-unpinned", Severity::warning, ids[1], "", "", false});
  trace::withhold_secrets(trace);
  std::map<std::string, std::string> names;
  for (const Component& component : trace.components) CHECK(names.emplace(component.id, component.name).second);
  CHECK(std::is_sorted(trace.components.begin(), trace.components.end(), [](const Component& a, const Component& b) { return a.id < b.id; }));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    CHECK(trace.files[i].owner.chosen.component.starts_with(cleaned));
    CHECK(names[trace.files[i].owner.chosen.component] == "component " + std::to_string(i));
  }
  const auto told = std::find_if(trace.findings.begin(), trace.findings.end(), [](const Finding& one) { return one.code == "source-unpinned"; });
  CHECK(told->subject == trace.files[1].owner.chosen.component);
}

TEST_CASE("findings that come after the trace have no secrets either") {
  std::vector<Finding> findings{{"post-link-file-unreadable", Severity::warning, "build:a?token=" + std::string(kSecret), "sign --passphrase " + std::string(kSecret),
                                 "https://u:" + std::string(kSecret) + "@host", false}};
  trace::withhold_secrets(findings);
  for (const Finding& one : findings) CHECK((one.subject + one.text + one.remedy).find(kSecret) == std::string::npos);
  CHECK(findings.size() > 1);
  CHECK(findings.back().code == "secret-withheld");
}
