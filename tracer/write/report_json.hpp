// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/report.hpp"
#include "model/trace_index.hpp"

namespace souptrace::write {

/// The report's data, as tracer/write/report/report.js reads it: JSON in which no character stands that could end or open something in
/// HTML ('<', '>', '&') or that a script takes for a line end (U+2028, U+2029): they are written as \uNNNN. Texts are as clean() shows them.
/// Of one row only the first kReportFiles files and of one archive the first kReportMembers members are listed, with the number of the rest.
[[nodiscard]] std::string report_json(const TraceIndex& index, const Report& report);

inline constexpr std::size_t kReportFiles = 200;
inline constexpr std::size_t kReportMembers = 1000;

}  // namespace souptrace::write
