// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

// Linker scripts as far as they name inputs, e.g. /usr/lib/x86_64-linux-gnu/libc.so. Source: the binutils
// manual, "Linker Scripts".
namespace souptrace::formats {

struct ScriptInput {
  std::string name;  ///< as written, without quotes: a path, "-lname", or a path that starts with '=' or
                     ///< "$SYSROOT" (the sysroot)
  bool as_needed = false;  ///< inside AS_NEEDED()
  bool in_group = false;   ///< inside GROUP()
};

struct LinkerScript {
  std::vector<ScriptInput> inputs;              ///< INPUT, GROUP and STARTUP, in file order
  std::vector<std::string> search_directories;  ///< SEARCH_DIR
  std::vector<std::string> includes;            ///< INCLUDE, as written
  std::vector<std::string> targets;             ///< TARGET: formats of the inputs behind it
  bool has_command = false;  ///< whether it has any command of a linker script, which other text has not
};

/// Whether the bytes can be a linker script: not empty, neither ELF nor an archive, text without control
/// characters other than white space. Only the first 4 KiB are looked at.
[[nodiscard]] bool can_be_linker_script(ByteView bytes);

/// Reads a script; what names no input (SECTIONS, MEMORY, VERSION, assignments, …) is skipped with its
/// braces. Error "linker-script-malformed", with the offset: an open comment, quote or parenthesis, or
/// nesting deeper than 100.
[[nodiscard]] Result<LinkerScript> parse_linker_script(std::string_view text);

}  // namespace souptrace::formats
