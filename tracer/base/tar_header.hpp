// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The one form of tar header that a bundle has: POSIX.1-1988 ustar, a regular file, mode 0644, user, group and time 0. Writer and reader share
// it: a header that is not to the byte what the writer makes of its name and size is not read.
namespace souptrace {

inline constexpr std::size_t kTarBlock = 512;

/// The 512 bytes for a file; nothing when the name fits no header (255 bytes at most, split at a '/' so that 155 and 100 hold the parts) or
/// the size is 8 GiB or more.
[[nodiscard]] std::optional<std::string> tar_header(std::string_view name, std::uint64_t size);

/// Whether `name` may stand in an archive: relative, parts divided by single '/', none of them "." or "..", no control characters, no
/// backslash, not empty.
[[nodiscard]] bool is_safe_member_name(std::string_view name);

}  // namespace souptrace
