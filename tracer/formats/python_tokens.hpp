// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// Python source cut into statements of tokens, as far as reading literal assignments needs it. Source: "The
// Python Language Reference", chapter 2 (lexical analysis).
namespace souptrace::formats {

struct PythonToken {
  enum class Kind { name, string, other };
  Kind kind = Kind::other;
  std::string_view text;  ///< a string without prefix and quotes; one character of anything else
  bool is_plain = false;  ///< of a string: it means its text (no f or b before it, no escape in it)
};

/// One logical line: what stands in brackets or behind a backslash is joined.
struct PythonLine {
  std::size_t indentation = 0;  ///< in columns, a tab reaching to the next multiple of eight
  std::vector<PythonToken> tokens;
};

/// The logical lines that have tokens; comments are dropped. The views point into `text`. Error
/// "python-malformed", with the offset, for a string without end and brackets without partner.
[[nodiscard]] Result<std::vector<PythonLine>> python_lines(std::string_view text);

}  // namespace souptrace::formats
