# SPDX-License-Identifier: Apache-2.0
file(MAKE_DIRECTORY "${CMAKE_SOURCE_DIR}/old")
file(WRITE "${CMAKE_SOURCE_DIR}/old/CMakeLists.txt" "")
subdirs(old)
