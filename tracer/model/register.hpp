// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/assessment.hpp"

// The SOUP register: what people decided about the third-party code of a device (IEC 62304:2006+A1:2015, 8.1.2 and the clauses named at the
// members). Judgements are written by people and bound, by `binds_to`, to the digest of the facts that they judged; SoupFacts is written by
// the program. The format of the files: register_fields.hpp, register.schema.json, soup-item.schema.json.
//
// Texts are "" where nothing is stated, dates are "YYYY-MM-DD", digests are "sha256:" and 64 hexadecimal digits.
namespace souptrace {

struct Manufacturer {
  std::string name;
  std::string url;
  std::string email;
};

/// The unique designator (8.1.2 c) and what belongs to it.
struct Designator {
  std::string version;
  std::string release_date;
  std::string patch;
  std::string upgrade;
  std::string package_revision;
  std::string commit;
};

struct CuratedCpe {
  std::string value;   ///< CPE 2.3
  std::string source;  ///< who says so
};

struct SoupIdentifiers {
  std::vector<std::string> purl;
  std::vector<CuratedCpe> cpe;
  std::vector<std::string> swhid;
  std::vector<std::string> omnibor;
};

/// Which components and files of a trace an item is about.
struct SoupMatch {
  std::vector<std::string> packages;  ///< purls, with or without version and qualifiers; component ids; "<origin>:<name>"
  std::vector<std::string> sha256;    ///< of files, hexadecimal
  std::vector<std::string> paths;     ///< places of files and directories: "source:third_party/tinycrc"
};

struct SoupRequirement {
  std::string id;
  std::string text;
  std::vector<std::string> traces_to;
};

/// 5.3.3 and 5.3.4
struct SoupRequirements {
  std::vector<SoupRequirement> functional;
  std::vector<SoupRequirement> performance;
  std::vector<std::string> system_hw_sw;
};

/// 5.3.6 c)
struct ArchitectureVerification {
  std::string ref;
  std::string verdict;  ///< "pass" or "fail"
  std::string by;
  std::string date;
  std::string binds_to;
};

struct SoupArchitecture {
  std::vector<std::string> interfaces;
  std::string segregation;  ///< 5.3.5
  std::optional<ArchitectureVerification> verification;
};

/// One test of a requirement of the item (5.6, 5.7.5).
struct SoupVerification {
  std::string requirement;  ///< SoupRequirement::id
  std::string test;
  std::string version_tested;
  std::string environment;
  std::vector<std::string> tools;
  std::string result;  ///< "pass" or "fail"
  std::string tester;
  std::string date;
  std::string binds_to;
};

struct RiskControl {
  std::string id;
  std::string text;
  std::string verification;
};

/// 7.1.1, 7.1.2 c), 7.1.4, 7.2
struct SoupRisk {
  std::optional<bool> contributes_to_hazard;
  std::vector<std::string> failure_modes;
  std::vector<std::string> hazardous_situations;
  std::vector<std::string> causes;
  std::vector<RiskControl> controls;
  std::string rmf_ref;
  std::optional<bool> residual_acceptable;
};

struct EvidenceFile {
  std::string path;    ///< relative to the register's directory
  std::string sha256;  ///< hexadecimal
};

/// The supplier's published anomaly list (7.1.3), or where it was looked for in vain.
struct AnomalyList {
  std::optional<bool> published;
  std::string url;
  std::string covers;    ///< the versions that it is about
  std::string accessed;  ///< date
  std::optional<EvidenceFile> snapshot;
  std::vector<std::string> looked_at;  ///< where it was looked for, when none is published
  std::string by;
  std::string binds_to;
};

/// The evaluation of one anomaly (7.1.3, 5.8.3).
struct Anomaly {
  std::string id;  ///< the supplier's
  std::string title;
  std::string affects_version;         ///< "yes", "no" or "unknown"
  std::string used_function_affected;  ///< likewise
  std::string hazard_contribution;     ///< likewise
  std::string sequence_of_events;
  std::string rationale;
  std::vector<std::string> controls;
  std::string decision;  ///< "accept", "mitigate", "reject"; "" = not decided
  std::string by;
  std::string date;
  std::string binds_to;
};

struct SoupLicence {
  std::string declared;
  std::string concluded;
  std::string effective;
  std::string copyright;
  std::vector<EvidenceFile> texts;
};

/// FDA premarket guidance (2026) V.A.4(b); 6.1 f)
struct SoupSupport {
  std::string level;  ///< "actively maintained", "no longer maintained", "abandoned"
  std::string end_of_support;
  std::string end_of_life;
  std::string source;  ///< where that is stated
  std::string assessed;
  std::string justification_if_unknown;
  std::string replacement_plan;
  std::string source_custody;
};

struct SoupPatch {
  std::string path;
  std::string sha256;
  std::string reason;
};

struct SoupSource {
  std::string url;
  std::string sha256;
  std::string sha512;
  std::vector<SoupPatch> patches;
};

/// 6.1 f)
struct SoupMonitoring {
  std::string owner;
  std::uint64_t frequency_days = 0;
  std::vector<std::string> channels;
  std::string obsolescence_plan;
};

/// 8.2.1, 8.2.4. `binds_to` is what approval_digest() gives: an approval ends when the facts or the approved text change.
struct SoupApproval {
  std::string by;
  std::string role;
  std::string date;
  std::string change_request;
  std::string binds_to;
};

/// One change of the item and its analysis (7.4.1, 7.4.2, 8.2).
struct SoupChange {
  std::string date;
  std::string change;
  std::string change_request;
  std::string potential_causes;    ///< 7.4.1: additional potential causes, additional controls
  std::string existing_controls;   ///< 7.4.2: interference with existing risk controls
  std::string binds_to;            ///< the facts after the change
};

/// One file of the item whose bytes its judgements are bound to.
struct SoupFile {
  std::string name;  ///< without directory
  std::string sha256;
  std::string place;  ///< as the trace writes it
  std::string tier;
};

/// One binary that has the item.
struct SoupLink {
  std::string binary;
  std::vector<std::string> how;      ///< in words: "static: libz.a (5 members)"
  std::vector<std::string> members;  ///< "libz.a(deflate.o)", sorted
};

/// What the trace says about one item. `digest` is over `components` and names and digests of `files`: review::facts_digest().
struct SoupFacts {
  std::string digest;
  std::vector<std::string> components;  ///< their ids, sorted
  std::vector<SoupFile> files;          ///< sorted by name and digest
  std::vector<SoupLink> linked_into;    ///< sorted by binary
  std::vector<std::string> stale;       ///< judgements that are bound to something else
};

struct SoupItem {
  std::string id;
  std::string title;          ///< 8.1.2 a)
  Manufacturer manufacturer;  ///< 8.1.2 b)
  Designator designator;      ///< 8.1.2 c)
  std::string origin = "ots";  ///< 3.29: "ots" or "legacy-internal"
  std::string kind;
  std::string language;
  SoupIdentifiers identifiers;
  SoupMatch match;
  std::string purpose;
  std::string why_appropriate;
  std::string design_limitations;
  std::string safety_class;     ///< lower than that of the binary's software item, with a rationale (4.3 d); "" = that one
  std::string class_rationale;
  std::string iec81001_class;  ///< "maintained", "supported", "required"
  SoupRequirements requirements;
  SoupArchitecture architecture;
  std::vector<SoupVerification> verification;
  SoupRisk risk;
  AnomalyList anomaly_list;
  std::vector<Anomaly> anomalies;
  std::vector<Assessment> vulnerabilities;  ///< `component` is not stated: it is the item's
  SoupLicence licence;
  SoupSupport support;
  SoupSource source;
  SoupMonitoring monitoring;
  std::optional<SoupApproval> approval;
  std::vector<SoupChange> history;
  std::optional<SoupFacts> facts;
  std::string approval_digest;  ///< what an approval of this item binds to: computed when it is read, stands in no file
};

/// A software item of the device (4.3) and the binaries that it consists of.
struct SoftwareItem {
  std::string name;
  std::string safety_class;  ///< "A", "B", "C", "rigor-I", "rigor-II"; "" = not assigned, which counts as C
  std::string rationale;
  std::vector<std::string> binaries;  ///< names in the trace
};

struct GateSetting {
  std::string gate;
  std::string severity;  ///< "error", "warning", "off"
  std::string reason;
};

struct ToolchainBaseline {
  std::string language;
  std::string id;
  std::string version;
};

/// What a binary loads by dlopen, which no link tells.
struct RunTimeLoading {
  std::string binary;
  std::vector<std::string> libraries;  ///< by SONAME or path
  std::string reason;                  ///< why that is all, and how it was found out
};

struct RegisterPolicy {
  std::vector<GateSetting> gates;
  std::uint64_t anomaly_days = 365;         ///< how old the evaluation of an anomaly list may be
  std::uint64_t vulnerability_days = 30;    ///< how old the vulnerability database may be
  std::string device_end_of_life;           ///< support must last as long; "" = the day of the release
  std::string sbom_profile;                 ///< "ntia", "cisa-2026", "bsi-2.1", "fda"
  std::vector<std::string> licences_denied;  ///< SPDX identifiers
  std::vector<ToolchainBaseline> toolchain;
  std::vector<RunTimeLoading> run_time_loading;
};

/// Somebody takes the responsibility for a failing gate, until a day.
struct Waiver {
  std::string gate;
  std::string item;  ///< a SOUP item's id, a binary's name or a place; "" = everything
  std::string reason;
  std::string approver;
  std::string expires;
};

struct SoupRegister {
  std::string clause_set = "IEC62304:2006+A1:2015";
  std::string product;
  std::vector<SoftwareItem> software_items;
  RegisterPolicy policy;
  std::vector<Waiver> waivers;
  std::vector<SoupItem> items;  ///< sorted by id
};

}  // namespace souptrace
