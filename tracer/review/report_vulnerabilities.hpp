// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "review/report_rows.hpp"

namespace souptrace::review {

/// The evaluation of ReportSources::vulnerabilities, which is not null, joined with `subjects` and with the register's assessments; adds to
/// each subject the ids that affect it.
[[nodiscard]] ReportEvaluation report_evaluation(const ReportSources& sources, std::vector<ReportSubject>& subjects);

}  // namespace souptrace::review
