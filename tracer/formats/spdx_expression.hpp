// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

// SPDX licence expressions. Source: SPDX specification 2.3 annex D and 3.0 annex "SPDX license expressions";
// identifiers: spdx_license_ids.inc.
namespace souptrace::formats {

/// Checks an expression and gives its one spelling: identifiers and exceptions in their official letter case,
/// operators in capitals, no parentheses that change nothing, one space between words. Deprecated GNU
/// identifiers become the current ones of the same meaning
/// ("GPL-2.0+" → "GPL-2.0-or-later"). Operands keep their order. LicenseRef-, DocumentRef-…:LicenseRef- and
/// AdditionRef- names are accepted as they are. Error "spdx-expression-malformed", with the offset, for
/// anything else: unknown identifiers, "NOASSERTION", "NONE", "".
[[nodiscard]] Result<std::string> normalize_spdx_expression(std::string_view text);

/// The official spelling of a licence or exception identifier given in any letter case; nothing when the list
/// has none.
[[nodiscard]] std::optional<std::string_view> spdx_license_id(std::string_view name);
[[nodiscard]] std::optional<std::string_view> spdx_exception_id(std::string_view name);

/// Version of the licence list that is built in, as the data file says.
[[nodiscard]] std::string_view spdx_license_list_version();

}  // namespace souptrace::formats
