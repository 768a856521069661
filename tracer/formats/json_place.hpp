// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>

namespace souptrace::formats {

/// The offset in `text`, in bytes, of what a JSON pointer (RFC 6901) names: of its name where it is a member, of the value where it is an
/// element or the root. Where the pointer leads nowhere, the offset of the last value on the way. For messages: it reads the text anew.
[[nodiscard]] std::size_t json_place(std::string_view text, std::string_view pointer);

}  // namespace souptrace::formats
