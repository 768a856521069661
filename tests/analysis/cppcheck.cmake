# SPDX-License-Identifier: Apache-2.0
# cmake -DCPPCHECK=FILE -DSOURCE=DIR -P cppcheck.cmake: any finding is a failure. Not looked for: functionStatic, which wants helpers out of
# the classes that they help; style, which .clang-tidy has.
if(NOT CPPCHECK)
  if("$ENV{SOUPTRACE_REQUIRE_ALL}" STREQUAL "1")
    message(FATAL_ERROR "cppcheck is not installed, and SOUPTRACE_REQUIRE_ALL=1")
  endif()
  message("SKIPPED: cppcheck is not installed")
  return()
endif()
execute_process(COMMAND "${CPPCHECK}" --std=c++20 --language=c++ --quiet --error-exitcode=1 --enable=warning,performance,portability
  --suppress=missingIncludeSystem --suppress=functionStatic -I tracer "--template={file}:{line}: {id}: {message}" tracer
  WORKING_DIRECTORY "${SOURCE}" RESULT_VARIABLE code)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "cppcheck found the above")
endif()
