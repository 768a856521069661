# SPDX-License-Identifier: Apache-2.0
enable_language(C)
add_executable(pump file.c)
add_executable(same::pump ALIAS pump)
souptrace(TARGETS pump EXCLUDE same::pump)
