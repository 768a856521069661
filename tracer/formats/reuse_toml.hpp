// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// REUSE.toml, version 1: licences of files that cannot carry a tag. Source: REUSE specification 3.3,
// "REUSE.toml". Of TOML 1.0 this reads what the specification's file needs: comments, bare and quoted keys,
// [[annotations]] tables, basic and literal strings of one line, arrays of them, integers and booleans.
// Dotted keys, inline tables, strings of several lines, dates and other tables are refused by name, not
// skipped.
namespace souptrace::formats {

enum class ReusePrecedence {
  closest,    ///< what the file says itself goes first
  aggregate,  ///< holds beside what the file says
  override_,  ///< holds instead of what the file and deeper REUSE.toml say
};

struct ReuseAnnotation {
  std::vector<std::string>
      paths;  ///< relative to the REUSE.toml: '*' stops at '/', "**" does not, '\\' escapes
  ReusePrecedence precedence = ReusePrecedence::closest;
  std::vector<std::string> licenses;    ///< SPDX-License-Identifier, as written: all hold
  std::vector<std::string> copyrights;  ///< SPDX-FileCopyrightText
};

/// In file order: of the annotations that match a file the last counts. Errors, with the offset:
/// "reuse-toml-malformed", "reuse-toml-unsupported", "reuse-toml-version" (another one than 1).
[[nodiscard]] Result<std::vector<ReuseAnnotation>> parse_reuse_toml(std::string_view text);

/// Whether `path` (relative to the REUSE.toml) matches one of the annotation's paths.
[[nodiscard]] bool reuse_matches(const ReuseAnnotation& annotation, std::string_view path);

}  // namespace souptrace::formats
