// SPDX-License-Identifier: Apache-2.0
#include "write/gate_report.hpp"

#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace souptrace;
using nlohmann::json;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

GateReport report() {
  GateReport out{"Pump", "1.0", "soup/register.json", "2026-11-23", {}};
  out.gates.push_back({"a-gate", Severity::error, "8.1.2", "it is so", GateStatus::fail, "", {}});
  for (int i = 0; i < 10; ++i)
    out.gates.back().messages.push_back({"a-gate", Severity::error, "SOUP-00" + std::to_string(i), "is not so", "Make it so.", "", "soup/items/a b.json"});
  out.gates.push_back({"b-gate", Severity::warning, "4.3", "fine", GateStatus::warn, "", {{"b-gate", Severity::warning, "pump", "<b>&\"\x1b[31m", "Act.", "", ""}}});
  out.gates.push_back({"c-gate", Severity::error, "7.1.3", "waived", GateStatus::waived, "", {{"c-gate", Severity::error, "SOUP-001", "is bad", "Act.", "until 2027-01-01, QA: r", ""}}});
  out.gates.push_back({"d-gate", Severity::error, "8", "skipped", GateStatus::skipped, "nothing given", {}});
  out.gates.push_back({"e-gate", Severity::error, "8", "good", GateStatus::pass, "", {}});
  return out;
}

}  // namespace

TEST_CASE("the text is as compilers write, says what to do once, bounds each gate, and sums up") {
  const std::string text = write::gates_text(report(), {});
  CHECK(contains(text, "soup/items/a b.json: error: SOUP-000: is not so [a-gate]\n"));
  CHECK(contains(text, "SOUP-007: is not so [a-gate]\n  Make it so.\n  and 2 more of a-gate (--json lists all)\n"));
  CHECK_FALSE(contains(text, "SOUP-008"));
  CHECK_FALSE(contains(text, "SOUP-006: is not so [a-gate]\n  Make"));
  CHECK(contains(text, "souptrace: waived: SOUP-001: is bad [c-gate]\n  waived until 2027-01-01, QA: r\n"));
  CHECK(contains(text, "gates: 1 failed, 1 warned, 1 waived, 1 passed, 1 not checked\n  d-gate: not checked, nothing given\n"));
  CHECK_FALSE(contains(text, "\x1b"));
}

TEST_CASE("no bound hides a failure behind what is waived or only a warning") {
  GateReport all = report();
  auto& messages = all.gates[0].messages;
  for (std::size_t i = 0; i < 9; ++i) {
    if (i % 2 == 0) messages[i].waived = "until 2027-01-01, QA: r";
    else messages[i].severity = Severity::warning;
  }
  const std::string text = write::gates_text(all, {});
  CHECK(text.starts_with("soup/items/a b.json: error: SOUP-009: is not so [a-gate]\n"));
}

TEST_CASE("an absolute path is a file URI in SARIF, which takes a path alone for relative") {
  GateReport one = report();
  one.gates[0].messages[0].file = "/home/a b/soup/register.json";
  const json sarif = json::parse(write::gates_sarif(one, ""));
  CHECK(sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///home/a%20b/soup/register.json");
}

TEST_CASE("SARIF has a rule for each gate and a result for each message; waived ones are suppressed") {
  const json sarif = json::parse(write::gates_sarif(report(), "1.2.3"));
  CHECK(sarif["version"] == "2.1.0");
  const json& run = sarif["runs"][0];
  CHECK(run["tool"]["driver"]["version"] == "1.2.3");
  CHECK(run["tool"]["driver"]["rules"].size() == 5);
  REQUIRE(run["results"].size() == 12);
  for (const json& result : run["results"]) CHECK(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
  CHECK(run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "soup/items/a%20b.json");
  CHECK_FALSE(run["results"][0].contains("suppressions"));
  CHECK(run["results"][11]["suppressions"][0]["justification"] == "until 2027-01-01, QA: r");
  CHECK(run["results"][10]["level"] == "warning");
}

TEST_CASE("JUnit has a case for each gate; markup and control characters of names are neutralised") {
  const std::string xml = write::gates_junit(report());
  CHECK(contains(xml, "tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"1\""));
  CHECK(contains(xml, "<failure message=\"it is so (8.1.2)\">SOUP-000: is not so. Make it so.\n"));
  CHECK(contains(xml, "<skipped message=\"nothing given\"/>"));
  CHECK(contains(xml, "&lt;b&gt;&amp;&quot;\\x1b[31m"));
  CHECK_FALSE(contains(xml, "\x1b"));
  CHECK_FALSE(contains(xml, "<b>"));
}

TEST_CASE("the JSON lists every message") {
  const json out = json::parse(write::gates_json(report()));
  CHECK(out["gates"].size() == 5);
  CHECK(out["gates"][0]["messages"].size() == 10);
  CHECK(out["gates"][3]["status"] == "not checked");
}
