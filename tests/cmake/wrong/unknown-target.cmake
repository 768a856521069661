# SPDX-License-Identifier: Apache-2.0
enable_language(C)
add_executable(pump file.c)
souptrace(TARGETS pumpp)
