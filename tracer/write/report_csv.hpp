// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "model/report.hpp"
#include "model/trace_index.hpp"

namespace souptrace::write {

/// soup-list.csv: one row for each subject in each binary, the product's own code left out; then the registered items that no binary has.
/// RFC 4180, UTF-8, lines ended by CR LF, the first has the names of the columns. Texts as csv_cell() gives them.
[[nodiscard]] std::string soup_list_csv(const TraceIndex& index, const Report& report);

/// One cell: control characters and marks of direction shown, line ends as blanks, quotes doubled. What a spreadsheet would take for a
/// formula (it begins with = + - @, also in their full width, after any blanks) gets an apostrophe in front.
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace souptrace::write
