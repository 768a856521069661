// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

// What CMake's configure_file() makes of a template. Source: cmake-commands(7), "configure_file", and what
// CMake 3.22 to 4.4 write:
//
//   @NAME@, ${NAME}, $ENV{NAME}     any text, also of several lines, also itself (@ONLY keeps ${NAME})
//   #cmakedefine NAME …             "#define NAME …", or "/* #undef NAME */" in place of the whole line
//   #cmakedefine01 NAME             "#define NAME 0" or "#define NAME 1"
//   everything else                 itself; ends of lines may change (NEWLINE_STYLE)
//
// With COPYONLY the file is the template.
namespace souptrace::formats {

/// Whether `text` is the template, as it is or with some values filled in. False for a template that has no
/// text of its own, because anything would fit it; false as well where to find out would take long (texts
/// above 4 MiB, hostile templates). Says nothing of the values.
[[nodiscard]] bool configured_from(std::string_view template_text, std::string_view text);

}  // namespace souptrace::formats
