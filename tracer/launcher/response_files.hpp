// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace souptrace::launcher {

/// The content of a response file, or nothing when there is no such file.
using ReadText = std::function<std::optional<std::string>(const std::string& path)>;

/// The words of a response file as gcc, clang and the GNU linkers read them: blanks separate; ' and " quote;
/// a backslash makes the next character ordinary, within quotes too.
[[nodiscard]] std::vector<std::string> response_file_words(std::string_view text);

/// `arguments` with every "@FILE" replaced by the words of FILE, which may name more files. As the drivers
/// do, an argument whose file cannot be read stays as it is. Bounded: after 2000 files, 64 levels or 256 MiB
/// of text the rest stays as it is.
[[nodiscard]] std::vector<std::string> expand_response_files(const std::vector<std::string>& arguments,
                                                             const ReadText& read);

}  // namespace souptrace::launcher
