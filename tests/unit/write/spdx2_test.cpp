// SPDX-License-Identifier: Apache-2.0
#include "write/spdx2.hpp"

#include "unit/write/contains.hpp"
#include "unit/write/json_strings.hpp"
#include "unit/write/random_trace.hpp"
#include "unit/write/sample_trace.hpp"
#include "write/trace_json.hpp"

using namespace souptrace;
using sample::distinct;
using sample::strings_after;

namespace {

std::string spdx(const Trace& trace, std::size_t binary = 0, const std::string& timestamp = "") {
  return write::spdx2(trace, trace.binaries.at(binary), timestamp);
}

void check_references(const std::string& text) {
  const std::vector<std::string> ids = strings_after(text, "\"SPDXID\": \"");
  const std::set<std::string> known = distinct(ids);
  CHECK(known.size() == ids.size());
  for (const std::string& id : known)
    REQUIRE(id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
            std::string::npos);
  for (const char* end : {"\"spdxElementId\": \"", "\"relatedSpdxElement\": \""})
    for (const std::string& named : strings_after(text, end)) {
      INFO(named);
      REQUIRE(known.count(named) == 1);
    }
}

std::string edge(const std::string& from, const std::string& type, const std::string& to) {
  return "{\"spdxElementId\": \"SPDXRef-" + from + "\", \"relationshipType\": \"" + type +
         "\", \"relatedSpdxElement\": \"SPDXRef-" + to + "\"}";
}

}  // namespace

TEST_CASE("the same trace gives the same SPDX 2.3 document, and another one a namespace of its own") {
  const Trace trace = sample::trace();
  const std::string text = spdx(trace);
  CHECK(text == spdx(*write::read_trace_json(write::trace_json(trace))));
  const auto its_namespace = [](const std::string& document) {
    return strings_after(document, "\"documentNamespace\": \"");
  };
  CHECK(its_namespace(text).size() == 1);
  CHECK(its_namespace(text) != its_namespace(spdx(trace, 1)));
  CHECK(its_namespace(text) != its_namespace(spdx(trace, 0, "2026-11-22T10:00:00Z")));
}

TEST_CASE("every SPDX 2.3 identifier is well-formed, stands once, and what is named is there") {
  check_references(spdx(sample::trace(), 0));
  check_references(spdx(sample::trace(), 1));
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Trace trace = sample::random_trace(seed);
    INFO("seed " << seed);
    for (const TraceBinary& binary : trace.binaries) check_references(write::spdx2(trace, binary, ""));
  }
}

TEST_CASE("2.3 says what is linked statically, what dynamically, and what the file was made of") {
  const std::string text = spdx(sample::trace());
  const std::string zlib = "component-deb-zlib1g-dev-1-1.2.13.dfsg-1-amd64";
  CHECK_THAT(text, ContainsSubstring(edge("file-build-pump", "STATIC_LINK", zlib)));
  CHECK_THAT(text, ContainsSubstring(edge("file-build-pump", "DYNAMIC_LINK", "file-build-libpump-alarm.so")));
  CHECK_THAT(text, ContainsSubstring(edge("file-build-pump", "GENERATED_FROM", "file-source-src-main.cpp")));
  CHECK_THAT(text, ContainsSubstring(edge("shipped-install-bin-pump", "GENERATED_FROM", "file-build-pump")));
  CHECK_THAT(text, ContainsSubstring(edge("tool-linker", "BUILD_TOOL_OF", "binary-pump")));
  CHECK_THAT(text, ContainsSubstring(edge("DOCUMENT", "DESCRIBES", "binary-pump")));
  CHECK_THAT(spdx(sample::trace(), 1), ContainsSubstring(edge("shipped-install-lib-libpump-alarm.so",
                                                              "COPY_OF", "file-build-libpump-alarm.so")));
}

TEST_CASE("a LicenseRef is explained once in 2.3") {
  Trace trace = sample::trace();
  for (Component& component : trace.components) component.license = {"LicenseRef-own OR MIT", "a file", ""};
  const std::string text = spdx(trace);
  CHECK(sample::count(text, "\"licenseId\": \"LicenseRef-own\"") == 1);
  CHECK_THAT(spdx(sample::trace()), !ContainsSubstring("hasExtractedLicensingInfos"));
}
