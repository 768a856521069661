# SPDX-License-Identifier: Apache-2.0
# cmake -D DIRECTORY=<directory> -D NAMES=<file>,<file>... -D TEMPLATE=<file.hpp.in> -D OUTPUT=<file.hpp> -P SoupTraceEmbed.cmake
#
# Fills the template: @report_html@ is the bytes of report.html, as characters with a comma behind each.
string(REPLACE "," ";" NAMES "${NAMES}")
foreach(base IN LISTS NAMES)
  string(MAKE_C_IDENTIFIER "${base}" name)
  file(READ "${DIRECTORY}/${base}" bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(REGEX REPLACE "(('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',))" "\\1\n" ${name} "${bytes}")
endforeach()
configure_file("${TEMPLATE}" "${OUTPUT}" @ONLY)
