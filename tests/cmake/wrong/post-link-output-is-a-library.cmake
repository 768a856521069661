# SPDX-License-Identifier: Apache-2.0
enable_language(C)
add_library(alarm SHARED file.c)
souptrace_post_link(TARGET alarm OUTPUT libalarm.so)
