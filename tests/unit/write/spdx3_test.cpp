// SPDX-License-Identifier: Apache-2.0
#include "write/spdx3.hpp"

#include "unit/write/contains.hpp"
#include "unit/write/json_strings.hpp"
#include "unit/write/random_trace.hpp"
#include "unit/write/sample_trace.hpp"
#include "write/trace_json.hpp"

// The whole documents of the sample trace are compared and validated by tests/documents; here is what they
// cannot show.
using namespace souptrace;
using sample::count;
using sample::distinct;
using sample::strings_after;

namespace {

std::string spdx(const Trace& trace, std::size_t binary = 0, const std::string& timestamp = "") {
  return write::spdx3(trace, trace.binaries.at(binary), timestamp);
}

/// The members of the relationship of this type that starts at `from`; "" when there is none.
std::string relationship(const std::string& text, const std::string& type, const std::string& from) {
  for (std::size_t at = 0; (at = text.find("\"relationshipType\": \"" + type + '"', at)) != std::string::npos;
       ++at) {
    const std::string found = text.substr(at, text.find("\n  }", at) - at);
    if (found.find('#' + from + "\",\n   \"to\"") != std::string::npos) return found;
  }
  return "";
}

void check_references(const std::string& text) {
  const std::vector<std::string> ids = strings_after(text, "\"spdxId\": \"");
  const std::set<std::string> known = distinct(ids);
  CHECK(known.size() == ids.size());
  const std::string prefix = ids.at(0).substr(0, ids.at(0).find('#') + 1);
  for (const std::string& rest : strings_after(text, '"' + prefix)) {
    INFO(rest);
    REQUIRE(known.count(prefix + rest) == 1);
  }
}

}  // namespace

TEST_CASE("the same trace gives the same SPDX document, and another one identifiers of its own") {
  const Trace trace = sample::trace();
  const std::string text = spdx(trace);
  CHECK(text == spdx(*write::read_trace_json(write::trace_json(trace))));
  Trace changed = trace;
  changed.components.front().license.expression = "MIT";
  const auto first_id = [](const std::string& document) {
    return strings_after(document, "urn:uuid:").at(0);
  };
  CHECK(first_id(text) != first_id(spdx(changed)));
  CHECK(first_id(text) != first_id(spdx(trace, 1)));
  CHECK(text.find("00000000-0000") == std::string::npos);
}

TEST_CASE("every SPDX identifier stands once, and what is named is there") {
  check_references(spdx(sample::trace(), 0));
  check_references(spdx(sample::trace(), 1));
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Trace trace = sample::random_trace(seed);
    INFO("seed " << seed);
    for (const TraceBinary& binary : trace.binaries) check_references(write::spdx3(trace, binary, ""));
  }
}

TEST_CASE("a document without a time says that it is withheld") {
  const Trace trace = sample::trace();
  CHECK_THAT(spdx(trace),
             ContainsSubstring("\"created\": \"1970-01-01T00:00:00Z\"") && ContainsSubstring("withheld"));
  const std::string timed = spdx(trace, 0, "2026-11-22T10:00:00Z");
  CHECK_THAT(timed,
             ContainsSubstring("\"created\": \"2026-11-22T10:00:00Z\"") && !ContainsSubstring("withheld"));
}

TEST_CASE("links start at the file that the linker wrote, and tell static from dynamic") {
  const std::string text = spdx(sample::trace());
  const std::string fixed = relationship(text, "hasStaticLink", "file:build:pump");
  CHECK_THAT(fixed,
             ContainsSubstring("libz.a\"") && ContainsSubstring("main.cpp.o\"") && !ContainsSubstring(".so"));
  CHECK_THAT(fixed, ContainsSubstring("\"completeness\": \"incomplete\"") &&
                        ContainsSubstring("\"scope\": \"build\""));
  const std::string loaded = relationship(text, "hasDynamicLink", "file:build:pump");
  CHECK_THAT(loaded, ContainsSubstring("libssl.so.3\"") && ContainsSubstring("libpump_alarm.so\"") &&
                         !ContainsSubstring("libcrypto"));
  const std::string ssl =
      relationship(text, "hasDynamicLink", "file:system:usr/lib/x86_64-linux-gnu/libssl.so.3");
  CHECK_THAT(ssl, ContainsSubstring("libcrypto.so.3\"") && ContainsSubstring("\"scope\": \"runtime\""));
  CHECK(text.find("libm.so.6") == std::string::npos);  // dropped
}

TEST_CASE("what a component's licence is nobody concludes but who writes the document") {
  const std::string text = spdx(sample::trace());
  CHECK_THAT(relationship(text, "hasConcludedLicense", "component:declared:tinycrc@1.0"),
             ContainsSubstring("#license:MIT\""));
  CHECK_THAT(relationship(text, "hasDeclaredLicense", "component:declared:tinycrc@1.0"),
             ContainsSubstring("NoAssertionLicense"));
  const std::string libc = "component:deb:libc6@2.36-9+deb12u10:amd64";
  CHECK_THAT(relationship(text, "hasConcludedLicense", libc), ContainsSubstring("NoAssertionLicense"));
  CHECK_THAT(relationship(text, "hasDeclaredLicense", libc),
             ContainsSubstring("#license:LGPL-2.1-or-later\""));
}

TEST_CASE("a licence that is on no list has an element that tells where its text is") {
  Trace trace = sample::trace();
  for (Component& component : trace.components)
    if (component.name == "libc6")
      component.license = {"MIT AND LicenseRef-libc6", "system:usr/share/doc/libc6/copyright",
                           std::string(64, 'a')};
  const std::string text = spdx(trace);
  CHECK_THAT(text,
             ContainsSubstring("\"key\": \"LicenseRef-libc6\"") && ContainsSubstring("SimpleLicensingText") &&
                 ContainsSubstring("The text stands in system:usr/share/doc/libc6/copyright, SHA-256 aaaa"));
  check_references(text);
}

TEST_CASE("what ships is the distribution artifact, with a build of its own for each step's tools") {
  const std::string text = spdx(sample::trace(), 1);
  const std::string artifacts = relationship(text, "hasDistributionArtifact", "binary:pump_alarm");
  CHECK_THAT(artifacts, ContainsSubstring("libpump_alarm.hex\"") && ContainsSubstring("libpump_alarm.so\"") &&
                            !ContainsSubstring("file:build"));
  CHECK_THAT(relationship(text, "copiedTo", "file:build:libpump_alarm.so"),
             ContainsSubstring("shipped:install:lib/libpump_alarm.so\"") && !ContainsSubstring(".hex"));
  CHECK_THAT(relationship(text, "usesTool", "build:shipped:install:lib/libpump_alarm.hex"),
             ContainsSubstring("objcopy"));
  Trace unshipped = sample::trace();
  unshipped.binaries.at(1).shipped.clear();
  CHECK_THAT(relationship(spdx(unshipped, 1), "hasDistributionArtifact", "binary:pump_alarm"),
             ContainsSubstring("#file:build:libpump_alarm.so\""));
}

TEST_CASE("without a supplier the program is the author, and nobody else is made up") {
  Trace trace = sample::trace();
  trace.product.supplier.clear();
  const std::string text = spdx(trace);
  CHECK(count(text, "\"type\": \"SoftwareAgent\"") == 1);
  CHECK_THAT(text, !ContainsSubstring("Acme"));
  check_references(text);
}
