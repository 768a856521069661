// SPDX-License-Identifier: Apache-2.0
#include "write/sbom_profile.hpp"

#include <algorithm>

#include "unit/write/contains.hpp"
#include "unit/write/random_trace.hpp"
#include "unit/write/sample_trace.hpp"

using namespace souptrace;
using write::Answer;
using write::SbomFormat;
using write::SbomProfile;

namespace {

const std::string kTime = "2026-11-22T10:00:00Z";

write::ProfileReport report(const Trace& trace, SbomProfile profile, const std::string& timestamp = kTime,
                            SbomFormat format = SbomFormat::cyclonedx_1_7, std::size_t binary = 0) {
  return write::check_profile(trace, trace.binaries.at(binary), profile, format, timestamp);
}

/// The gap that a rule leaves with the subject of this name; null when there is none.
const write::ProfileGap* gap(const write::ProfileReport& report, std::string_view name,
                             std::string_view rule) {
  for (const write::ProfileSubject& subject : report.subjects) {
    if (subject.name != name) continue;
    for (const write::ProfileGap& one : subject.gaps)
      if (one.rule == rule) return &one;
  }
  return nullptr;
}

/// The sample with all that the NTIA asks for.
Trace told() {
  Trace trace = sample::trace();
  for (Component& component : trace.components)
    if (component.supplier.empty()) component.supplier = "Somebody <who@example.org>";
  trace.binaries.at(0).completeness = {true, {}, 17, {}};
  const auto driver = std::find_if(trace.files.begin(), trace.files.end(), [](const TraceFile& file) {
    return file.path.path.ends_with("driver\".o");
  });
  driver->owner.chosen.component = "declared:tinycrc@1.0";
  std::erase_if(trace.binaries.at(0).runtime,
                [](const TraceRuntimeLibrary& library) { return library.file.empty(); });
  return trace;
}

}  // namespace

TEST_CASE("a profile is fulfilled when all that must be there is there") {
  CHECK(report(told(), SbomProfile::ntia).fulfilled());
  CHECK(report(told(), SbomProfile::cisa_2026).fulfilled());
  CHECK_FALSE(report(sample::trace(), SbomProfile::ntia).fulfilled());
}

TEST_CASE(
    "what nobody told is unknown, what is left out is withheld, what stands in another document elsewhere") {
  const auto untimed = report(told(), SbomProfile::cisa_2026, "");
  CHECK_FALSE(untimed.fulfilled());
  REQUIRE(gap(untimed, "the document", "cisa-timestamp") != nullptr);
  CHECK(gap(untimed, "the document", "cisa-timestamp")->answer == Answer::withheld);
  REQUIRE(gap(untimed, "the document", "cisa-signature") != nullptr);
  CHECK(gap(untimed, "the document", "cisa-signature")->answer == Answer::elsewhere);
  const auto of_sample = report(sample::trace(), SbomProfile::ntia);
  REQUIRE(gap(of_sample, "valve \"driver\".o", "ntia-supplier") != nullptr);
  CHECK(gap(of_sample, "valve \"driver\".o", "ntia-supplier")->answer == Answer::unknown);
  CHECK_THAT(gap(of_sample, "valve \"driver\".o", "ntia-supplier")->remedy, ContainsSubstring("PATHS"));
  REQUIRE(gap(of_sample, "libbeep.so.1", "ntia-version") != nullptr);
  CHECK_THAT(gap(of_sample, "libbeep.so.1", "ntia-version")->remedy, ContainsSubstring("sysroot"));
}

TEST_CASE("each gap names who can fill it") {
  Trace trace = told();
  trace.product.supplier.clear();
  trace.product.version.clear();
  for (Component& component : trace.components)
    if (component.name == "tinycrc")
      component = {.id = component.id, .name = "tinycrc", .origin = "declared"};
  const auto found = report(trace, SbomProfile::cisa_2026);
  REQUIRE(gap(found, "pump", "cisa-producer") != nullptr);
  CHECK_THAT(gap(found, "pump", "cisa-producer")->remedy, ContainsSubstring("souptrace(SUPPLIER"));
  REQUIRE(gap(found, "pump", "cisa-version") != nullptr);
  CHECK_THAT(gap(found, "pump", "cisa-version")->remedy, ContainsSubstring("souptrace(VERSION"));
  for (const auto& [rule, words] : {std::pair{"cisa-producer", "souptrace_component(SUPPLIER"},
                                    std::pair{"cisa-version", "souptrace_component(VERSION"},
                                    std::pair{"cisa-identifier", "souptrace_component(PURL"},
                                    std::pair{"cisa-license", "souptrace_component(LICENSE"}}) {
    INFO(rule);
    REQUIRE(gap(found, "tinycrc", rule) != nullptr);
    CHECK_THAT(gap(found, "tinycrc", rule)->remedy, ContainsSubstring(words));
  }
}

TEST_CASE(
    "the BSI's profile wants addresses, a current format and SHA-512, less of what the environment "
    "provides") {
  Trace trace = told();
  CHECK(gap(report(trace, SbomProfile::bsi_2_1), "tinycrc", "bsi-creator") !=
        nullptr);  // "Tiny Tools" has no address
  for (Component& component : trace.components)
    if (component.name == "tinycrc") component.supplier = "Tiny Tools <https://tiny.example>";
  CHECK(gap(report(trace, SbomProfile::bsi_2_1), "tinycrc", "bsi-creator") == nullptr);
  CHECK(gap(report(trace, SbomProfile::bsi_2_1, kTime, SbomFormat::spdx_2_3), "the document", "bsi-format") !=
        nullptr);
  CHECK(gap(report(trace, SbomProfile::bsi_2_1, kTime, SbomFormat::spdx_3_0_1), "the document",
            "bsi-format") == nullptr);
  for (TraceFile& file : trace.files) file.sha512.clear();
  const auto found = report(trace, SbomProfile::bsi_2_1);
  CHECK(gap(found, "zlib1g-dev", "bsi-hash") != nullptr);
  CHECK(gap(found, "libssl3", "bsi-hash") == nullptr);
  CHECK(gap(found, "nlohmann-json3-dev", "bsi-hash") == nullptr);  // headers only: there is no file to hash
}

TEST_CASE("a shipped file without its digest is a gap of the binary") {
  Trace trace = told();
  CHECK(gap(report(trace, SbomProfile::bsi_2_1), "pump", "bsi-hash") == nullptr);
  trace.binaries.at(0).shipped.at(0).sha512.clear();
  CHECK(gap(report(trace, SbomProfile::bsi_2_1), "pump", "bsi-hash") != nullptr);
}

TEST_CASE("the FDA's profile asks for support of SOUP, not of the product") {
  const auto found = report(told(), SbomProfile::fda);
  REQUIRE(gap(found, "tinycrc", "fda-support-level") != nullptr);
  CHECK(gap(found, "tinycrc", "fda-support-level")->answer == Answer::elsewhere);  // "inside the SBOM or an addendum"
  CHECK_THAT(gap(found, "tinycrc", "fda-support-level")->remedy, ContainsSubstring("register"));
  CHECK(gap(found, "pump", "fda-support-level") == nullptr);
  CHECK(gap(found, "libpump_alarm.so", "fda-support-level") == nullptr);
}

TEST_CASE("no remedy tells to declare what a package manager's record says: that record counts first") {
  Trace trace = told();
  for (Component& component : trace.components) {
    if (component.kind == ComponentKind::product) continue;
    component.license = {};
    component.supplier.clear();
    component.purl.clear();
    component.url.clear();
  }
  for (const SbomProfile profile : {SbomProfile::ntia, SbomProfile::cisa_2026, SbomProfile::bsi_2_1, SbomProfile::fda}) {
    const auto found = report(trace, profile);
    for (const write::ProfileSubject& subject : found.subjects)
      for (const write::ProfileGap& one : subject.gaps) {
        CAPTURE(subject.ref, one.rule, one.remedy);
        const bool declares = one.remedy.find("souptrace_component(") != std::string::npos;
        if (subject.ref.find("component:deb:") == 0) CHECK_FALSE(declares);
        if (one.rule == "cisa-license" && subject.name == "tinycrc") CHECK(declares);
      }
  }
  const auto found = report(trace, SbomProfile::cisa_2026);
  REQUIRE(gap(found, "zlib1g-dev", "cisa-license") != nullptr);
  CHECK_THAT(gap(found, "zlib1g-dev", "cisa-license")->remedy, ContainsSubstring("SOUP register"));
}

TEST_CASE("the text says each gap once with all that have it, the JSON all of it") {
  auto of_sample = report(sample::trace(), SbomProfile::ntia);
  const std::string text = write::profile_text({of_sample}, {.width = 100});
  CHECK_THAT(text, ContainsSubstring("pump - NTIA Minimum Elements, July 2021: ") && ContainsSubstring("libbeep.so.1"));
  const std::string gap_line = "missing   supplier (NTIA 2021, Supplier Name)\n            -> souptrace_component(… PATHS …)";
  REQUIRE(text.find(gap_line) != std::string::npos);
  CHECK(text.find(gap_line, text.find(gap_line) + 1) == std::string::npos);
  CHECK_THAT(text, ContainsSubstring("judged: what souptrace sbom --format cyclonedx-1.7 writes now"));
  of_sample.document = "pump.cdx.json";
  CHECK_THAT(write::profile_text({of_sample}, {}), ContainsSubstring("judged: pump.cdx.json\n"));
  CHECK_THAT(write::profile_json({of_sample}), ContainsSubstring("\"rule\": \"ntia-supplier\"") &&
                                                   ContainsSubstring("\"fulfilled\": false") && ContainsSubstring("\"document\": \"pump.cdx.json\""));
  const std::string good = write::profile_text({report(told(), SbomProfile::ntia)}, {});
  CHECK_THAT(good, ContainsSubstring("all that must be there is there"));
}

TEST_CASE("names of profiles and formats are read back") {
  for (const char* name : {"ntia", "cisa-2026", "bsi-2.1", "fda"}) {
    REQUIRE(write::sbom_profile_named(name));
    CHECK(write::name_of(*write::sbom_profile_named(name)) == name);
  }
  CHECK_FALSE(write::sbom_profile_named("ntia-2025"));
  CHECK(write::sbom_format_named("spdx-2.3") == SbomFormat::spdx_2_3);
  CHECK_FALSE(write::sbom_format_named("spdx"));
}

TEST_CASE("random values never crash the check of a profile") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const Trace trace = sample::random_trace(seed);
    for (const TraceBinary& binary : trace.binaries)
      for (const SbomProfile profile :
           {SbomProfile::ntia, SbomProfile::cisa_2026, SbomProfile::bsi_2_1, SbomProfile::fda}) {
        const auto found = write::check_profile(trace, binary, profile, SbomFormat::spdx_3_0_1, "");
        CHECK_FALSE(found.fulfilled());  // there is no time
        CHECK(write::profile_text({found}, {}).find('\x1b') == std::string::npos);
      }
  }
}
