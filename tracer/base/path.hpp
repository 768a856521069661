// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

// Lexical operations on POSIX paths; nothing here looks at the disk. Paths are bytes and '/' separates.
namespace souptrace::path {

[[nodiscard]] bool is_absolute(std::string_view path);

/// `path` without ".", doubled '/' and a trailing '/', ".." folded into what stands before it. Folding ".." is right for files only
/// where no symbolic link stands before it: ask Host::real_path when that matters.
[[nodiscard]] std::string normalize(std::string_view path);

/// `path` itself when absolute, else `base`/`path`; normalized.
[[nodiscard]] std::string absolute(std::string_view path, std::string_view base);

/// `path` below `directory` written relative to it ("" for the directory itself), which `is_below` must have said.
[[nodiscard]] std::string_view below(std::string_view path, std::string_view directory);

/// Whether `path` is `directory` or lies in it; both absolute and normalized.
[[nodiscard]] bool is_below(std::string_view path, std::string_view directory);

/// The way from `directory` to `path`, with "..": both absolute and normalized.
[[nodiscard]] std::string relative(std::string_view path, std::string_view directory);

[[nodiscard]] std::string_view filename(std::string_view path);
[[nodiscard]] std::string_view parent(std::string_view path);
/// The part of the file name from its last '.', with it; "" when there is none or the name starts with its only one.
[[nodiscard]] std::string_view extension(std::string_view path);
[[nodiscard]] std::string join(std::string_view directory, std::string_view name);

/// Whether `name` can only be the name of something in a directory: not "", "." or "..", and without '/', '\\' and control characters.
[[nodiscard]] bool is_name(std::string_view name);
/// `name` with '_' for all that a name cannot have.
[[nodiscard]] std::string as_name(std::string_view name);

}  // namespace souptrace::path
