# SPDX-License-Identifier: Apache-2.0
# find_package(SoupTrace) does what include(SoupTrace) does; the manual is in SoupTrace.cmake beside this file.
include("${CMAKE_CURRENT_LIST_DIR}/SoupTrace.cmake")
