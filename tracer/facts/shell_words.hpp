// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace souptrace::facts {

/// The words of a command line as a POSIX shell splits it (quotes and backslashes undone, nothing expanded).
/// A quote that is never closed ends with the text.
[[nodiscard]] std::vector<std::string> shell_words(std::string_view text);

}  // namespace souptrace::facts
