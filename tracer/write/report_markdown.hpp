// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "model/report.hpp"
#include "write/trace_index.hpp"

namespace souptrace::write {

/// The report for a wiki or a change request, as GitHub Flavored Markdown: head, verdict and what is to do, the SOUP of each binary,
/// vulnerabilities, findings, gates.
[[nodiscard]] std::string report_markdown(const TraceIndex& index, const Report& report);

/// `text` in one line, as itself: what Markdown or HTML would take for markup is escaped, control characters are shown.
[[nodiscard]] std::string markdown_text(std::string_view text);

}  // namespace souptrace::write
