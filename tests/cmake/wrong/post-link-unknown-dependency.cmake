# SPDX-License-Identifier: Apache-2.0
souptrace_post_link(TARGET pump OUTPUT pump.hex DEPENDS sign)
enable_language(C)
add_executable(pump file.c)
