# SPDX-License-Identifier: Apache-2.0
# Everything that SoupTrace's own targets are compiled with: link souptrace_options.
add_library(souptrace_options INTERFACE)
target_compile_features(souptrace_options INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

target_compile_options(souptrace_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Woverloaded-virtual -Wimplicit-fallthrough
  -Wno-missing-field-initializers)  # designated initialisers leave members at their defaults on purpose
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(souptrace_options INTERFACE -Wno-restrict)  # false alarms on std::string concatenation: gcc bug 105651
endif()
if(SOUPTRACE_DEVELOP)
  target_compile_options(souptrace_options INTERFACE -Werror)
endif()

if(SOUPTRACE_SANITIZE)
  target_compile_options(souptrace_options INTERFACE -fsanitize=${SOUPTRACE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<BOOL:$<TARGET_PROPERTY:SOUPTRACE_TEST>>:-O0>)
  target_link_options(souptrace_options INTERFACE -fsanitize=${SOUPTRACE_SANITIZE})
elseif(SOUPTRACE_COVERAGE)
  # Inlined code has no lines of its own; processes that run at the same time (the launcher's) add to one file of counts.
  target_compile_options(souptrace_options INTERFACE --coverage -O0 -fprofile-update=atomic)
  target_link_options(souptrace_options INTERFACE --coverage)
else()
  # Test programs (target property SOUPTRACE_TEST) are compiled without optimization, which takes a fifth of the time; fortification needs it.
  set(_fortified $<AND:$<CONFIG:Release,RelWithDebInfo>,$<NOT:$<BOOL:$<TARGET_PROPERTY:SOUPTRACE_TEST>>>>)
  target_compile_options(souptrace_options INTERFACE -fstack-protector-strong $<$<BOOL:$<TARGET_PROPERTY:SOUPTRACE_TEST>>:-O0>
    $<${_fortified}:-U_FORTIFY_SOURCE> $<${_fortified}:-D_FORTIFY_SOURCE=2>)
  if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
    target_link_options(souptrace_options INTERFACE -Wl,-z,relro -Wl,-z,now)
  endif()
endif()
