// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/register.hpp"
#include "model/trace.hpp"
#include "model/trace_index.hpp"
#include "review/gates.hpp"
#include "review/judgements.hpp"

// A small release in which every gate passes, to be spoilt by the tests: one binary of class C with a static zlib and a shared libc.
namespace souptrace::review::sample {

inline const std::string kZlibDigest(64, '1');
inline const std::string kLibcDigest(64, '2');
inline const std::string kMainDigest(64, '3');

inline TraceFile file(std::string id, TracePath path, std::string sha256, std::string component, Tier tier) {
  TraceFile out;
  out.id = std::move(id);
  out.path = std::move(path);
  out.sha256 = std::move(sha256);
  out.size = 10;
  out.owner.chosen = {std::move(component), tier, "test", {}};
  return out;
}

inline TraceInput input(std::string file, Role role, Use use, std::string member = "") {
  TraceInput out;
  out.file = std::move(file);
  out.role = role;
  out.use = use;
  out.member = std::move(member);
  return out;
}

inline Component component(std::string id, std::string name, std::string version, ComponentKind kind, std::string purl = "") {
  Component out;
  out.id = std::move(id);
  out.kind = kind;
  out.name = std::move(name);
  out.version = std::move(version);
  out.license = {"Zlib", "test", ""};
  out.purl = std::move(purl);
  out.origin = kind == ComponentKind::product ? "product" : "dpkg";
  return out;
}

inline Trace trace() {
  Trace out;
  out.product = {"Pump", "1.0", "Example Medical", "C"};
  out.toolchains.push_back({"CXX", "/usr/bin/c++", "GNU", "12.2.0", "", {}, {}});
  out.components = {component("deb:libc6@2.36:amd64", "libc6", "2.36", ComponentKind::runtime, "pkg:deb/debian/libc6@2.36?arch=amd64"),
                    component("deb:zlib1g-dev@1.2.13:amd64", "zlib1g-dev", "1.2.13", ComponentKind::soup,
                              "pkg:deb/debian/zlib1g-dev@1.2.13?arch=amd64"),
                    component("product:Pump@1.0", "Pump", "1.0", ComponentKind::product)};
  out.files = {file("f1", {Root::build, "main.o"}, kMainDigest, "product:Pump@1.0", Tier::declared),
               file("f2", {Root::system, "usr/lib/libc.so.6"}, kLibcDigest, "deb:libc6@2.36:amd64", Tier::package_db_verified),
               file("f3", {Root::system, "usr/lib/libz.a"}, kZlibDigest, "deb:zlib1g-dev@1.2.13:amd64", Tier::package_db_verified)};
  TraceBinary pump;
  pump.name = pump.target = "pump";
  pump.path = {Root::build, "pump"};
  pump.sha256 = std::string(64, '9');
  pump.linker = {"bfd", "2.40", "", "", false};
  pump.completeness.complete = true;
  pump.inputs = {input("f1", Role::object, Use::linked), input("f3", Role::archive_member, Use::linked, "inflate.o"),
                 input("f2", Role::shared_library, Use::needed)};
  pump.runtime.push_back({"libc.so.6", "f2", "", "default directory"});
  out.binaries.push_back(pump);
  return out;
}

/// An item with everything that class C demands, bound to `facts`.
inline SoupItem item(std::string id, std::string title, std::string version, std::string package, SoupFacts facts) {
  SoupItem out;
  out.id = std::move(id);
  out.title = std::move(title);
  out.manufacturer.name = "The " + out.title + " project";
  out.designator.version = std::move(version);
  out.match.packages = {std::move(package)};
  out.requirements.functional = {{"F1", "does it", {}}};
  out.requirements.performance = {{"P1", "fast enough", {}}};
  out.requirements.system_hw_sw = {"64 KiB"};
  out.architecture.verification = ArchitectureVerification{"REV-1", "pass", "lead", "2026-10-01", facts.digest};
  for (const char* id_of : {"F1", "P1"}) out.verification.push_back({id_of, "TC-1", "", "", {}, "pass", "tester", "2026-10-01", facts.digest});
  out.risk.contributes_to_hazard = false;
  out.risk.failure_modes = {"wrong result"};
  out.risk.rmf_ref = "RMF-1";
  out.anomaly_list.published = true;
  out.anomaly_list.url = "https://example.org/issues";
  out.anomaly_list.covers = out.designator.version;
  out.anomaly_list.accessed = "2026-10-01";
  out.anomaly_list.snapshot = EvidenceFile{"evidence/list.json", std::string(64, 'e')};
  out.anomaly_list.by = "evaluator";
  out.anomaly_list.binds_to = facts.digest;
  out.anomalies = {{"#1", "t", "no", "no", "no", "", "not our use", {}, "accept", "evaluator", "2026-10-01", facts.digest}};
  out.licence.concluded = "Zlib";
  out.support.level = "actively maintained";
  out.support.end_of_support = "2030-01-01";
  out.approval_digest = "sha256:" + std::string(64, 'a');
  out.approval = SoupApproval{"QA lead", "QA", "2026-10-02", "CR-1", out.approval_digest};
  out.facts = std::move(facts);
  return out;
}

/// A register in which everything of trace() is registered and judged.
inline SoupRegister complete_register(const Trace& of) {
  const TraceIndex index(of);
  SoupRegister out;
  out.product = "Pump";
  out.software_items = {{"controller", "C", "gives the dose", {"pump"}}};
  out.policy.toolchain = {{"CXX", "GNU", "12.2.0"}};
  out.policy.licences_denied = {"GPL-3.0-only"};
  out.items = {item("SOUP-001", "glibc", "2.36", "pkg:deb/debian/libc6", soup_facts(index, {index.component("deb:libc6@2.36:amd64")}, {})),
               item("SOUP-002", "zlib", "1.2.13", "pkg:deb/debian/zlib1g-dev",
                    soup_facts(index, {index.component("deb:zlib1g-dev@1.2.13:amd64")}, {}))};
  return out;
}

inline const std::map<std::string, std::string>& evidence() {
  static const std::map<std::string, std::string> kEvidence{{"evidence/list.json", std::string(64, 'e')}};
  return kEvidence;
}

}  // namespace souptrace::review::sample
