// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/release_diff.hpp"
#include "write/text_style.hpp"

// What differs between two releases, for people, for a change request and for machines. All deterministic.
namespace souptrace::write {

/// The gravest first; long lists end with how many more there are.
[[nodiscard]] std::string release_diff_text(const ReleaseDiff& diff, const TextOptions& options);

/// GitHub Flavored Markdown with tables, every name escaped: none can end a cell, be markup or HTML.
[[nodiscard]] std::string release_diff_markdown(const ReleaseDiff& diff);

/// Everything (schema: release_diff.schema.json); ends with a newline.
[[nodiscard]] std::string release_diff_json(const ReleaseDiff& diff);

}  // namespace souptrace::write
