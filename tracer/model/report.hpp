// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/finding.hpp"
#include "model/gate_report.hpp"
#include "model/release_diff.hpp"

// What the report for QA says beside the trace: the rows of its tables, without pointers into the register or the evaluation of
// vulnerabilities. Texts are "" where nothing is stated; dates are "YYYY-MM-DD".
namespace souptrace {

/// One thing that QA decides about: an item of the register with its components, a component that no item is about, or all files that
/// nobody owns.
struct ReportSubject {
  std::string item;  ///< the register's id; "" = no item is about it
  std::string kind;  ///< "soup", "runtime", "product", "unowned"
  std::string title;
  std::string manufacturer;
  std::string version;  ///< the designator; without an item that of the component
  std::vector<std::string> other_versions;  ///< that are linked and are not the item's, sorted
  std::string commit;
  std::string language;
  std::string safety_class;  ///< its own, else the highest of the binaries that have it; "" = not assigned
  std::string purpose;
  std::string url;
  std::string licence;
  std::string licence_source;
  std::vector<std::string> components;  ///< ids of the trace, sorted
  std::vector<std::string> files;       ///< ids of files that nobody owns and that are this

  // From the register; only with an item.
  std::string approval;  ///< "approved"; "stale": of another state; "draft": nobody approved it
  std::string approved_by;
  std::string approval_date;
  std::string change_request;
  std::string support;  ///< the level
  std::string end_of_support;
  std::string support_source;
  std::string support_justification;  ///< why it is not known
  std::uint64_t requirements = 0;
  std::uint64_t requirements_verified = 0;  ///< by a passing test with the registered files
  std::string verified_on;  ///< the day of the last of these tests
  std::string anomaly_list;       ///< "published", "not published", "" = not stated
  std::string anomaly_list_url;
  std::string anomaly_list_date;  ///< when it was read
  std::uint64_t anomalies = 0;
  std::uint64_t anomalies_open = 0;  ///< not decided, or rejected
  std::vector<std::string> stale;    ///< judgements that are bound to something else than what is linked

  std::vector<std::string> gates;  ///< that fail or warn because of it, sorted
  std::vector<std::string> vulnerabilities;  ///< ids that databases say affect it, sorted
};

/// What somebody decided about a vulnerability.
struct ReportAssessment {
  std::vector<std::string> binaries;  ///< for which it holds; empty: it was made for other bytes and holds for none
  std::string status;
  std::string justification;
  std::string impact;
  std::string by;
  std::string date;
};

/// One vulnerability of one component.
struct ReportVulnerability {
  std::string id;
  std::vector<std::string> aliases;
  std::string summary;
  std::string severity;  ///< vectors, "CVSS_V3 CVSS:3.1/…"
  std::string exploited;  ///< "since 2024-05-01, due 2024-05-22": in CISA's catalogue; "" = not
  std::uint64_t subject = 0;  ///< index in Report::subjects
  std::string component;
  std::string version;
  std::string state;    ///< "affected"; "not-told"
  std::string reasons;  ///< what the records say, one a line
  std::vector<std::string> fixed;
  std::vector<std::string> evidence;   ///< "pump: inflate.c is not linked (libz.a)", in words
  std::vector<std::string> proposals;  ///< "pump: code_not_present"
  std::vector<ReportAssessment> assessments;
};

/// The evaluation that the vulnerabilities are from.
struct ReportEvaluation {
  std::string database;
  std::string date;       ///< of the database
  std::string evaluated;  ///< when it was asked
  std::string sha256;
  bool same_trace = false;  ///< it was made for this very trace
  std::vector<std::string> not_asked;  ///< components that the database could not be asked about, and why
  std::vector<ReportVulnerability> vulnerabilities;
  std::vector<Finding> findings;
};

/// A software item of the register (4.3).
struct ReportSoftwareItem {
  std::string name;
  std::string safety_class;
  std::string rationale;
  std::vector<std::string> binaries;
};

/// Everything that the report says and the trace does not.
struct Report {
  std::string date;           ///< of the report
  std::string tool_version;   ///< of the program that wrote the report; the trace names its own
  std::string trace_sha256;
  std::string register_path;  ///< as the user named it; "" = there is none
  std::vector<ReportSoftwareItem> software_items;
  std::vector<ReportSubject> subjects;  ///< items first, by id, then components, by id, the files that nobody owns last
  std::optional<GateReport> gates;      ///< with a register
  std::optional<ReportEvaluation> evaluation;
  std::optional<ReleaseDiff> diff;  ///< to the release before, when one was named
};

}  // namespace souptrace
