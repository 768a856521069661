// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace souptrace::review {

/// Whether a C or C++ header may have the body of a function of that name: a definition in braces, or a macro with parameters. A declaration,
/// and a macro that only gives a function another name, are none. Errs to true (a call in another function's head); linear in the text.
[[nodiscard]] bool may_have_body_of(std::string_view header, std::string_view function);

}  // namespace souptrace::review
