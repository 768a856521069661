// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

// "SPDX-License-Identifier:" in source files. Source: SPDX specification 2.3 annex E (3.0: "Using SPDX short
// identifiers in source files"); REUSE specification 3.3 for files of their own and for "REUSE-IgnoreStart".
namespace souptrace::formats {

/// How much of a file is looked at: the tag stands at the top.
inline constexpr std::size_t kSpdxTagWindow = 4096;

struct SpdxTags {
  std::vector<std::string> expressions;  ///< normalized, each once, in the file's order: all of them hold
  std::vector<std::string> malformed;    ///< values that are no SPDX expression, as written
  auto operator<=>(const SpdxTags&) const = default;
};

enum class SpdxTagPlace {
  comment,     ///< source code: a tag counts where it begins a line of a comment (//, /* */, #, ;, !, --)
  plain_text,  ///< a "<file>.license" file: a tag counts where it begins a line, comment or not
};

/// The tags in the first kSpdxTagWindow bytes; a line that reaches beyond is left out. What stands in string
/// literals or in the middle of a line of prose is no tag. One line holds one tag: an expression that goes on
/// in the next line is malformed. Never fails.
[[nodiscard]] SpdxTags read_spdx_tags(std::string_view text, SpdxTagPlace place = SpdxTagPlace::comment);

}  // namespace souptrace::formats
