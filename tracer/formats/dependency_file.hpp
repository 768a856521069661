// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// Make dependency files, in the dialects of compilers and of linkers (they escape differently: see each
// function).
namespace souptrace::formats {

struct DependencyRule {
  std::vector<std::string> targets;
  std::vector<std::string> prerequisites;
};

/// A compiler's -MD file: make syntax as gcc, clang and ccache write it ("\ " a space, "$$" a dollar, "\#" a
/// hash, "\" + newline a continuation; a backslash before anything else, a ':' inside a name and a lone '$'
/// stand for themselves). The first ':' that ends a word ends the targets. Rules without prerequisites (from
/// -MP) are kept. Lines may end in "\r\n". What -MT names is not escaped by compilers: a target with spaces
/// comes back in pieces. Error, with the offset: "dependency-file-malformed".
[[nodiscard]] Result<std::vector<DependencyRule>> parse_compiler_dependency_file(std::string_view text);

/// A linker's --dependency-file: the files it opened, each once, in file order, as written. Read from the
/// phony rules ("path:") that every linker writes behind the first rule, because bfd, gold and mold do not
/// escape; then the first rule must list exactly them, so that a cut file or an unforeseen name is noticed.
/// lld's "\ ", "$$", "\#" are undone when `escaped`. Error, with the offset: "dependency-file-malformed".
[[nodiscard]] Result<std::vector<std::string>> parse_linker_dependency_file(std::string_view text,
                                                                            bool escaped);

}  // namespace souptrace::formats
