// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace souptrace::formats {

enum class GlobSlash {
  separates,  ///< '*', '?' and '[…]' do not match '/', as in glob(7)
  ordinary,   ///< they do, as in the Files patterns of copyright-format
};

/// Whether all of `text` matches the pattern: '*', '?', '[a-z]', '[!a]', '\\' before a character for itself.
/// Never takes exponential time.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text,
                                GlobSlash slash = GlobSlash::separates);

}  // namespace souptrace::formats
