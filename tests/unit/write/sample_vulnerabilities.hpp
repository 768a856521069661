// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "model/assessment.hpp"
#include "model/vulnerability.hpp"

namespace souptrace::sample {

inline const std::string kPumpSha256(64, 'a');
inline const std::string kUpdateSha256(64, 'b');

/// zlib, linked into two binaries, with one vulnerability in code that one of them lacks, and one of which nothing is told.
inline VulnerabilityReport vulnerability_report() {
  VulnerabilityReport out;
  out.tool_version = "0.1.0";
  out.product = {"Infusion Pump", "2.1.0", "Example Medical GmbH", "C"};
  out.evaluated = "2026-11-22T10:00:00Z";
  out.trace_sha256 = std::string(64, 'c');
  out.database = {"OSV", "dump", "all.zip", std::string(64, 'd'), "2026-11-21T23:00:00Z", 250000};
  out.exploited = ExploitedCatalogue{"2026.11.20", "2026-11-20T16:00:00Z", std::string(64, 'e')};
  out.binaries = {{"pump", "build:pump", kPumpSha256, {std::string(64, '1')}}, {"update", "build:update", kUpdateSha256, {}}};
  out.vulnerabilities = {
      {"CVE-2022-37434", {"DSA-5218-1", "GHSA-cfmr-vrgj-vqwv"}, "Heap buffer overflow in inflate", "2022-08-05T07:15:00Z", "2026-03-09T01:23:33Z",
       {{"CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}}, {"CWE-787"}, {"https://nvd.nist.gov/vuln/detail/CVE-2022-37434"},
       KnownExploited{"2026-01-02", "2026-01-23", "Apply the vendor's update.", true}},
      {"OSV-2020-584", {}, "", "", "2021-03-09T04:49:05Z", {}, {}, {}, std::nullopt},
  };
  const std::vector<ComponentUse> uses{{"pump", kPumpSha256, {"libz.a(deflate.o)"}, {}, {"system:usr/include/zlib.h"}},
                                       {"update", kUpdateSha256, {"libz.a(inflate.o)"}, {}, {}}};
  ComponentVulnerability overflow{"CVE-2022-37434", "affected",
      {{"DSA-5218-1", "affected", "1:1.2.11.dfsg-2 is affected: all versions before 1:1.2.11.dfsg-2+deb11u2 are; that one fixes it (dpkg's order)", {"1:1.2.11.dfsg-2+deb11u2"}}},
      {{"pump", kPumpSha256, {{"inflate.c", "file", "not-linked", {"libz.a(inflate.o)"}, "the component has it, and the linker did not take it into this binary"}}, "code_not_present"},
       {"update", kUpdateSha256, {{"inflate.c", "file", "linked", {"libz.a(inflate.o)"}, "it is in the binary"}}, ""}}};
  ComponentVulnerability untold{"OSV-2020-584", "not-told", {{"OSV-2020-584", "not-told", "the record states no versions", {}}}, {}};
  out.components = {{"deb:zlib1g-dev@1:1.2.11.dfsg-2:amd64", "zlib1g-dev", "1:1.2.11.dfsg-2", "soup",
                     "pkg:deb/debian/zlib1g-dev@1:1.2.11.dfsg-2?arch=amd64&distro=debian-11",
                     {{"Debian:11", "zlib", "", "1:1.2.11.dfsg-2", "", ""}}, "", uses, {overflow, untold}},
                    {"declared:tinycrc@1.4.0", "tinycrc", "1.4.0", "soup", "", {}, "it has neither a purl nor a commit", {uses[0]}, {}}};
  out.left_out = {"deb:binutils@2.40-2:amd64"};
  out.withdrawn = {"GHSA-0000-0000-0000"};
  out.findings = {{"osv-not-asked", Severity::warning, "declared:tinycrc@1.4.0", "no vulnerability database was asked about it", "Give it an identity", false}};
  return out;
}

/// Judgements: one that holds, one of other bytes.
inline std::vector<Assessment> assessments() {
  return {{"CVE-2022-37434", "", "not_affected", "code_not_present", "inflate is not linked into pump", "", kPumpSha256, "Q. A.", "2026-11-22"},
          {"DSA-5218-1", "", "affected", "", "", "Update zlib to 1.3.1.", kUpdateSha256, "Q. A.", "2026-11-22"},
          {"OSV-2020-584", "", "fixed", "", "", "", std::string(64, 'f'), "Q. A.", "2026-11-22"}};
}

}  // namespace souptrace::sample
