// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace souptrace::identify {

/// Whether the text is an object id: 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits.
[[nodiscard]] bool is_object_id(std::string_view text);

/// A packed-refs file: reference name → object id; for an annotated tag the commit that it leads to (the "^"
/// line). Lines of another shape are left out. Source: gitrepository-layout(5), git-pack-refs(1).
[[nodiscard]] std::map<std::string, std::string> parse_packed_refs(std::string_view text);

/// Where a text that is "<prefix><path>\n" (".git" with "gitdir: ", HEAD with "ref: ") leads; "" when it has
/// another shape.
[[nodiscard]] std::string_view behind_prefix(std::string_view text, std::string_view prefix);

}  // namespace souptrace::identify
