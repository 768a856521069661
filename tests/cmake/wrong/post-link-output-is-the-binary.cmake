# SPDX-License-Identifier: Apache-2.0
enable_language(C)
add_executable(pump file.c)
set_target_properties(pump PROPERTIES OUTPUT_NAME pump-2 SUFFIX .elf RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
souptrace_post_link(TARGET pump OUTPUT bin/pump-2.elf ACTION strip)
