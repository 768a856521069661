// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// Records of the Open Source Vulnerability format. Source: the OSV schema, version 1.7 (ossf.github.io/osv-schema).
namespace souptrace::formats {

/// One change on the timeline of a range. An object with none of the four members, or with several, is `unknown`.
struct OsvEvent {
  enum class Kind { introduced, fixed, last_affected, limit, unknown };
  Kind kind = Kind::unknown;
  std::string version;
};

struct OsvRange {
  std::string type;  ///< "SEMVER", "ECOSYSTEM", "GIT"; others may come
  std::string repo;
  std::vector<OsvEvent> events;
};

/// One affected package.
struct OsvAffected {
  std::string ecosystem;  ///< with the release: "Debian:12"; "" when the record names no package
  std::string name;
  std::string purl;
  std::vector<OsvRange> ranges;
  std::vector<std::string> versions;
  /// What `ecosystem_specific` and `database_specific` name as the vulnerable code, sorted: strings of their members "functions", "symbols",
  /// "files", "imports" and "affects", the last two also as objects with these members and "path".
  std::vector<std::string> symbols;
  std::vector<std::string> files;
};

struct OsvSeverity {
  std::string type;   ///< "CVSS_V3", …
  std::string score;  ///< a vector
  auto operator<=>(const OsvSeverity&) const = default;
};

struct OsvRecord {
  std::string id;
  std::string modified;   ///< RFC 3339
  std::string published;  ///< likewise, or ""
  std::string withdrawn;  ///< likewise; "" = it is in force
  std::vector<std::string> aliases;
  std::vector<std::string> upstream;
  std::string summary;
  std::vector<OsvSeverity> severity;  ///< of the record, or of its affected packages where only those have one
  std::vector<OsvAffected> affected;
  std::vector<std::string> references;  ///< URLs, advisories first
  std::vector<std::string> cwes;        ///< "CWE-787"
};

/// One record. Members that the schema does not know are ignored, as it demands. Errors: "json-malformed"; "json-mismatch" with the JSON
/// pointer of a member of a wrong type or of a missing one (id, modified, a range's type and events); "osv-version" for a schema_version
/// other than 1.
[[nodiscard]] Result<OsvRecord> parse_osv(std::string_view text);

}  // namespace souptrace::formats
