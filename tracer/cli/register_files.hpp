// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "review/register_read.hpp"

namespace souptrace::cli {

/// Where a product keeps its register when nothing else is said.
inline constexpr const char* kDefaultRegister = "soup/register.json";

/// Reads the register that `argument` means: a register.json, or a directory with one; "" = kDefaultRegister. When something in it is not
/// as it must be, it has told the user all of it and set the exit code.
[[nodiscard]] std::optional<review::RegisterFiles> load_register(Context& context, const std::string& argument);

/// Whether the register is that of the traced product, as far as both name theirs. When it is not, it has told the user.
[[nodiscard]] bool is_register_of(Context& context, const review::RegisterFiles& files, const Trace& trace);

/// The path of the register.json that `argument` means, whether it is there or not.
[[nodiscard]] std::string register_path(Host& host, const std::string& argument);

/// The day from which everything due is measured: `given`, else that of SOURCE_DATE_EPOCH, else today in UTC. Error "usage".
[[nodiscard]] Result<std::string> date_today(Host& host, const std::string& given);

}  // namespace souptrace::cli
