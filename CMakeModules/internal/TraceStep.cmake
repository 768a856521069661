# SPDX-License-Identifier: Apache-2.0
# The target `souptrace`: one command that runs when a traced binary, the project's description, a
# supplier's document or an install rule has changed.

function(_souptrace_add_trace_step traced in_all executable state)
  set(output "${setting_OUTPUT_DIRECTORY}")
  set(configuration "")
  _souptrace_global(multi_config GENERATOR_IS_MULTI_CONFIG)
  if(multi_config)
    string(APPEND output "/$<CONFIG>")
    set(configuration --config $<CONFIG>)
  else()
    file(MAKE_DIRECTORY "${output}")
  endif()
  _souptrace_dependencies(dependencies documents "${traced}" "${in_all}" "${output}")
  _souptrace_install_scripts(install_scripts)
  _souptrace_global(supplied _SOUPTRACE_SUPPLIED)
  _souptrace_post_link_targets(made_after "${traced}")
  list(LENGTH traced count)
  add_custom_command(OUTPUT "${output}/trace.json"
    COMMAND "${executable}" trace "${CMAKE_BINARY_DIR}" ${configuration} --output "${output}" --cyclonedx ${setting_CYCLONEDX}
    DEPENDS ${dependencies} "${executable}" "${state}/project.json" "${state}/links/changed" ${install_scripts} ${supplied} ${made_after}
    BYPRODUCTS ${documents}
    COMMENT "Tracing what was linked"
    VERBATIM)
  set(name souptrace)
  if(TARGET souptrace)
    set(name souptrace-trace)
    message(STATUS "SoupTrace: this project has a target 'souptrace' of its own; the trace's target is called ${name}")
  endif()
  _souptrace_add_check(checked "${output}" "${executable}" "${state}" "${multi_config}")
  add_custom_target(${name} ALL DEPENDS "${output}/trace.json" ${checked})
  string(REPLACE "$<CONFIG>" "<config>" shown "${output}")
  message(STATUS "SoupTrace: targets that are traced: ${count}; the build writes ${shown}/trace.json")
endfunction()

# The comparison with the SOUP register: a step of its own, because a gate that fails must not take the trace with it, which the register is
# brought up to date from. What it read of the register stands in its dependency file, as items come and go without CMake. `out`: the
# file that stands for its success; "" without a register.
function(_souptrace_add_check out output executable state multi_config)
  set(${out} "" PARENT_SCOPE)
  if("${setting_REGISTER}" STREQUAL "")
    return()
  endif()
  set(stamp "${state}/checked")
  if(multi_config)
    string(APPEND stamp "-$<CONFIG>")
  endif()
  set(fail_on gates)
  if(NOT "${setting_FAIL_ON}" STREQUAL "")
    list(JOIN setting_FAIL_ON "," fail_on)
  endif()
  add_custom_command(OUTPUT "${stamp}"
    COMMAND "${executable}" check "${output}/trace.json" --register "${setting_REGISTER}" --fail-on "${fail_on}" --sarif "${output}/findings.sarif"
      --stamp "${stamp}" --depfile "${stamp}.d"
    DEPENDS "${output}/trace.json" "${executable}"
    DEPFILE "${stamp}.d"
    BYPRODUCTS "${output}/findings.sarif"
    COMMENT "Comparing what was linked with the SOUP register"
    VERBATIM)
  set(${out} "${stamp}" PARENT_SCOPE)
endfunction()

# The traced targets that the default build makes anyway: depending on them adds nothing to a build. The others bring the trace up to date
# through links/changed, which the launcher touches. `documents`: what the trace step makes for them, which comes back when it is deleted and
# goes with `clean`.
function(_souptrace_dependencies out out_documents traced in_all output)
  _souptrace_close_over(built "${in_all}")
  set(result "")
  set(documents "")
  foreach(target IN LISTS traced)
    _souptrace_property(excluded TARGET "${target}" EXCLUDE_FROM_ALL)
    if("${target}" IN_LIST built)
      list(APPEND result "${target}")
      list(APPEND documents "${output}/${target}.cdx.json" "${output}/${target}.spdx.json")
    elseif("${excluded}" MATCHES "[$]<")  # decided for each configuration
      list(APPEND result "$<$<NOT:$<BOOL:${excluded}>>:$<TARGET_FILE:${target}>>")
    endif()
  endforeach()
  set(${out} "${result}" PARENT_SCOPE)
  set(${out_documents} "${documents}" PARENT_SCOPE)
endfunction()

# The install script of each directory; CMake rewrites one only when its rules have changed.
function(_souptrace_install_scripts out)
  set(result "")
  if(NOT CMAKE_SKIP_INSTALL_RULES)
    foreach(directory IN LISTS all_directories)
      get_property(binary_directory DIRECTORY "${directory}" PROPERTY BINARY_DIR)
      list(APPEND result "${binary_directory}/cmake_install.cmake")
    endforeach()
  endif()
  set(${out} "${result}" PARENT_SCOPE)
endfunction()
