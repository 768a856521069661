// SPDX-License-Identifier: Apache-2.0
#include "write/show.hpp"

#include "unit/write/contains.hpp"
#include "unit/write/random_trace.hpp"
#include "unit/write/sample_trace.hpp"
#include "write/explain.hpp"

// The whole texts of the sample trace are compared by tests/documents; here is what they cannot show.
using namespace souptrace;

namespace {

std::string shown(const Trace& trace, std::string_view binary = "", write::TextOptions options = {}) {
  const auto text = write::show(trace, binary, options);
  REQUIRE(text.ok());
  return *text;
}

/// Nothing but printable text and line ends.
bool is_tame(const std::string& text) {
  for (const char c : text)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) return false;
  return true;
}

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    longest = std::max(longest, write::display_width(text.substr(start, end - start)));
    start = end + 1;
  }
  return longest;
}

}  // namespace

TEST_CASE("one binary is shown by its name, path or file name, with its findings only") {
  const Trace trace = sample::trace();
  for (const char* name : {"pump_alarm", "build:libpump_alarm.so", "libpump_alarm.so"}) {
    const std::string text = shown(trace, name);
    CHECK_THAT(text, ContainsSubstring("pump_alarm - ELF"));
    CHECK_THAT(text, !ContainsSubstring("libssl3"));
    CHECK_THAT(text, ContainsSubstring("1 finding:"));
    CHECK_THAT(text, ContainsSubstring("runtime-missing"));
  }
}

TEST_CASE("what is found about the build as a whole is shown with each binary") {
  Trace trace = sample::trace();
  trace.findings.push_back(
      {"database-broken", Severity::error, "system:var/lib/dpkg/status", "cut", "", false});
  for (const TraceBinary& binary : trace.binaries)
    CHECK_THAT(shown(trace, binary.name), ContainsSubstring("database-broken"));
}

TEST_CASE("an unknown binary is an error that lists those there are") {
  const auto text = write::show(sample::trace(), "pumpe", {});
  REQUIRE_FALSE(text.ok());
  CHECK(text.error().code == "binary-unknown");
  CHECK_THAT(text.error().text, ContainsSubstring("\"pumpe\"") && ContainsSubstring("pump, pump_alarm"));
  CHECK(write::show_json(sample::trace(), "pumpe").error().code == "binary-unknown");
  CHECK(write::show(Trace{}, "pump", {}).error().text == "the trace has no binary at all");
}

TEST_CASE("two binaries with one file name are told apart") {
  Trace trace = sample::trace();
  trace.binaries.at(0).path.path = "a/tool";
  trace.binaries.at(1).path.path = "b/tool";
  const auto text = write::show(trace, "tool", {});
  REQUIRE_FALSE(text.ok());
  CHECK_THAT(text.error().text, ContainsSubstring("several"));
  CHECK(write::show(trace, "b/tool", {}).ok());
}

TEST_CASE("an empty trace is shown as what it is") {
  CHECK(shown(Trace{}) == "0 binaries\n\nno findings\n");
}

TEST_CASE("lines keep to the width wherever no single name is longer") {
  const Trace trace = sample::trace();
  CHECK(longest_line(shown(trace, "", {.unicode = true, .width = 160})) <= 160);
  CHECK(longest_line(shown(trace, "", {.unicode = true, .width = 120})) <= 120);
  CHECK(longest_line(shown(trace, "", {.width = 85})) <= 85);
  for (const unsigned width : {0U, 1U, 20U})
    CHECK_THAT(shown(trace, "", {.width = width}), ContainsSubstring("zlib1g-dev 1:1.2.13.dfsg-1"));
}

TEST_CASE("colours change nothing but the colours") {
  const Trace trace = sample::trace();
  std::string text = shown(trace, "", {.colours = true});
  CHECK_THAT(text, ContainsSubstring("\x1b["));
  for (std::size_t at = 0; (at = text.find('\x1b', at)) != std::string::npos;)
    text.erase(at, text.find('m', at) - at + 1);
  CHECK(text == shown(trace));
}

TEST_CASE("many findings of one code are summed up") {
  Trace trace;
  for (int i = 0; i < 1234; ++i)
    trace.findings.push_back(
        {"owner-unknown", Severity::warning, "source:f" + std::to_string(i), "nobody", "Declare it.", false});
  const std::string text = shown(trace);
  CHECK_THAT(text, ContainsSubstring("1,234 findings: 1,234 warnings"));
  CHECK_THAT(text, ContainsSubstring("owner-unknown (1,234)"));
  CHECK_THAT(text, ContainsSubstring("and 1,229 more"));
  CHECK(text.size() < 1000);
}

TEST_CASE("findings of one code keep their own remedies, and share one that is the same") {
  Trace trace = sample::trace();
  trace.findings = {{"package-db-mismatch", Severity::error, "a", "differs", "Reinstall a"},
                    {"package-db-mismatch", Severity::error, "b", "differs", "Ask b's supplier"},
                    {"package-db-mismatch", Severity::error, "c", "differs", "Ask b's supplier"}};
  const std::string text = shown(trace);
  CHECK_THAT(text, ContainsSubstring("    a\n      differs\n    -> Reinstall a\n    b\n      differs\n    "
                                     "c\n      differs\n    -> Ask b's supplier\n"));
}

TEST_CASE("hostile names and random values never reach the terminal raw, and never crash a writer") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Trace trace = sample::random_trace(seed);
    INFO("seed " << seed);
    REQUIRE(is_tame(shown(trace, "", {.unicode = true, .width = seed * 3})));
    REQUIRE(write::show_json(trace, "").ok());
    for (const TraceFile& file : trace.files) {
      const auto text = write::explain(trace, file.id, {.unicode = true, .width = seed * 3});
      REQUIRE(text.ok() == write::explain_json(trace, file.id).ok());
      REQUIRE(is_tame(text ? *text : text.error().text));
    }
    for (const Component& component : trace.components) {
      const auto text = write::explain(trace, component.id, {});
      REQUIRE(is_tame(text ? *text : text.error().text));
    }
    for (const TraceBinary& binary : trace.binaries) {
      const auto text = write::explain(trace, binary.name, {});
      REQUIRE(is_tame(text ? *text : text.error().text));
    }
  }
}

TEST_CASE("a trace whose ids lead nowhere is still shown and explained") {
  Trace trace = sample::trace();
  trace.files.clear();
  trace.components.clear();
  CHECK_THAT(shown(trace), ContainsSubstring("pump"));
  const auto text = write::explain(trace, "pump", {});
  REQUIRE(text.ok());
  CHECK_THAT(*text, ContainsSubstring("linked: f7"));
}

TEST_CASE(
    "a component is explained by every file of it in each binary, with the claims, the tier and the "
    "comparison of digests") {
  Trace trace = sample::trace();
  TraceFile& header = trace.files.at(
      static_cast<std::size_t>(&sample::file_at(trace, "system:usr/include/zlib.h") - trace.files.data()));
  header.owner.chosen.rule = "dpkg: listed path, MD5 equal";
  header.owner.chosen.evidence = {
      {"dpkg", "/var/lib/dpkg/info/zlib1g-dev.md5sums", "MD5 0123 is the file's"}};
  header.owner.losing = {{"", Tier::declared, "declared: PATHS holds the file", {}}};
  const std::string id = header.owner.chosen.component;
  REQUIRE_FALSE(id.empty());
  const auto text = write::explain(trace, id, {});
  REQUIRE(text.ok());
  CHECK_THAT(*text,
             ContainsSubstring("compiled in: system:usr/include/zlib.h") &&
                 ContainsSubstring(header.sha256) &&
                 ContainsSubstring("rule       dpkg: listed path, MD5 equal") &&
                 ContainsSubstring("dpkg: MD5 0123 is the file's (/var/lib/dpkg/info/zlib1g-dev.md5sums)") &&
                 ContainsSubstring("not        nobody that is known, declared") &&
                 ContainsSubstring("package-db-verified"));
  const auto json = write::explain_json(trace, id);
  REQUIRE(json.ok());
  CHECK_THAT(*json, ContainsSubstring("\"files\": [") && ContainsSubstring("MD5 0123 is the file's"));
}

TEST_CASE("explain says what it did not find, what is like it, and what a word may mean") {
  const auto nothing = write::explain(sample::trace(), "libzz.a", {});
  REQUIRE_FALSE(nothing.ok());
  CHECK(nothing.error().code == "nothing-found");
  CHECK_THAT(nothing.error().text, ContainsSubstring("did you mean libz.a"));
  Trace trace = sample::trace();
  trace.files.at(1).path.path = "other/zlib.h";
  const auto several = write::explain(trace, "zlib.h", {});
  REQUIRE_FALSE(several.ok());
  CHECK(several.error().code == "ambiguous");
  CHECK_THAT(several.error().text,
             ContainsSubstring("one of 2:\n  source:other/zlib.h\n  system:usr/include/zlib.h"));
}

TEST_CASE("a header that very many objects read is explained by the first of them, and by all in JSON") {
  Trace trace = sample::trace();
  TraceBinary& pump = trace.binaries.at(0);
  const std::string header = sample::file_at(trace, "system:usr/include/zlib.h").id;
  for (int i = 0; i < 40; ++i) {
    const std::string path = "build:o" + std::to_string(100 + i) + ".o";
    sample::add_file(trace, path, {});
    pump.inputs.push_back(sample::input(trace, path, Role::object, Use::linked, "on the link line"));
    trace.compilations.push_back({trace.files.back().id, "", {header}, "depfile"});
  }
  const auto text = write::explain(trace, "zlib.h", {});
  REQUIRE(text.ok());
  CHECK_THAT(*text, ContainsSubstring("and 31 more objects") && ContainsSubstring("build:o100.o") &&
                        !ContainsSubstring("build:o139.o"));
  CHECK_THAT(*write::explain_json(trace, "zlib.h"), ContainsSubstring("build:o139.o"));
}

TEST_CASE("the files that a binary ships as are shown with their steps and digests") {
  Trace trace = sample::trace();
  const std::string text = shown(trace, "pump");
  CHECK_THAT(text, ContainsSubstring("ships as install:bin/pump (rpath, strip)"));
  CHECK_THAT(text, ContainsSubstring("sha256 " + trace.binaries[0].shipped[0].sha256));
  CHECK_THAT(text, !ContainsSubstring("libpump_alarm.hex"));
  const auto json = write::show_json(trace, "pump");
  REQUIRE(json.ok());
  CHECK_THAT(*json, ContainsSubstring("\"path\": \"install:bin/pump\""));
  trace.binaries[0].shipped[0].steps.clear();
  CHECK_THAT(shown(trace, "pump"), ContainsSubstring("ships as install:bin/pump (no recorded step explains it)"));
}

TEST_CASE("an unexplained file's finding is shown with its binary only") {
  Trace trace = sample::trace();
  trace.findings.push_back({"shipped-file-unexplained", Severity::error, "install:bin/pump", "was changed", "", false});
  CHECK_THAT(shown(trace, "pump"), ContainsSubstring("shipped-file-unexplained"));
  CHECK_THAT(shown(trace, "pump_alarm"), !ContainsSubstring("shipped-file-unexplained"));
}

TEST_CASE("many shipped files of one binary are summed up") {
  Trace trace = sample::trace();
  const ShippedFile one = trace.binaries[0].shipped[0];
  trace.binaries[0].shipped.assign(30, one);
  CHECK_THAT(shown(trace, "pump"), ContainsSubstring("and as 10 more files (--json lists all)"));
}

TEST_CASE("a shipped file is explained step by step, with the digests before and after") {
  Trace trace = sample::trace();
  const ShippedFile& file = trace.binaries[0].shipped[0];
  for (const char* query : {"install:bin/pump", "bin/pump"}) {
    const auto text = write::explain(trace, query, {});
    REQUIRE(text.ok());
    CHECK_THAT(*text, ContainsSubstring("install:bin/pump\n  made of    pump (build:pump)"));
    CHECK_THAT(*text, ContainsSubstring("linked as  " + trace.binaries[0].sha256));
    CHECK_THAT(*text, ContainsSubstring("tool       GNU strip 2.40"));
    CHECK_THAT(*text, ContainsSubstring("before     " + file.steps[1].sha256_before));
    CHECK_THAT(*text, ContainsSubstring("after      " + file.sha256));
  }
  const auto json = write::explain_json(trace, "install:bin/pump");
  REQUIRE(json.ok());
  CHECK_THAT(*json, ContainsSubstring("\"kind\": \"shipped-file\""));
  CHECK_THAT(*json, ContainsSubstring("\"binary\": \"pump\""));
}

TEST_CASE("a shipped file that no step explains is explained with its finding") {
  Trace trace = sample::trace();
  trace.binaries[0].shipped[0].steps.clear();
  trace.findings.push_back({"shipped-file-unexplained", Severity::error, "install:bin/pump", "was changed in .text", "Find out.", false});
  const auto text = write::explain(trace, "install:bin/pump", {});
  REQUIRE(text.ok());
  CHECK_THAT(*text, ContainsSubstring("no recorded step explains it"));
  CHECK_THAT(*text, ContainsSubstring("was changed in .text [shipped-file-unexplained]"));
  const auto json = write::explain_json(trace, "install:bin/pump");
  REQUIRE(json.ok());
  CHECK_THAT(*json, ContainsSubstring("was changed in .text"));
}

TEST_CASE("a binary and the files made of it are no two meanings of one name") {
  Trace trace = sample::trace();
  trace.binaries[0].path.path = "bin/pump";
  const auto text = write::explain(trace, "bin/pump", {});
  REQUIRE(text.ok());
  CHECK_THAT(*text, ContainsSubstring("pump (build:bin/pump)\n"));
  CHECK_THAT(*text, ContainsSubstring("install:bin/pump\n"));
  trace.binaries[1].path.path = "also/bin/pump";
  trace.binaries[1].shipped[0].path.path = "bin/pump";
  CHECK(write::explain(trace, "bin/pump", {}).error().code == "ambiguous");
}
