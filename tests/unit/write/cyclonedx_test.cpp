// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx.hpp"

#include "unit/write/contains.hpp"
#include "unit/write/random_trace.hpp"
#include "unit/write/sample_trace.hpp"
#include "write/bom_plan.hpp"
#include "write/trace_json.hpp"

// The whole documents of the sample trace are compared and validated by tests/documents; here is what they
// cannot show.
using namespace souptrace;

namespace {

std::string bom(const Trace& trace, std::size_t binary = 0, const write::CycloneDxOptions& options = {}) {
  return write::cyclonedx(trace, trace.binaries.at(binary), options);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++n;
  return n;
}

std::string serial_of(const std::string& text) {
  const auto at = text.find("urn:uuid:");
  REQUIRE(at != std::string::npos);
  return text.substr(at, 45);
}

}  // namespace

TEST_CASE("the same trace gives the same document, and another one another serial number") {
  const Trace trace = sample::trace();
  CHECK(bom(trace) == bom(*write::read_trace_json(write::trace_json(trace))));
  Trace changed = trace;
  changed.files.front().sha256.front() ^= 1;
  CHECK(serial_of(bom(trace)) != serial_of(bom(changed)));
  CHECK(serial_of(bom(trace, 0)) != serial_of(bom(trace, 1)));
  CHECK(serial_of(bom(trace)) != serial_of(bom(trace, 0, {write::CycloneDxVersion::v1_6, ""})));
}

TEST_CASE("a time stands in the document only when one is given") {
  const Trace trace = sample::trace();
  CHECK(count(bom(trace), "timestamp") == 0);
  CHECK(count(bom(trace, 0, {write::CycloneDxVersion::v1_7, "2026-11-22T10:00:00Z"}),
              "\"timestamp\": \"2026-11-22T10:00:00Z\"") == 1);
}

TEST_CASE("what was fetched without a digest was fetched from an archive, not from a page") {
  Trace trace = sample::trace();
  CHECK(count(bom(trace), "\"type\": \"source-distribution\"") == 1);
  for (Component& component : trace.components)
    if (component.name == "tinycrc") component.properties.clear();
  CHECK(count(bom(trace), "\"type\": \"source-distribution\"") == 0);
  for (Component& component : trace.components)
    if (component.name == "tinycrc") component.origin = "fetchcontent";
  CHECK(count(bom(trace), "\"type\": \"source-distribution\"") == 1);
}

TEST_CASE("what the linker opened and left is no component") {
  const std::string text = bom(sample::trace());
  CHECK_THAT(text, !ContainsSubstring("libm.so.6"));
  CHECK_THAT(text, ContainsSubstring("{\"name\": \"souptrace:link:dropped-inputs\", \"value\": \"1\"}"));
}

TEST_CASE("a component of which everything was dropped is not listed") {
  Trace trace = sample::trace();
  for (TraceInput& input : trace.binaries.at(0).inputs)
    if (input.file == sample::file_at(trace, "system:usr/lib/x86_64-linux-gnu/libc.so.6").id)
      input.use = Use::dropped;
  std::erase_if(trace.binaries.at(0).runtime,
                [](const TraceRuntimeLibrary& library) { return library.name == "libc.so.6"; });
  CHECK_THAT(bom(trace), !ContainsSubstring("component:deb:libc6"));
}

TEST_CASE("a component with one linked file carries its digests, one with two has them as children") {
  const Trace trace = sample::trace();
  const TraceIndex index(trace);
  const auto used = used_components(index, trace.binaries.at(0));
  const write::BomPlan plan = write::plan_bom(index, trace.binaries.at(0), used);
  bool zlib = false;
  bool ssl = false;
  for (const write::Part& part : plan.parts) {
    if (part.component != nullptr && part.component->name == "zlib1g-dev") {
      zlib = true;
      REQUIRE(part.file != nullptr);
      CHECK(part.file->file->path.path == "usr/lib/x86_64-linux-gnu/libz.a");
      CHECK(part.children.size() == 3);  // two members and the header
    }
    if (part.component != nullptr && part.component->name == "libssl3") {
      ssl = true;
      CHECK(part.file == nullptr);
      CHECK(part.children.size() == 2);
    }
  }
  CHECK(zlib);
  CHECK(ssl);
  CHECK(plan.own.size() == 5);
}

TEST_CASE("complete is said only of a complete list, and never of the inside of what was built elsewhere") {
  Trace trace = sample::trace();
  CHECK(count(bom(trace, 0), "\"aggregate\": \"complete\"") == 0);
  CHECK(count(bom(trace, 0), "\"aggregate\": \"incomplete\"") == 2);
  const std::string alarm = bom(trace, 1);
  CHECK(count(alarm, "\"aggregate\": \"complete\"") ==
        2);  // the binary, and tinycrc, which was compiled here
  trace.compilations.clear();
  CHECK(count(bom(trace, 1), "\"aggregate\": \"complete\"") == 1);
}

TEST_CASE("a purl or CPE that is none stands as a property, a licence that is not stated is said so") {
  Trace trace = sample::trace();
  for (Component& component : trace.components) {
    if (component.name != "tinycrc") continue;
    component.purl = "tinycrc 1.0";
    component.cpe = "cpe:tinycrc";
    component.license.expression = "NOASSERTION";
  }
  const std::string text = bom(trace);
  CHECK_THAT(text, !ContainsSubstring("\"cpe\":"));
  CHECK_THAT(text, ContainsSubstring(
                       "{\"name\": \"souptrace:component:invalid-purl\", \"value\": \"tinycrc 1.0\"}"));
  CHECK_THAT(
      text, ContainsSubstring("{\"name\": \"souptrace:component:invalid-cpe\", \"value\": \"cpe:tinycrc\"}"));
  CHECK_THAT(text,
             ContainsSubstring("{\"name\": \"souptrace:license:expression\", \"value\": \"NOASSERTION\"}"));
  CHECK_THAT(text, ContainsSubstring("\"field\": \"name\""));
  CHECK_THAT(text, !ContainsSubstring("\"expression\": \"NOASSERTION\""));
}

TEST_CASE("references stay unique where two names become one in UTF-8") {
  Trace trace = sample::trace();
  trace.files.at(0).path.path = "src/f\xFC.cpp";
  trace.files.at(1).path.path = "src/f%fc.cpp";
  const std::string text = bom(trace);
  CHECK(count(text, "\"bom-ref\": \"file:source:src/f%fc.cpp\"") == 1);
  CHECK(count(text, "\"bom-ref\": \"file:source:src/f%fc.cpp#2\"") == 1);
}

TEST_CASE("a contradicted owner gives no confidence") {
  Trace trace = sample::trace();
  for (TraceFile& file : trace.files)
    if (file.path.path.ends_with("libz.a")) file.owner.chosen.tier = Tier::package_db_mismatch;
  CHECK_THAT(bom(trace), ContainsSubstring(
                             "\"confidence\": 0.0,\n      \"concludedValue\": \"pkg:deb/debian/zlib1g-dev"));
}

TEST_CASE(
    "the binary's digest is that of the file that ships, when that is one, else that of the linked file") {
  Trace trace = sample::trace();
  const auto subject = [&](std::size_t binary) {
    const std::string text = bom(trace, binary);
    return text.substr(text.find("\"bom-ref\": \"binary:"), 700);
  };
  const TraceBinary& pump = trace.binaries.at(0);
  CHECK_THAT(subject(0), ContainsSubstring(pump.shipped.at(0).sha512));
  CHECK_THAT(bom(trace, 0),
             ContainsSubstring("\"notes\": \"rpath by cmake 3.25.1, strip by GNU strip 2.40\""));
  CHECK_THAT(subject(1), ContainsSubstring(trace.binaries.at(1).sha512));  // two different ones ship
  trace.binaries.at(0).shipped.push_back(pump.shipped.at(0));
  CHECK_THAT(subject(0), ContainsSubstring(pump.shipped.at(0).sha512));
  trace.binaries.at(0).shipped.clear();
  CHECK_THAT(subject(0), ContainsSubstring(pump.sha512));
  CHECK_THAT(bom(trace, 0), !ContainsSubstring("shipped:") && !ContainsSubstring("\"deliver\""));
}

TEST_CASE("a shipped file that no step explains is said to be so") {
  Trace trace = sample::trace();
  CHECK_THAT(bom(trace), !ContainsSubstring("souptrace:ship:unexplained"));
  trace.binaries.at(0).shipped.at(0).steps.clear();
  CHECK_THAT(bom(trace),
             ContainsSubstring("{\"name\": \"souptrace:ship:unexplained\", \"value\": \"true\"}"));
}

TEST_CASE("only what the environment provides is external") {
  const std::string text = bom(sample::trace());
  CHECK(count(text, "\"isExternal\": true") == 5);  // libc6, libssl3 and its two files, libbeep
  CHECK(count(bom(sample::trace(), 0, {write::CycloneDxVersion::v1_6, ""}), "isExternal") == 0);
  CHECK(count(bom(sample::trace(), 0, {write::CycloneDxVersion::v1_6, ""}), "souptrace:component:external") ==
        5);
}

TEST_CASE("a licence that souptrace_component() states is concluded, one that a package states declared") {
  Trace trace = sample::trace();
  CHECK_THAT(bom(trace), ContainsSubstring("{\"expression\": \"MIT\", \"acknowledgement\": \"concluded\"}"));
  CHECK_THAT(bom(trace), ContainsSubstring("{\"expression\": \"Zlib\", \"acknowledgement\": \"declared\"}"));
  for (Component& component : trace.components)
    if (component.name == "tinycrc") component.license.source = "file tags";
  CHECK_THAT(bom(trace), !ContainsSubstring("\"concluded\""));
}

TEST_CASE("random values never crash the writer, and bom-refs stay unique") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Trace trace = sample::random_trace(seed);
    for (const TraceBinary& binary : trace.binaries) {
      const std::string text = write::cyclonedx(trace, binary, {});
      std::vector<std::string> refs;
      const std::string key = "\"bom-ref\": ";
      for (std::size_t at = 0; (at = text.find(key, at)) != std::string::npos; ++at)
        refs.push_back(text.substr(at, text.find_first_of("\n", at) - at));
      std::sort(refs.begin(), refs.end());
      INFO("seed " << seed);
      REQUIRE(std::adjacent_find(refs.begin(), refs.end()) == refs.end());
    }
  }
}
