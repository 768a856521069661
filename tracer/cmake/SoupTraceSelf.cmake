# SPDX-License-Identifier: Apache-2.0
# SoupTrace traces its own build: what is installed, compared with its own register in soup/. The tracer is an earlier build, in
# SOUPTRACE_EXECUTABLE and SOUPTRACE_LINK; without these the module builds one from this checkout first.
set(SOUPTRACE_REGISTER soup/register.json CACHE FILEPATH "The SOUP register that the build of SoupTrace itself compares with")
list(APPEND CMAKE_MODULE_PATH "${PROJECT_SOURCE_DIR}/CMakeModules")
include(SoupTrace)
# No SAFETY_CLASS: SoupTrace is no medical device software. How strict the gates are stands in the register, with the reason.
souptrace(PRODUCT SoupTrace VERSION "${PROJECT_VERSION}" SUPPLIER "The SoupTrace authors"
  TARGETS souptrace souptrace-link souptrace-linker-plugin)
