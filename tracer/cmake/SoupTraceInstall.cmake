# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where, and the packages that CPack makes of it. Everything belongs to the component "souptrace", so that
# what a fetched dependency wants to install stays out. The tree may be moved: each path in it is relative.
include(CMakePackageConfigHelpers)

set(_programs "${CMAKE_INSTALL_LIBEXECDIR}/souptrace")
set(_package "lib/cmake/SoupTrace")  # not CMAKE_INSTALL_LIBDIR: the files name no architecture, and a cross build looks here

install(TARGETS souptrace RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT souptrace)
install(TARGETS souptrace-link souptrace-linker-plugin
  RUNTIME DESTINATION "${_programs}" COMPONENT souptrace
  LIBRARY DESTINATION "${_programs}" COMPONENT souptrace)
install(FILES tracer/write/trace.schema.json tracer/write/vulnerabilities.schema.json tracer/write/release_diff.schema.json tracer/model/register.schema.json tracer/model/soup-item.schema.json DESTINATION "${CMAKE_INSTALL_DATADIR}/souptrace/schema" COMPONENT souptrace)

file(RELATIVE_PATH SOUPTRACE_PREFIX "/prefix/${_package}" "/prefix")
set(SOUPTRACE_EXECUTABLE_FILE "${CMAKE_INSTALL_BINDIR}/souptrace")
set(SOUPTRACE_LINK_FILE "${_programs}/souptrace-link")
configure_file(tracer/cmake/SoupTraceTools.cmake.in "${CMAKE_CURRENT_BINARY_DIR}/package/SoupTraceTools.cmake" @ONLY)
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/package/SoupTraceConfigVersion.cmake"
  VERSION "${PROJECT_VERSION}" COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
  CMakeModules/SoupTrace.cmake
  tracer/cmake/SoupTraceConfig.cmake
  "${CMAKE_CURRENT_BINARY_DIR}/package/SoupTraceTools.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/package/SoupTraceConfigVersion.cmake"
  DESTINATION "${_package}" COMPONENT souptrace)
install(DIRECTORY CMakeModules/internal DESTINATION "${_package}" COMPONENT souptrace FILES_MATCHING PATTERN "*.cmake")

install(FILES README.md CHANGELOG.md LICENSE DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/souptrace" COMPONENT souptrace)

set(CPACK_PACKAGE_NAME souptrace)
set(CPACK_PACKAGE_VENDOR "The SoupTrace authors")
set(CPACK_PACKAGE_CONTACT "The SoupTrace authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_CURRENT_SOURCE_DIR}/LICENSE")
set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_FILE_NAME "souptrace-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};SoupTrace;souptrace;/")
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "cmake (>= 3.22)")
include(CPack)
