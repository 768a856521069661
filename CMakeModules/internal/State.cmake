# SPDX-License-Identifier: Apache-2.0
# What the module leaves for the programs, in <build>/CMakeFiles/souptrace-state (tracer/README.md has the table), and the File API query.

function(_souptrace_state_directory out)
  set(${out} "${CMAKE_BINARY_DIR}/CMakeFiles/souptrace-state" PARENT_SCOPE)
endfunction()

# Whether every byte of `text` is part of a character in UTF-8 (RFC 3629).
function(_souptrace_is_utf8 out text)
  set(wrong "")
  string(ASCII 127 last)
  if("${text}" MATCHES "[^\t\n\r -${last}]")
    string(HEX "${text}" bytes)
    string(REGEX REPLACE "(..)" "\\1 " bytes "${bytes}")
    set(next "[89ab][0-9a-f] ")
    set(two "(c[2-9a-f] |d[0-9a-f] )${next}")
    set(three "(e0 [ab][0-9a-f] |ed [89][0-9a-f] |e[1-9a-cef] ${next})${next}")
    set(four "(f0 [9ab][0-9a-f] |f4 8[0-9a-f] |f[1-3] ${next})${next}${next}")
    string(REGEX REPLACE "[0-7][0-9a-f] |${two}|${three}|${four}" "" wrong "${bytes}")
  endif()
  string(COMPARE EQUAL "${wrong}" "" is_utf8)
  set(${out} ${is_utf8} PARENT_SCOPE)
endfunction()

# `text` as a JSON string, with its quotes. (CMake has a function for this from 4.3 on.)
function(_souptrace_json_string out text)
  _souptrace_is_utf8(possible "${text}")
  if(NOT possible)
    _souptrace_fail("SoupTrace" "cannot write this into a document, because it is not UTF-8:\n  ${text}\n\
If it is a path, rename the file or directory; if a CMakeLists.txt says it, save that file as UTF-8.")
  endif()
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n" text "${text}")
  string(ASCII 1 first)
  string(ASCII 31 last)
  if("${text}" MATCHES "[${first}-${last}]")
    foreach(code RANGE 1 31)
      string(ASCII ${code} character)
      math(EXPR hex "${code} + 0x10000" OUTPUT_FORMAT HEXADECIMAL)
      string(REPLACE "0x1" "\\u" hex "${hex}")
      string(REPLACE "${character}" "${hex}" text "${text}")
    endforeach()
  endif()
  set(${out} "\"${text}\"" PARENT_SCOPE)
endfunction()

# The list named `list` as a JSON array of strings.
function(_souptrace_json_array out list)
  set(array "")
  set(separator "")
  foreach(item IN LISTS ${list})
    _souptrace_json_string(string "${item}")
    string(APPEND array "${separator}${string}")
    set(separator ", ")
  endforeach()
  set(${out} "[${array}]" PARENT_SCOPE)
endfunction()

# The arguments of souptrace_component(), in the caller's _souptrace_arg_*, as a JSON object.
function(_souptrace_component_json out)
  set(json "{")
  foreach(name IN ITEMS NAME VERSION SUPPLIER LICENSE PURL CPE URL)
    _souptrace_json_string(value "${_souptrace_arg_${name}}")
    string(TOLOWER "${name}" key)
    string(APPEND json "\"${key}\": ${value}, ")
  endforeach()
  _souptrace_json_array(paths _souptrace_arg_PATHS)
  _souptrace_json_array(sboms _souptrace_arg_SBOM)
  _souptrace_json_array(hash_lists _souptrace_arg_HASHES)
  _souptrace_place_of_call(place souptrace_component NAME "${_souptrace_arg_NAME}")
  _souptrace_json_string(place "${place}")
  set(${out} "${json}\"paths\": ${paths}, \"sboms\": ${sboms}, \"hashLists\": ${hash_lists}, \"declaredAt\": ${place}}" PARENT_SCOPE)
endfunction()

# The file that CMake reads, as documents name it: relative to the source directory where it lies in there.
function(_souptrace_current_file out)
  set(place "${CMAKE_CURRENT_LIST_FILE}")
  cmake_path(IS_PREFIX CMAKE_SOURCE_DIR "${place}" inside)
  if(inside)
    cmake_path(RELATIVE_PATH place BASE_DIRECTORY "${CMAKE_SOURCE_DIR}")
  else()
    cmake_path(GET place FILENAME place)
  endif()
  set(${out} "${place}" PARENT_SCOPE)
endfunction()

# "third_party/CMakeLists.txt:12": the file that CMake reads, and the line of the one call of `command` in it that has this value for this
# keyword. CMake does not tell a function its caller's line; when the text of the file does not settle it, the line is left out.
function(_souptrace_place_of_call out command keyword value)
  _souptrace_current_file(place)
  file(READ "${CMAKE_CURRENT_LIST_FILE}" text)
  string(REGEX REPLACE "([].[+*?^$|()\\{}])" "\\\\\\1" pattern "${value}")
  set(call "${command}[ \t\r\n]*\\(([^()]*[ \t\r\n])?${keyword}[ \t\r\n]+\"?${pattern}\"?[ \t\r\n)]")
  string(REGEX REPLACE "#[^\n]*" "#" code "${text}")
  if("${code}" MATCHES "${call}")
    string(FIND "${code}" "${CMAKE_MATCH_0}" first)
    string(FIND "${code}" "${CMAKE_MATCH_0}" last REVERSE)
    if(first EQUAL last)
      string(SUBSTRING "${code}" 0 ${first} before)
      string(REGEX REPLACE "[^\n]+" "" before "${before}")
      string(LENGTH "${before}" line)
      math(EXPR line "${line} + 1")
      string(APPEND place ":${line}")
    endif()
  endif()
  set(${out} "${place}" PARENT_SCOPE)
endfunction()

# project.json, and the file that the launcher touches. Nothing is written when it would not change: the trace depends on both.
function(_souptrace_write_state state traced linkable)
  _souptrace_variable(fetched FETCHCONTENT_BASE_DIR)
  if("${fetched}" STREQUAL "")
    set(fetched "${CMAKE_BINARY_DIR}/_deps")
  endif()
  foreach(pair IN ITEMS source=CMAKE_SOURCE_DIR build=CMAKE_BINARY_DIR generator=CMAKE_GENERATOR version=CMAKE_VERSION
      sysroot=CMAKE_SYSROOT fetched=fetched product=setting_PRODUCT product_version=setting_VERSION supplier=setting_SUPPLIER
      class=setting_SAFETY_CLASS output=setting_OUTPUT_DIRECTORY)
    string(REPLACE "=" ";" pair "${pair}")
    list(POP_FRONT pair name variable)
    _souptrace_variable(value ${variable})
    _souptrace_json_string(json_${name} "${value}")
  endforeach()
  _souptrace_json_array(targets traced)
  list(REMOVE_ITEM linkable "" ${traced})
  _souptrace_json_array(left_out linkable)
  _souptrace_global(components _SOUPTRACE_COMPONENTS)
  _souptrace_global(post_link _SOUPTRACE_POST_LINK)
  set(project "{\"format\": 1,
 \"sourceDirectory\": ${json_source}, \"buildDirectory\": ${json_build},
 \"generator\": ${json_generator}, \"cmakeVersion\": ${json_version}, \"sysroot\": ${json_sysroot},
 \"product\": {\"name\": ${json_product}, \"version\": ${json_product_version}, \"supplier\": ${json_supplier}, \
\"safetyClass\": ${json_class}},
 \"targets\": ${targets}, \"leftOut\": ${left_out},
 \"fetchContentBase\": ${json_fetched}, \"outputDirectory\": ${json_output},
 \"components\": [${components}],
 \"postLink\": [${post_link}]}
")
  set(old "")
  if(EXISTS "${state}/project.json")
    file(READ "${state}/project.json" old)
  endif()
  if(NOT "${project}" STREQUAL "${old}")
    file(WRITE "${state}/project.json.new" "${project}")
    file(RENAME "${state}/project.json.new" "${state}/project.json")
  endif()
  if(NOT EXISTS "${state}/links/changed")
    file(WRITE "${state}/links/changed" "")
  endif()
endfunction()

# Asks CMake for the File API reply that the trace step reads. CMake looks for query files when it starts, so a query that is written now is
# answered by the next run. From 3.27 on there is a command that counts for this run; before, the first run lets the build depend on a file
# from the future, so that the first build runs CMake again. That run finds the query in place and leaves the file alone.
function(_souptrace_query_file_api state)
  if(COMMAND cmake_file_api)
    cmake_file_api(QUERY API_VERSION 1 CODEMODEL 2 CACHE 2 TOOLCHAINS 1 CMAKEFILES 1)
    return()
  endif()
  set(file "${CMAKE_BINARY_DIR}/.cmake/api/v1/query/client-souptrace/query.json")
  set(query [[{"requests": [{"kind": "codemodel", "version": 2}, {"kind": "cache", "version": 2}, {"kind": "toolchains", "version": 1},
  {"kind": "cmakeFiles", "version": 1}]}]])
  set(present "")
  if(EXISTS "${file}")
    file(READ "${file}" present)
  endif()
  if("${present}" STREQUAL "${query}")
    return()
  endif()
  file(WRITE "${file}" "${query}")
  set(again "${state}/run-cmake-again")
  file(TOUCH "${again}")
  execute_process(COMMAND touch -t 203701010000 "${again}" RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${again}")
  if(failed OR CMAKE_SUPPRESS_REGENERATION)
    message(WARNING "SoupTrace: run CMake once more before the build. CMake ${CMAKE_VERSION} answers the questions that the trace is made \
from only in its second run, and this build cannot start that run by itself.")
  endif()
endfunction()
