// SPDX-License-Identifier: Apache-2.0
#include "unit/write/contains.hpp"
#include "unit/write/sample_trace.hpp"
#include "write/trace_json.hpp"

using namespace souptrace;

namespace {

const std::string& good() {
  static const std::string text = write::trace_json(sample::trace());
  return text;
}

/// The sample trace's document with the first `from` replaced.
std::string with(const std::string& from, const std::string& to) {
  std::string text = good();
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

Error error_of(const std::string& text) {
  const auto trace = write::read_trace_json(text);
  REQUIRE_FALSE(trace.ok());
  return trace.error();
}

std::string malformed(const std::string& text) {
  const Error error = error_of(text);
  CHECK(error.code == "trace-malformed");
  return error.describe();
}

}  // namespace

TEST_CASE("a trace that is cut anywhere is refused, with the byte") {
  for (std::size_t size = 0; size + 2 < good().size(); size += size < 1000 ? 1 : 97) {
    const Error error = error_of(good().substr(0, size));
    INFO("cut to " << size);
    REQUIRE(error.code == "trace-malformed");
    REQUIRE(error.offset.has_value());
    REQUIRE(*error.offset <= size + 1);
  }
}

TEST_CASE("every byte of a small part of the document may be spoilt without a crash") {
  std::string text = good();
  for (std::size_t at = 0; at < 2500; at += 3) {
    const char kept = text[at];
    for (const char spoilt : {'"', '}', ']', ',', '9', '\x80', '\0'}) {
      text[at] = spoilt;
      (void)write::read_trace_json(text).ok();
    }
    text[at] = kept;
  }
  CHECK(text == good());
}

TEST_CASE("what is no trace is refused by what it is") {
  CHECK_THAT(malformed(""), ContainsSubstring("not a JSON document"));
  CHECK_THAT(malformed("null"), ContainsSubstring("not a JSON object"));
  CHECK_THAT(malformed("[]"), ContainsSubstring("not a JSON object"));
  CHECK_THAT(malformed("3"), ContainsSubstring("not a JSON object"));
  CHECK_THAT(malformed("{}"), ContainsSubstring("is it a trace?"));
  CHECK_THAT(malformed(R"({"bomFormat": "CycloneDX", "components": []})"),
             ContainsSubstring("is it a trace?"));
  CHECK_THAT(malformed(good() + "x"), ContainsSubstring("not a JSON document"));
  CHECK_THAT(malformed("\xFF\xFE{"), ContainsSubstring("not a JSON document"));
}

TEST_CASE("a newer format is told apart from damage, wherever its number stands and whatever else it has") {
  CHECK(error_of(with("\"format\": 1", "\"format\": 2")).code == "trace-version");
  CHECK(error_of(with("\"format\": 1", "\"new\": [{\"a\": 1}], \"format\": 99")).code == "trace-version");
  std::string last = with(" \"format\": 1,\n", "");
  last.replace(last.rfind('}'), 1, ", \"unheard\": {}, \"format\": 2}");
  CHECK(error_of(last).code == "trace-version");
  CHECK_THAT(error_of(with("\"format\": 1", "\"format\": 7")).text,
             ContainsSubstring("format 7") && ContainsSubstring("up to format 1"));
  CHECK_THAT(malformed(with("\"format\": 1", "\"format\": 0")), ContainsSubstring("/format"));
  CHECK_THAT(malformed(with("\"format\": 1", "\"format\": \"1\"")), ContainsSubstring("/format"));
  CHECK_THAT(malformed(with("urn:souptrace:trace:1", "urn:souptrace:trace:0")),
             ContainsSubstring("/$schema"));
}

TEST_CASE("a wrong type is named with its place as a JSON pointer") {
  CHECK_THAT(malformed(with("\"generator\": \"Ninja\"", "\"generator\": 5")),
             ContainsSubstring("/generator: expected a text, found a number"));
  CHECK_THAT(malformed(with("\"size\": 713", "\"size\": \"713\"")),
             ContainsSubstring("/binaries/0/size: expected a number, found a text"));
  CHECK_THAT(malformed(with("\"bytes\": 96", "\"bytes\": null")),
             ContainsSubstring("/binaries/0/inputs/5/bytes: expected a number, found null"));
  CHECK_THAT(malformed(with("\"complete\": false", "\"complete\": 0")),
             ContainsSubstring("/binaries/0/completeness/complete"));
  CHECK_THAT(malformed(with("\"installDestinations\": [\"bin\"]", "\"installDestinations\": \"bin\"")),
             ContainsSubstring("/binaries/0/installDestinations: expected a list, found a text"));
  CHECK_THAT(malformed(with("\"installDestinations\": [\"bin\"]", "\"installDestinations\": [\"bin\", 1]")),
             ContainsSubstring("/binaries/0/installDestinations/1"));
  CHECK_THAT(malformed(with("\"path\": \"source:src/dose.hpp\"", "\"path\": \"/src/dose.hpp\"")),
             ContainsSubstring("/files/1/path"));
  CHECK_THAT(malformed(with("\"tier\": \"declared\"", "\"tier\": \"sure\"")),
             ContainsSubstring("/files/0/owner/chosen/tier") && ContainsSubstring("sure"));
  CHECK_THAT(
      malformed(with("\"properties\": {\"architecture\": \"amd64\"", "\"properties\": {\"a/b~c\": []")),
      ContainsSubstring("/components/0/properties/a~1b~0c"));
}

TEST_CASE("a list with something else than objects is refused") {
  CHECK_THAT(
      malformed(
          R"({"$schema": "urn:souptrace:trace:1", "format": 1, "toolVersion": "", "product": {}, "binaries": [], "components": [],
    "files": [5], "findings": []})"),
      ContainsSubstring("/files/0: expected an object, found a number"));
  CHECK_THAT(
      malformed(
          R"({"$schema": "urn:souptrace:trace:1", "format": 1, "toolVersion": "", "product": {}, "binaries": {"a": [{}]},
    "components": [], "files": [], "findings": []})"),
      ContainsSubstring("/binaries: expected a list"));
  CHECK_THAT(malformed(with("\"inputs\": [", "\"inputs\": [[{}],")), ContainsSubstring("/inputs/0"));
}

TEST_CASE("missing, unknown and repeated members are refused") {
  CHECK_THAT(malformed(with("\"role\": \"object\", ", "")),
             ContainsSubstring("/binaries/0/inputs/0: has no member \"role\""));
  CHECK_THAT(malformed(with("\"role\": \"object\"", "\"roll\": 1, \"role\": \"object\"")),
             ContainsSubstring("/binaries/0/inputs/0: has the unknown member \"roll\""));
  CHECK_THAT(malformed(with("\"generator\": \"Ninja\"", "\"generator\": \"Ninja\", \"generator\": \"Make\"")),
             ContainsSubstring("twice"));
  CHECK_THAT(malformed(with("\"generator\"", "\"extra\": [{}], \"generator\"")),
             ContainsSubstring("unknown member \"extra\""));
  CHECK_THAT(malformed(with("\"generator\"", "\"extra\": {}, \"generator\"")),
             ContainsSubstring("unknown member \"extra\""));
  CHECK_THAT(malformed(with(" \"findings\": [", " \"finding\": [")),
             ContainsSubstring("unknown member \"finding\""));
}

TEST_CASE("numbers that do not fit are refused") {
  for (const char* number : {"-1", "1.5", "18446744073709551616", "1e30", "1e400", "-0.0"}) {
    INFO(number);
    CHECK_THAT(malformed(with("\"size\": 713", std::string("\"size\": ") + number)),
               ContainsSubstring("size") || ContainsSubstring("not a JSON document"));
  }
}

TEST_CASE("ids that name nothing, or two things, are refused") {
  CHECK_THAT(malformed(with("{\"file\": \"f7\"", "{\"file\": \"f70\"")), ContainsSubstring("f70"));
  CHECK_THAT(malformed(with("\"object\": \"f6\"", "\"object\": \"x\"")), ContainsSubstring("\"x\""));
  CHECK_THAT(malformed(with("\"neededBy\": \"f10\"", "\"neededBy\": \"f\"")), ContainsSubstring("\"f\""));
  CHECK_THAT(malformed(with("{\"id\": \"f2\"", "{\"id\": \"f1\"")), ContainsSubstring("\"f1\""));
  CHECK_THAT(malformed(with("\"id\": \"declared:tinycrc@1.0\"", "\"id\": \"declared:other\"")),
             ContainsSubstring("declared:tinycrc@1.0"));
  CHECK_THAT(malformed(with("\"name\": \"pump_alarm\"", "\"name\": \"pump\"")),
             ContainsSubstring("binary \"pump\""));
}

TEST_CASE("a binary whose name would lead out of the directory of its documents is refused") {
  for (const char* name : {"../pump", "..", ".", "", "/etc/pump", "a/b", "a\\\\b", "a\\nb", "a\\u0000b"})
    CHECK_THAT(malformed(with("\"name\": \"pump_alarm\"", "\"name\": \"" + std::string(name) + "\"")), ContainsSubstring("no file name"));
}

TEST_CASE("deep nesting is refused and costs no stack") {
  const std::string deep(1'000'000, '[');
  CHECK_THAT(malformed("{\"a\": " + deep),
             ContainsSubstring("nested") || ContainsSubstring("not a JSON document"));
  CHECK_THAT(malformed("{\"a\": " + deep + std::string(1'000'000, ']') + "}"), ContainsSubstring("nested"));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  CHECK_THAT(malformed(objects), ContainsSubstring("nested") || ContainsSubstring("not a JSON document"));
}

TEST_CASE("a hostile name in an error cannot steer the terminal and is cut") {
  const std::string text =
      malformed(with("\"generator\"", "\"\\u001b[2J" + std::string(5000, 'x') + "\": 1, \"generator\""));
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.size() < 400);
}

TEST_CASE(
    "a list of two hundred thousand elements is read well within the test's time limit, which a quadratic "
    "reader is not") {
  constexpr std::size_t kCount = 200'000;
  std::string text =
      R"({"$schema": "urn:souptrace:trace:1", "format": 1, "toolVersion": "", "product": {}, "binaries": [], "components": [],
    "files": [], "findings": [], "toolchains": [)";
  for (std::size_t i = 0; i < kCount; ++i) text += std::string(i == 0 ? "" : ",") + "{\"language\": \"C\"}";
  const auto trace = write::read_trace_json(text + "]}");
  REQUIRE(trace.ok());
  CHECK(trace->toolchains.size() == kCount);
}
