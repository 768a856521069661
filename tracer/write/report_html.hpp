// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "model/report.hpp"
#include "model/trace_index.hpp"

namespace souptrace::write {

/// report.html: one file that needs no other and no network. Style and script stand in it and are the only ones that its Content Security
/// Policy allows, by their digests; the data is JSON that the script reads (report_json()) and puts into the page as text only.
[[nodiscard]] std::string report_html(const TraceIndex& index, const Report& report);

/// The files of tracer/write/report, compiled into the program.
struct ReportAssets {
  std::string_view page;    ///< report.html; @POLICY@, @TITLE@, @STYLE@, @SCRIPT@ and @DATA@ stand for what report_html() puts there
  std::string_view style;   ///< report.css
  std::string_view script;  ///< report.js
};
[[nodiscard]] ReportAssets report_assets();

}  // namespace souptrace::write
