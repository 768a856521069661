// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace souptrace::review {

/// `text`, a JSON object, with `value` (JSON) as its member `name`; every other byte stays as it is, so that nothing that a person wrote is
/// lost. A member that is not there yet becomes the last one. Errors: those of formats::json_members.
[[nodiscard]] Result<std::string> with_member(std::string_view text, std::string_view name, std::string_view value);

}  // namespace souptrace::review
