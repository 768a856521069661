// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>

#include "model/register.hpp"

// The format of the register's files, said once: for each type its members, in their order. What reads them, what drafts them and the test
// that compares them with the JSON schemas walk these lists. Every member may be left out but those of `required`; a member that stands
// in no list is refused.
//
// A visitor has: `required` and `member` (texts, numbers, truth values, lists, objects), `date` ("YYYY-MM-DD"), `digest` ("sha256:" and 64
// digits), `sha256` (64 digits), `choice` (one of some words); "" is allowed in all of them but `required`.
namespace souptrace {

inline constexpr const char* kRegisterSchema = "urn:souptrace:register:1";
inline constexpr const char* kSoupItemSchema = "urn:souptrace:soup-item:1";

namespace register_words {
inline constexpr std::array<std::string_view, 6> kClasses{"A", "B", "C", "rigor-I", "rigor-II", "unassigned"};
inline constexpr std::array<std::string_view, 2> kOrigins{"ots", "legacy-internal"};
inline constexpr std::array<std::string_view, 3> kClass81001{"maintained", "supported", "required"};
inline constexpr std::array<std::string_view, 2> kVerdicts{"pass", "fail"};
inline constexpr std::array<std::string_view, 3> kYesNo{"yes", "no", "unknown"};
inline constexpr std::array<std::string_view, 3> kDecisions{"accept", "mitigate", "reject"};
inline constexpr std::array<std::string_view, 4> kVexStatuses{"not_affected", "affected", "fixed", "under_investigation"};
inline constexpr std::array<std::string_view, 9> kJustifications{
    "code_not_present",     "code_not_reachable",      "requires_configuration", "requires_dependency",          "requires_environment",
    "protected_by_compiler", "protected_at_runtime", "protected_at_perimeter", "protected_by_mitigating_control"};
inline constexpr std::array<std::string_view, 3> kSupportLevels{"actively maintained", "no longer maintained", "abandoned"};
inline constexpr std::array<std::string_view, 3> kSeverities{"error", "warning", "off"};
inline constexpr std::array<std::string_view, 4> kProfiles{"ntia", "cisa-2026", "bsi-2.1", "fda"};
}  // namespace register_words

/// `S` is `T`, const or not.
template <class S, class T>
concept RegisterType = std::same_as<std::remove_const_t<S>, T>;

template <class V, RegisterType<Manufacturer> S>
void register_fields(V& visit, S& out) {
  visit.member("name", out.name);
  visit.member("url", out.url);
  visit.member("email", out.email);
}

template <class V, RegisterType<Designator> S>
void register_fields(V& visit, S& out) {
  visit.member("version", out.version);
  visit.date("release_date", out.release_date);
  visit.member("patch", out.patch);
  visit.member("upgrade", out.upgrade);
  visit.member("package_revision", out.package_revision);
  visit.member("commit", out.commit);
}

template <class V, RegisterType<CuratedCpe> S>
void register_fields(V& visit, S& out) {
  visit.required("value", out.value);
  visit.required("source", out.source);
}

template <class V, RegisterType<SoupIdentifiers> S>
void register_fields(V& visit, S& out) {
  visit.member("purl", out.purl);
  visit.member("cpe", out.cpe);
  visit.member("swhid", out.swhid);
  visit.member("omnibor", out.omnibor);
}

template <class V, RegisterType<SoupMatch> S>
void register_fields(V& visit, S& out) {
  visit.member("packages", out.packages);
  visit.member("sha256", out.sha256);
  visit.member("paths", out.paths);
}

template <class V, RegisterType<SoupRequirement> S>
void register_fields(V& visit, S& out) {
  visit.required("id", out.id);
  visit.required("text", out.text);
  visit.member("traces_to", out.traces_to);
}

template <class V, RegisterType<SoupRequirements> S>
void register_fields(V& visit, S& out) {
  visit.member("functional", out.functional);
  visit.member("performance", out.performance);
  visit.member("system_hw_sw", out.system_hw_sw);
}

template <class V, RegisterType<ArchitectureVerification> S>
void register_fields(V& visit, S& out) {
  visit.required("ref", out.ref);
  visit.choice("verdict", out.verdict, register_words::kVerdicts);
  visit.member("by", out.by);
  visit.date("date", out.date);
  visit.digest("binds_to", out.binds_to);
}

template <class V, RegisterType<SoupArchitecture> S>
void register_fields(V& visit, S& out) {
  visit.member("interfaces", out.interfaces);
  visit.member("segregation", out.segregation);
  visit.member("verification", out.verification);
}

template <class V, RegisterType<SoupVerification> S>
void register_fields(V& visit, S& out) {
  visit.required("requirement", out.requirement);
  visit.required("test", out.test);
  visit.member("version_tested", out.version_tested);
  visit.member("environment", out.environment);
  visit.member("tools", out.tools);
  visit.choice("result", out.result, register_words::kVerdicts);
  visit.member("tester", out.tester);
  visit.date("date", out.date);
  visit.digest("binds_to", out.binds_to);
}

template <class V, RegisterType<RiskControl> S>
void register_fields(V& visit, S& out) {
  visit.required("id", out.id);
  visit.member("text", out.text);
  visit.member("verification", out.verification);
}

template <class V, RegisterType<SoupRisk> S>
void register_fields(V& visit, S& out) {
  visit.member("contributes_to_hazard", out.contributes_to_hazard);
  visit.member("failure_modes", out.failure_modes);
  visit.member("hazardous_situations", out.hazardous_situations);
  visit.member("causes", out.causes);
  visit.member("controls", out.controls);
  visit.member("rmf_ref", out.rmf_ref);
  visit.member("residual_acceptable", out.residual_acceptable);
}

template <class V, RegisterType<EvidenceFile> S>
void register_fields(V& visit, S& out) {
  visit.required("path", out.path);
  visit.sha256("sha256", out.sha256);
}

template <class V, RegisterType<AnomalyList> S>
void register_fields(V& visit, S& out) {
  visit.member("published", out.published);
  visit.member("url", out.url);
  visit.member("covers", out.covers);
  visit.date("accessed", out.accessed);
  visit.member("snapshot", out.snapshot);
  visit.member("looked_at", out.looked_at);
  visit.member("by", out.by);
  visit.digest("binds_to", out.binds_to);
}

template <class V, RegisterType<Anomaly> S>
void register_fields(V& visit, S& out) {
  visit.required("id", out.id);
  visit.member("title", out.title);
  visit.choice("affects_version", out.affects_version, register_words::kYesNo);
  visit.choice("used_function_affected", out.used_function_affected, register_words::kYesNo);
  visit.choice("hazard_contribution", out.hazard_contribution, register_words::kYesNo);
  visit.member("sequence_of_events", out.sequence_of_events);
  visit.member("rationale", out.rationale);
  visit.member("controls", out.controls);
  visit.choice("decision", out.decision, register_words::kDecisions);
  visit.member("by", out.by);
  visit.date("date", out.date);
  visit.digest("binds_to", out.binds_to);
}

template <class V, RegisterType<Assessment> S>
void register_fields(V& visit, S& out) {
  visit.required("vulnerability", out.vulnerability);
  visit.choice("status", out.status, register_words::kVexStatuses);
  visit.choice("justification", out.justification, register_words::kJustifications);
  visit.member("impact", out.impact);
  visit.member("action", out.action);
  visit.member("by", out.by);
  visit.date("date", out.date);
  visit.digest("binds_to", out.binds_to);
}

template <class V, RegisterType<SoupLicence> S>
void register_fields(V& visit, S& out) {
  visit.member("declared", out.declared);
  visit.member("concluded", out.concluded);
  visit.member("effective", out.effective);
  visit.member("copyright", out.copyright);
  visit.member("texts", out.texts);
}

template <class V, RegisterType<SoupSupport> S>
void register_fields(V& visit, S& out) {
  visit.choice("level", out.level, register_words::kSupportLevels);
  visit.date("end_of_support", out.end_of_support);
  visit.date("end_of_life", out.end_of_life);
  visit.member("source", out.source);
  visit.date("assessed", out.assessed);
  visit.member("justification_if_unknown", out.justification_if_unknown);
  visit.member("replacement_plan", out.replacement_plan);
  visit.member("source_custody", out.source_custody);
}

template <class V, RegisterType<SoupPatch> S>
void register_fields(V& visit, S& out) {
  visit.required("path", out.path);
  visit.sha256("sha256", out.sha256);
  visit.member("reason", out.reason);
}

template <class V, RegisterType<SoupSource> S>
void register_fields(V& visit, S& out) {
  visit.member("url", out.url);
  visit.sha256("sha256", out.sha256);
  visit.member("sha512", out.sha512);
  visit.member("patches", out.patches);
}

template <class V, RegisterType<SoupMonitoring> S>
void register_fields(V& visit, S& out) {
  visit.member("owner", out.owner);
  visit.member("frequency_days", out.frequency_days);
  visit.member("channels", out.channels);
  visit.member("obsolescence_plan", out.obsolescence_plan);
}

template <class V, RegisterType<SoupApproval> S>
void register_fields(V& visit, S& out) {
  visit.required("by", out.by);
  visit.member("role", out.role);
  visit.date("date", out.date);
  visit.member("change_request", out.change_request);
  visit.digest("binds_to", out.binds_to);
}

template <class V, RegisterType<SoupChange> S>
void register_fields(V& visit, S& out) {
  visit.date("date", out.date);
  visit.required("change", out.change);
  visit.member("change_request", out.change_request);
  visit.member("potential_causes", out.potential_causes);
  visit.member("existing_controls", out.existing_controls);
  visit.digest("binds_to", out.binds_to);
}

template <class V, RegisterType<SoupFile> S>
void register_fields(V& visit, S& out) {
  visit.required("name", out.name);
  visit.sha256("sha256", out.sha256);
  visit.member("place", out.place);
  visit.member("tier", out.tier);
}

template <class V, RegisterType<SoupLink> S>
void register_fields(V& visit, S& out) {
  visit.required("binary", out.binary);
  visit.member("how", out.how);
  visit.member("members", out.members);
}

template <class V, RegisterType<SoupFacts> S>
void register_fields(V& visit, S& out) {
  visit.digest("digest", out.digest);
  visit.member("components", out.components);
  visit.member("files", out.files);
  visit.member("linked_into", out.linked_into);
  visit.member("stale", out.stale);
}

/// Without `facts`, which stand at the end of an item.
template <class V, RegisterType<SoupItem> S>
void judgement_fields(V& visit, S& out) {
  visit.required("id", out.id);
  visit.member("title", out.title);
  visit.member("manufacturer", out.manufacturer);
  visit.member("designator", out.designator);
  visit.choice("origin", out.origin, register_words::kOrigins);
  visit.member("kind", out.kind);
  visit.member("language", out.language);
  visit.member("identifiers", out.identifiers);
  visit.member("match", out.match);
  visit.member("purpose", out.purpose);
  visit.member("why_appropriate", out.why_appropriate);
  visit.member("design_limitations", out.design_limitations);
  visit.choice("safety_class", out.safety_class, register_words::kClasses);
  visit.member("class_rationale", out.class_rationale);
  visit.choice("iec81001_class", out.iec81001_class, register_words::kClass81001);
  visit.member("requirements", out.requirements);
  visit.member("architecture", out.architecture);
  visit.member("verification", out.verification);
  visit.member("risk", out.risk);
  visit.member("anomaly_list", out.anomaly_list);
  visit.member("anomalies", out.anomalies);
  visit.member("vulnerabilities", out.vulnerabilities);
  visit.member("licence", out.licence);
  visit.member("support", out.support);
  visit.member("source", out.source);
  visit.member("monitoring", out.monitoring);
  visit.member("approval", out.approval);
  visit.member("history", out.history);
}

template <class V, RegisterType<SoupItem> S>
void register_fields(V& visit, S& out) {
  judgement_fields(visit, out);
  visit.member("facts", out.facts);
}

template <class V, RegisterType<SoftwareItem> S>
void register_fields(V& visit, S& out) {
  visit.required("name", out.name);
  visit.choice("safety_class", out.safety_class, register_words::kClasses);
  visit.member("rationale", out.rationale);
  visit.member("binaries", out.binaries);
}

template <class V, RegisterType<GateSetting> S>
void register_fields(V& visit, S& out) {
  visit.required("gate", out.gate);
  visit.choice("severity", out.severity, register_words::kSeverities);
  visit.required("reason", out.reason);
}

template <class V, RegisterType<ToolchainBaseline> S>
void register_fields(V& visit, S& out) {
  visit.required("language", out.language);
  visit.required("id", out.id);
  visit.required("version", out.version);
}

template <class V, RegisterType<RunTimeLoading> S>
void register_fields(V& visit, S& out) {
  visit.required("binary", out.binary);
  visit.member("libraries", out.libraries);
  visit.required("reason", out.reason);
}

template <class V, RegisterType<RegisterPolicy> S>
void register_fields(V& visit, S& out) {
  visit.member("gates", out.gates);
  visit.member("anomaly_days", out.anomaly_days);
  visit.member("vulnerability_days", out.vulnerability_days);
  visit.date("device_end_of_life", out.device_end_of_life);
  visit.choice("sbom_profile", out.sbom_profile, register_words::kProfiles);
  visit.member("licences_denied", out.licences_denied);
  visit.member("toolchain", out.toolchain);
  visit.member("run_time_loading", out.run_time_loading);
}

template <class V, RegisterType<Waiver> S>
void register_fields(V& visit, S& out) {
  visit.required("gate", out.gate);
  visit.member("item", out.item);
  visit.required("reason", out.reason);
  visit.required("approver", out.approver);
  visit.date("expires", out.expires);
}

/// register.json: all but the items, which have files of their own.
template <class V, RegisterType<SoupRegister> S>
void register_fields(V& visit, S& out) {
  visit.member("clause_set", out.clause_set);
  visit.member("product", out.product);
  visit.member("software_items", out.software_items);
  visit.member("policy", out.policy);
  visit.member("waivers", out.waivers);
}

}  // namespace souptrace
