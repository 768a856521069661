// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "model/report.hpp"
#include "model/trace_index.hpp"

namespace souptrace::write {

/// The report for a wiki or a change request, as GitHub Flavored Markdown: head, verdict and what is to do, the SOUP of each binary,
/// vulnerabilities, findings, gates.
[[nodiscard]] std::string report_markdown(const TraceIndex& index, const Report& report);

}  // namespace souptrace::write
