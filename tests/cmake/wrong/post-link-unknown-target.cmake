# SPDX-License-Identifier: Apache-2.0
enable_language(C)
add_executable(valve file.c)
souptrace_post_link(TARGET pump
  OUTPUT pump.hex)
add_library(alarm SHARED file.c)
