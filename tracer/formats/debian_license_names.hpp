// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

// Internal to debian_license.cpp.
namespace souptrace::formats {

/// SPDX expression of one short name of Debian's copyright-format ("GPL-2+" → "GPL-2.0-or-later"); nothing
/// when none has surely the same meaning: a licence is never guessed.
[[nodiscard]] std::optional<std::string> spdx_of_debian_name(std::string_view name);

/// SPDX identifier of an exception as copyright-format names it, without the word "exception" ("Libtool" →
/// "Libtool-exception").
[[nodiscard]] std::optional<std::string> spdx_of_debian_exception(std::string_view name);

}  // namespace souptrace::formats
