# SPDX-License-Identifier: Apache-2.0
# souptrace_layer(<name> [LINK <layer>...] [PRIVATE <library>...])
#
# Every *.cpp of one folder of tracer/ as the static library souptrace_<name>. LINK names the layers that it may include (tracer/README.md has the
# table, tests/layering checks it); PRIVATE the third-party libraries that only its sources see.
function(souptrace_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK;PRIVATE")
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  if(NOT sources)
    return()
  endif()
  add_library(souptrace_${name} STATIC ${sources})
  target_include_directories(souptrace_${name} PUBLIC "${PROJECT_SOURCE_DIR}/tracer")
  list(TRANSFORM arg_LINK PREPEND souptrace_)
  target_link_libraries(souptrace_${name} PUBLIC ${arg_LINK} PRIVATE souptrace_options ${arg_PRIVATE})
endfunction()
