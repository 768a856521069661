// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace souptrace::formats {

struct KevEntry {
  std::string added;     ///< date
  std::string due;       ///< date until which it must be remedied; "" = none
  std::string required;  ///< what CISA requires
  bool ransomware = false;
};

/// CISA's catalogue of known exploited vulnerabilities (known_exploited_vulnerabilities.json).
struct KevCatalogue {
  std::string version;   ///< catalogVersion
  std::string released;  ///< dateReleased
  std::map<std::string, KevEntry> entries;  ///< by CVE
};

/// Errors: "json-malformed"; "json-mismatch" with the JSON pointer, also when there are other entries than `count` says: the file is cut.
[[nodiscard]] Result<KevCatalogue> parse_kev(std::string_view text);

}  // namespace souptrace::formats
