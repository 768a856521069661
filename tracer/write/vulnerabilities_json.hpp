// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/vulnerability.hpp"

namespace souptrace::write {

/// vulnerabilities.json (schema: vulnerabilities.schema.json), ends with a newline. Deterministic.
[[nodiscard]] std::string vulnerabilities_json(const VulnerabilityReport& report);

/// Reads it back. Errors: "vulnerabilities-malformed" with the JSON pointer or the byte, also for members that the format does not know;
/// "vulnerabilities-version" for a format above this program's.
[[nodiscard]] Result<VulnerabilityReport> read_vulnerabilities_json(std::string_view text);

}  // namespace souptrace::write
