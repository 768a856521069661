# SPDX-License-Identifier: Apache-2.0
# Runs within `cmake --install`, `make install` and CPack (the module writes it into the state directory with the values filled in).
# CMake's install scripts include it: that of the top-level directory, where install rules of subdirectories may run after this file is read, so
# that it waits for the variable that the script sets last; and that of each subdirectory, for when that one is installed alone or, with
# INSTALL_PARALLEL, by a process of its own.

function(_souptrace_at_end variable access value)
  if(access STREQUAL "MODIFIED_ACCESS")
    _souptrace_installed()
  endif()
endfunction()

function(_souptrace_installed)
  if("${CMAKE_INSTALL_MANIFEST_FILES}" STREQUAL "")
    return()
  endif()
  get_property(seen GLOBAL PROPERTY _SOUPTRACE_INSTALLED)
  if("${seen}" STREQUAL "${CMAKE_INSTALL_MANIFEST_FILES}")
    return()  # there is a hook in each install component, and some versions of CMake set the variable twice
  endif()
  set_property(GLOBAL PROPERTY _SOUPTRACE_INSTALLED "${CMAKE_INSTALL_MANIFEST_FILES}")
  get_filename_component(prefix "${CMAKE_INSTALL_PREFIX}" ABSOLUTE)
  set(list "prefix=${prefix}\ndestination=$ENV{DESTDIR}\ncmake=cmake ${CMAKE_VERSION}\n")
  if(DEFINED CMAKE_INSTALL_COMPONENT)
    string(APPEND list "component=${CMAKE_INSTALL_COMPONENT}\n")
  endif()
  if(CMAKE_INSTALL_DO_STRIP)
    string(APPEND list "strip=" [==[@strip@]==] "\n")
  endif()
  foreach(file IN LISTS CMAKE_INSTALL_MANIFEST_FILES)
    string(APPEND list "file=${file}\n")
  endforeach()
  string(RANDOM LENGTH 16 name)
  string(PREPEND name [==[@state@]==] "/installing-")
  file(WRITE "${name}" "${list}")
  set(configuration "")
  if(NOT "${CMAKE_INSTALL_CONFIG_NAME}" STREQUAL "")
    set(configuration --config "${CMAKE_INSTALL_CONFIG_NAME}")
  endif()
  execute_process(COMMAND [==[@executable@]==] installed [==[@CMAKE_BINARY_DIR@]==] ${configuration}
      --list "${name}" --cyclonedx "@setting_CYCLONEDX@"
    RESULT_VARIABLE result ERROR_VARIABLE said)
  file(REMOVE "${name}")
  string(STRIP "${said}" said)
  if(NOT "${result}" STREQUAL "0")
    message(WARNING "${said}")
  elseif(NOT "${said}" STREQUAL "")
    message(STATUS "${said}")
  endif()
endfunction()

if(_souptrace_top_level)
  variable_watch(CMAKE_INSTALL_MANIFEST_CONTENT _souptrace_at_end)
  if(CMAKE_INSTALL_LOCAL_ONLY AND NOT "${CMAKE_INSTALL_COMPONENT}" STREQUAL "" AND "@has_subdirectories@" STREQUAL "ON")
    message(WARNING "SoupTrace: what the subdirectories install of the component ${CMAKE_INSTALL_COMPONENT} is not recorded, because \
INSTALL_PARALLEL installs each by a process of its own. Install without --component, or without INSTALL_PARALLEL.")
  endif()
elseif(DEFINED CMAKE_SCRIPT_MODE_FILE)  # not in CPack, which installs the whole project
  get_filename_component(_souptrace_script "${CMAKE_SCRIPT_MODE_FILE}" REALPATH)
  get_filename_component(_souptrace_whole [==[@CMAKE_BINARY_DIR@/cmake_install.cmake]==] REALPATH)
  if(NOT "${_souptrace_script}" STREQUAL "${_souptrace_whole}")
    _souptrace_installed()
  endif()
endif()
