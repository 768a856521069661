// SPDX-License-Identifier: Apache-2.0
#include "review/register_read.hpp"

#include <algorithm>

#include "host/memory_host.hpp"
#include "review/register_draft.hpp"
#include "review/register_edit.hpp"
#include "review/register_update.hpp"
#include "sample.hpp"
#include "support/catch.hpp"
#include "write/register_text.hpp"

using namespace souptrace;
using namespace souptrace::review;

namespace {

const std::string kRegister = "/p/soup/register.json";

/// A host with register.json and one item of this text.
RegisterFiles read_item(const std::string& item, const std::string& name = "SOUP-001") {
  MemoryHost host;
  host.add_file(kRegister, write::register_text({}));
  host.add_file("/p/soup/items/" + name + ".json", item);
  return read_register(host, kRegister);
}

std::string item_with(const std::string& members) {
  return "{\n  \"$schema\": \"urn:souptrace:soup-item:1\",\n  \"id\": \"SOUP-001\"" + (members.empty() ? "" : ",\n  " + members) + "\n}\n";
}

/// The only problem, which must be there.
RegisterProblem only_problem(const RegisterFiles& files) {
  for (const RegisterProblem& one : files.problems) INFO(one.place << ": " << one.text);
  REQUIRE(files.problems.size() == 1);
  return files.problems.front();
}

void check_problem(const std::string& members, const std::string& place, const std::string& part) {
  const RegisterProblem problem = only_problem(read_item(item_with(members)));
  CHECK(problem.file == "/p/soup/items/SOUP-001.json");
  CHECK(problem.place == place);
  INFO(problem.text);
  CHECK(problem.text.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("what is drafted is read back as it was, member by member") {
  const Trace trace = sample::trace();
  SoupRegister reg = sample::complete_register(trace);
  SoupItem& item = reg.items[1];
  item.vulnerabilities = {{"CVE-2022-37434", "", "not_affected", "code_not_present", "", "", "sha256:" + std::string(64, '9'), "me", "2026-11-01"}};
  item.history = {{"2026-01-01", "1 to 2", "CR-1", "a", "b", item.facts->digest}};
  item.identifiers.cpe = {{"cpe:2.3:a:zlib:zlib:1.2.13:*:*:*:*:*:*:*", "me"}};
  item.source.patches = {{"fix.patch", std::string(64, 'f'), "CVE"}};
  item.monitoring.frequency_days = 30;
  item.risk.controls = {{"RC-1", "text", "TC-1"}};
  reg.waivers = {{"risk-missing", "SOUP-002", "r", "a", "2027-01-01"}};
  reg.policy.gates = {{"weak-identity", "off", "r"}};
  MemoryHost host;
  host.add_file(kRegister, write::register_text(reg));
  for (const SoupItem& one : reg.items) host.add_file("/p/soup/items/" + one.id + ".json", write::soup_item_text(one));
  const RegisterFiles read = read_register(host, kRegister);
  for (const RegisterProblem& one : read.problems) FAIL_CHECK(one.file << ' ' << one.place << ' ' << one.text);
  CHECK(write::register_text(read.value) == write::register_text(reg));
  REQUIRE(read.value.items.size() == 2);
  CHECK(write::soup_item_text(read.value.items[0]) == write::soup_item_text(reg.items[0]));
  CHECK(write::soup_item_text(read.value.items[1]) == write::soup_item_text(reg.items[1]));
}

TEST_CASE("a member that the format does not know is refused with its line and column") {
  check_problem("\"titel\": \"zlib\"", "line 4, column 3", "\"/titel\" is no member that is known here");
  check_problem("\"manufacturer\": {\"nme\": \"x\"}", "line 4, column 20", "there are: name, url, email");
  check_problem("\"anomalies\": [{\"id\": \"1\"}, {\"id\": \"2\",\n   \"x\\\"y\": 1}]", "line 5, column 4", "is no member");
}

TEST_CASE("wrong types, dates, digests and words are refused with their line and column") {
  check_problem("\"title\": 3", "line 4, column 3", "is a number where a text is expected");
  check_problem("\"title\": [\"x\"]", "line 4, column 3", "is an array where a text is expected");
  check_problem("\"anomalies\": {}", "line 4, column 3", "is an object where a list is expected");
  check_problem("\"risk\": {\"contributes_to_hazard\": \"yes\"}", "line 4, column 12", "true or false");
  check_problem("\"monitoring\": {\"frequency_days\": -1}", "line 4, column 18", "whole number");
  check_problem("\"support\": {\"end_of_support\": \"2026-02-29\"}", "line 4, column 15", "is no date");
  check_problem("\"support\": {\"level\": \"fine\"}", "line 4, column 15", "\"actively maintained\"");
  check_problem("\"source\": {\"sha256\": \"ABC\"}", "line 4, column 14", "SHA-256");
  check_problem("\"approval\": {\"by\": \"\"}", "line 4, column 16", "is empty");
  check_problem("\"approval\": {\"role\": \"QA\"}", "line 4, column 3", "has no \"by\"");
}

TEST_CASE("what a judgement is bound to is a digest of facts: neither another judgement nor another item") {
  check_problem("\"approval\": {\"by\": \"me\", \"binds_to\": \"SOUP-002\"}", "line 4, column 28", "is no digest");
  check_problem("\"approval\": {\"by\": \"me\", \"binds_to\": \"approval\"}", "line 4, column 28", "is no digest");

  const Trace trace = sample::trace();
  SoupRegister reg = sample::complete_register(trace);
  reg.items[1].anomaly_list.binds_to = reg.items[0].facts->digest;
  MemoryHost host;
  host.add_file(kRegister, write::register_text(reg));
  for (const SoupItem& one : reg.items) host.add_file("/p/soup/items/" + one.id + ".json", write::soup_item_text(one));
  const RegisterProblem problem = only_problem(read_register(host, kRegister));
  CHECK(problem.file == "/p/soup/items/SOUP-002.json");
  CHECK(problem.text == "the judgement anomaly_list is bound to the facts of SOUP-001, which it is not about");
  CHECK(problem.place.starts_with("line "));
}

TEST_CASE("facts that somebody edited are refused") {
  const Trace trace = sample::trace();
  SoupItem item = sample::complete_register(trace).items[0];
  item.facts->files[0].sha256 = std::string(64, 'b');
  item.verification.clear();
  item.anomalies.clear();
  const RegisterProblem problem = only_problem(read_item(write::soup_item_text(item)));
  CHECK(problem.text.find("delete the member \"facts\" and run souptrace register update") != std::string::npos);
}

TEST_CASE("ids that stand twice are refused") {
  check_problem("\"anomalies\": [{\"id\": \"1\"},\n    {\"id\": \"1\"}]", "line 5, column 6", "a second time");
  check_problem("\"requirements\": {\"functional\": [{\"id\": \"F\", \"text\": \"a\"}, {\"id\": \"F\", \"text\": \"b\"}]}", "line 4, column 62", "a second time");
  const RegisterProblem other = only_problem(read_item(item_with(""), "SOUP-002"));
  CHECK(other.text == "\"/id\" is \"SOUP-001\", and the file is called \"SOUP-002.json\": both must be the same");

  MemoryHost host;
  host.add_file(kRegister, "{\"$schema\": \"urn:souptrace:register:1\", \"software_items\": [{\"name\": \"a\", \"binaries\": [\"pump\"]}, {\"name\": \"b\", \"binaries\": [\"pump\"]}]}");
  CHECK(only_problem(read_register(host, kRegister)).text == "\"/software_items/1/binaries/0\" is a binary of the software item \"a\" already");
  host.add_file(kRegister, "{\"$schema\": \"urn:souptrace:register:1\", \"product\": \"a\", \"product\": \"b\"}");
  CHECK(only_problem(read_register(host, kRegister)).text.find("occurs twice") != std::string::npos);
}

TEST_CASE("one test cannot stand for two requirements, nor two ids for one file name") {
  check_problem("\"requirements\": {\"functional\": [{\"id\": \"F\", \"text\": \"a\"}], \"performance\": [{\"id\": \"F\", \"text\": \"b\"}]}", "line 4, column 79", "a second time");
  MemoryHost host;
  host.add_file(kRegister, "{\"$schema\": \"urn:souptrace:register:1\"}");
  for (const char* id : {"SOUP-001", "Soup-001"})
    host.add_file(std::string("/p/soup/items/") + id + ".json", std::string("{\"$schema\": \"urn:souptrace:soup-item:1\", \"id\": \"") + id + "\"}");
  CHECK(only_problem(read_register(host, kRegister)).text.find("by capital letters only") != std::string::npos);
}

TEST_CASE("a misspelt gate is refused where it is set and where it is waived") {
  for (const char* text : {"\"policy\": {\"gates\": [{\"gate\": \"vuln-kevv\", \"severity\": \"error\", \"reason\": \"r\"}]}",
                           "\"waivers\": [{\"gate\": \"vuln-kevv\", \"reason\": \"r\", \"approver\": \"a\", \"expires\": \"2027-01-01\"}]"}) {
    MemoryHost host;
    host.add_file(kRegister, std::string("{\"$schema\": \"urn:souptrace:register:1\",\n") + text + "}");
    const RegisterProblem problem = only_problem(read_register(host, kRegister));
    CHECK(problem.text.find("is no gate: \"vuln-kevv\"") != std::string::npos);
    CHECK(problem.place.starts_with("line 2, column "));
  }
}

TEST_CASE("a draft never takes the id of an item that is there") {
  const Trace trace = sample::trace();
  SoupRegister reg;
  for (const char* id : {"SOUP-18446744073709551615", "SOUP-000", "SOUP-001"}) {
    reg.items.emplace_back();
    reg.items.back().id = id;
  }
  const TraceIndex index(trace);
  const auto drafts = draft_items(index, reconcile(index, reg), reg);
  REQUIRE(drafts.size() == 2);
  CHECK(drafts[0].id == "SOUP-002");
  CHECK(drafts[1].id == "SOUP-003");
}

TEST_CASE("a merge conflict is called one, with its line") {
  const RegisterProblem problem = only_problem(read_item("{\n  \"$schema\": \"urn:souptrace:soup-item:1\",\n<<<<<<< HEAD\n  \"id\": \"SOUP-001\"\n=======\n  \"id\": \"SOUP-002\"\n>>>>>>> other\n}\n"));
  CHECK(problem.place == "line 3, column 1");
  CHECK(problem.text.find("merge conflict") != std::string::npos);
}

TEST_CASE("a file that is cut anywhere is refused, and never half a register") {
  const Trace trace = sample::trace();
  const std::string whole = write::soup_item_text(sample::complete_register(trace).items[0]);
  for (std::size_t size = 0; size + 2 < whole.size(); size += 7) {
    const RegisterFiles files = read_item(whole.substr(0, size));
    INFO(size);
    CHECK_FALSE(files.ok());
    CHECK(files.value.items.empty());
  }
}

TEST_CASE("a newer format, an array and an unreadable file are told") {
  CHECK(only_problem(read_item("{\"$schema\": \"urn:souptrace:soup-item:2\", \"id\": \"SOUP-001\"}")).text.find("is not the format that this souptrace reads") != std::string::npos);
  CHECK(only_problem(read_item("[]")).text == "is no JSON object");
  MemoryHost host;
  CHECK(only_problem(read_register(host, kRegister)).file == kRegister);
}

TEST_CASE("an update changes the facts and no other byte of an item") {
  const Trace trace = sample::trace();
  const SoupRegister reg = sample::complete_register(trace);
  std::string text = write::soup_item_text(reg.items[1]);
  const std::size_t title = text.find("\"title\"");
  text.insert(title, "  \t");  // as somebody's editor left it
  MemoryHost host;
  host.add_file(kRegister, write::register_text(reg));
  host.add_file("/p/soup/items/SOUP-002.json", text);
  host.add_file("/p/soup/items/SOUP-001.json", write::soup_item_text(reg.items[0]));
  Trace changed = trace;
  changed.files[2].sha256 = std::string(64, '5');
  const RegisterFiles files = read_register(host, kRegister);
  REQUIRE(files.ok());
  const TraceIndex index(changed);
  const auto plan = plan_update(index, files);
  // The samples' approvals are of no real digest: both items have something to say.
  const auto zlib = std::find_if(plan.begin(), plan.end(), [](const ItemUpdate& one) { return one.id == "SOUP-002"; });
  REQUIRE(zlib != plan.end());
  CHECK(zlib->added == std::vector<std::string>{"file libz.a " + std::string(64, '5')});
  CHECK(zlib->removed == std::vector<std::string>{"file libz.a " + sample::kZlibDigest});
  CHECK(zlib->facts.stale == std::vector<std::string>{"architecture/verification", "verification/F1/TC-1", "verification/P1/TC-1", "anomaly_list", "anomalies/#1", "approval"});
  const auto updated = with_member(text, "facts", write::soup_facts_text(zlib->facts));
  REQUIRE(updated.ok());
  const std::size_t facts = text.find("\"facts\"");
  CHECK(updated->substr(0, facts) == text.substr(0, facts));
  host.add_file("/p/soup/items/SOUP-002.json", *updated);
  const RegisterFiles again = read_register(host, kRegister);
  CHECK(again.ok());
  for (const ItemUpdate& one : plan_update(index, again)) CHECK(one.id == "SOUP-001");
}

TEST_CASE("a member is put into an object that lacks it, or replaced, and what is no object is an error") {
  CHECK(*with_member("{}", "a", "1") == "{\n \"a\": 1\n}");
  CHECK(*with_member("{\n \"x\": [1, {}]\n}\n", "a", "{}") == "{\n \"x\": [1, {}],\n \"a\": {}\n}\n");
  CHECK(*with_member("{\"a\" : {\"a\": 2}, \"b\": 3}", "a", "null") == "{\"a\" : null, \"b\": 3}");
  CHECK_FALSE(with_member("[1]", "a", "1").ok());
  CHECK_FALSE(with_member("{\"a\": ", "a", "1").ok());
}
