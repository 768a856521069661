# SPDX-License-Identifier: Apache-2.0
# cmake -D DIRECTORY=<directory> -D NAMES=<file>,<file>... -D OUTPUT=<file.hpp> -P SoupTraceEmbed.cmake
#
# Writes a header in which each file is a std::string_view of its bytes: report.html is souptrace::embedded::report_html. As single characters:
# a string literal has a longest length that compilers differ about.
string(REPLACE "," ";" NAMES "${NAMES}")
set(text "// Generated from the files named below; do not edit.\n#pragma once\n#include <string_view>\n\nnamespace souptrace::embedded {\n\n")
foreach(base IN LISTS NAMES)
  string(MAKE_C_IDENTIFIER "${base}" name)
  file(READ "${DIRECTORY}/${base}" bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(REGEX REPLACE "(('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',))" "\\1\n" bytes "${bytes}")
  string(APPEND text "// ${base}\ninline constexpr char ${name}_bytes[] = {\n${bytes}'\\0'};\ninline constexpr std::string_view ${name}(${name}_bytes, sizeof ${name}_bytes - 1);\n\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}}  // namespace souptrace::embedded\n")
