# SPDX-License-Identifier: Apache-2.0
# What souptrace() and souptrace_component() accept, and what they say when they do not. Messages name the call, what is wrong, and
# what to write instead; tests/cmake/wrong holds them as expectations.

function(_souptrace_fail subject text)
  message(FATAL_ERROR "${subject} ${text}")
endfunction()

# Stops where SoupTrace cannot work: no project, another generator, a path that CMake cannot carry.
function(_souptrace_check_build)
  if(CMAKE_SCRIPT_MODE_FILE)
    _souptrace_fail("include(SoupTrace)" "belongs into a CMakeLists.txt; a script run with 'cmake -P' builds nothing to trace.")
  endif()
  if(NOT DEFINED PROJECT_NAME)
    _souptrace_fail("include(SoupTrace)" "comes before project(). Put it after the project() call of the top-level CMakeLists.txt.")
  endif()
  if(NOT CMAKE_GENERATOR MATCHES "^(Ninja|Ninja Multi-Config|Unix Makefiles)$")
    _souptrace_fail("SoupTrace" "does not work with the generator '${CMAKE_GENERATOR}', which has no linker launcher. \
Use one of: -G Ninja, -G \"Ninja Multi-Config\", -G \"Unix Makefiles\".")
  endif()
  if(CMAKE_SOURCE_DIR STREQUAL CMAKE_BINARY_DIR)
    _souptrace_fail("SoupTrace" "cannot tell sources from what the build makes of them when both lie in one directory. Use a build \
directory apart: cmake -S \"${CMAKE_SOURCE_DIR}\" -B \"${CMAKE_SOURCE_DIR}/build\" (after deleting CMakeCache.txt and \
CMakeFiles here).")
  endif()
  _souptrace_check_path("the source directory" "${CMAKE_SOURCE_DIR}")
  _souptrace_check_output_path("the build directory" "${CMAKE_BINARY_DIR}")
endfunction()

function(_souptrace_check_path what path)
  set(brackets "${path}")
  string(REGEX REPLACE "[^][]" "" brackets "${brackets}")
  while("${brackets}" MATCHES "\\[\\]")
    string(REPLACE "[]" "" brackets "${brackets}")
  endwhile()
  if("${path}" MATCHES "[;\n]" OR "${path}" MATCHES "[$]<" OR NOT "${brackets}" STREQUAL "")
    _souptrace_fail("SoupTrace" "cannot pass the path of ${what} through CMake, because it contains a ';', a '$<', a newline or a bracket \
without its partner:\n  ${path}\nRename that directory.")
  endif()
endfunction()

# A directory in which a custom command makes files.
function(_souptrace_check_output_path what path)
  _souptrace_check_path("${what}" "${path}")
  set(refused "[<>]")
  if(CMAKE_VERSION VERSION_LESS 3.30)
    set(refused "[<>#]")
  endif()
  if("${path}" MATCHES "${refused}")
    _souptrace_fail("SoupTrace" "needs a custom command in ${what}, and CMake ${CMAKE_VERSION} makes none where the path contains \
'${CMAKE_MATCH_0}':\n  ${path}\nRename that directory. ('#' is possible from CMake 3.30 on.)")
  endif()
endfunction()

function(_souptrace_check_time call)
  _souptrace_global(finished _SOUPTRACE_FINISHED)
  if(finished)
    _souptrace_fail("${call}" "is called too late: SoupTrace has looked at the targets already. Call it while the CMakeLists.txt files \
are read, not from a deferred call.")
  endif()
endfunction()

# Looks at what cmake_parse_arguments(… _souptrace_arg …) left in the caller.
function(_souptrace_check_arguments call known)
  list(JOIN known " " all)
  if(NOT "${_souptrace_arg_UNPARSED_ARGUMENTS}" STREQUAL "")
    list(GET _souptrace_arg_UNPARSED_ARGUMENTS 0 first)
    _souptrace_fail("${call}" "does not know the argument '${first}'. It knows: ${all}.")
  endif()
  foreach(name IN LISTS known)
    if("${name}" IN_LIST _souptrace_arg_KEYWORDS_MISSING_VALUES)
      _souptrace_fail("${call}" "has the keyword ${name} without a value. Write a value after it, or leave the keyword out.")
    endif()
  endforeach()
endfunction()

# One setting of the product, from souptrace() or from a variable; `subject` says which.
function(_souptrace_check_setting subject name value)
  if(name STREQUAL "SAFETY_CLASS" AND NOT "${value}" MATCHES "^[ABC]$")
    _souptrace_fail("${subject}" "is '${value}'. IEC 62304 has the software safety classes A, B and C: write SAFETY_CLASS A, B or C.")
  elseif(name STREQUAL "CYCLONEDX" AND NOT "${value}" MATCHES "^1\\.[67]$")
    _souptrace_fail("${subject}" "is '${value}'. SoupTrace writes CycloneDX 1.6 and 1.7: write CYCLONEDX 1.6 or CYCLONEDX 1.7.")
  elseif(name STREQUAL "LINK_MAP" AND NOT "${value}" MATCHES "^([Oo][Nn]|[Oo][Ff][Ff]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|0|1)$")
    _souptrace_fail("${subject}" "is '${value}'. Write LINK_MAP ON or LINK_MAP OFF.")
  elseif(name STREQUAL "OUTPUT_DIRECTORY")
    _souptrace_check_output_path("the output directory" "${value}")
  endif()
endfunction()

# The value of a variable; "" when it is not set, without the warning of --warn-uninitialized.
function(_souptrace_variable out name)
  set(value "")
  if(DEFINED ${name})
    set(value "${${name}}")
  endif()
  set(${out} "${value}" PARENT_SCOPE)
endfunction()

# The effective value of each setting, as setting_<NAME> in the caller, and origin_<NAME> for messages about it: from souptrace(), else
# from the variable SOUPTRACE_<NAME>, else the default.
function(_souptrace_read_settings)
  _souptrace_variable(default_PRODUCT CMAKE_PROJECT_NAME)
  _souptrace_variable(default_VERSION CMAKE_PROJECT_VERSION)
  set(default_SUPPLIER "")
  set(default_SAFETY_CLASS "")
  set(default_TARGETS "")
  set(default_EXCLUDE "")
  set(default_LINK_MAP OFF)
  set(default_CYCLONEDX 1.7)
  set(default_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/souptrace")
  foreach(name IN ITEMS PRODUCT VERSION SUPPLIER SAFETY_CLASS TARGETS EXCLUDE LINK_MAP CYCLONEDX OUTPUT_DIRECTORY)
    set(origin "souptrace(${name})")
    _souptrace_variable(variable SOUPTRACE_${name})
    get_property(said GLOBAL PROPERTY _SOUPTRACE_SETTING_${name} SET)
    if(said)
      get_property(value GLOBAL PROPERTY _SOUPTRACE_SETTING_${name})
    elseif(NOT "${variable}" STREQUAL "")
      set(value "${variable}")
      set(origin "The variable SOUPTRACE_${name}")
      _souptrace_check_setting("${origin}" ${name} "${value}")
    else()
      set(value "${default_${name}}")
    endif()
    if(name STREQUAL "OUTPUT_DIRECTORY")
      get_filename_component(value "${value}" ABSOLUTE BASE_DIR "${CMAKE_BINARY_DIR}")
    endif()
    set(setting_${name} "${value}" PARENT_SCOPE)
    set(origin_${name} "${origin}" PARENT_SCOPE)
  endforeach()
endfunction()

# A component's name is its own, and its paths exist; leaves them absolute in the caller's _souptrace_arg_PATHS.
function(_souptrace_check_component)
  _souptrace_global(earlier _SOUPTRACE_COMPONENT_NAMES)
  if("${_souptrace_arg_NAME}" IN_LIST earlier)
    _souptrace_fail("souptrace_component(NAME ${_souptrace_arg_NAME})"
      "was called before. Declare a component once, with all of its PATHS.")
  endif()
  if(NOT "${_souptrace_arg_PURL}" MATCHES "^(pkg:.*)?$")
    _souptrace_fail("souptrace_component(PURL)" "is '${_souptrace_arg_PURL}'. A package URL begins with 'pkg:', as in \
pkg:generic/tinycrc@1.0.")
  endif()
  set(paths "")
  foreach(path IN LISTS _souptrace_arg_PATHS)
    get_filename_component(absolute "${path}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    if(NOT EXISTS "${absolute}")
      _souptrace_fail("souptrace_component(NAME ${_souptrace_arg_NAME})" "has a path that does not exist: '${path}' is\n  ${absolute}\n\
Paths are relative to the directory of the CMakeLists.txt that makes the call.")
    endif()
    list(APPEND paths "${absolute}")
  endforeach()
  set(_souptrace_arg_PATHS "${paths}" PARENT_SCOPE)
endfunction()
