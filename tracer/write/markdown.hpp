// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace souptrace::write {

/// `text` in one line, as itself: what GitHub Flavored Markdown or HTML would take for markup, a link or a mention is escaped, control
/// characters are shown (GFM 0.29 §2.4, §6.9).
[[nodiscard]] std::string markdown_text(std::string_view text);

/// A table's row (GFM §4.10); its cells are Markdown already.
[[nodiscard]] std::string markdown_row(const std::vector<std::string>& cells);

/// The row of a table's column names and the line below it.
[[nodiscard]] std::string markdown_head(const std::vector<std::string>& names);

}  // namespace souptrace::write
