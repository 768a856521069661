# SPDX-License-Identifier: Apache-2.0
#[=======================================================================[.rst:
SoupTrace
---------

Ties every binary of a build to the exact third-party files (SOUP) that the linker put into it.

.. code-block:: cmake

  project(pump VERSION 2.1.0 LANGUAGES C CXX)
  include(SoupTrace)

That is enough. Every executable, shared library and module library of the build is traced, in whichever directory,
before or after the ``include()``. After ``cmake --build`` there are, in ``<build>/souptrace/``
(``<build>/souptrace/<config>/`` with *Ninja Multi-Config*), ``trace.json`` and one CycloneDX document for each binary.

The module sets the target property ``<LANG>_LINKER_LAUNCHER`` (in front of a launcher that is already there) and adds the
target ``souptrace``, which is part of ``all``. It changes no compile or link option, no environment, no policy, no variable
and no cache entry of the project; the binaries are the same as without it. A build in which nothing changed does nothing.
When the trace would be incomplete, the target ``souptrace`` fails, and the build with it.

Ways in
^^^^^^^

* An installed SoupTrace: ``find_package(SoupTrace REQUIRED)``.
* A checkout: ``list(APPEND CMAKE_MODULE_PATH <checkout>/CMakeModules)`` and ``include(SoupTrace)``; or
  ``add_subdirectory(<checkout>)``; or FetchContent. The module then builds SoupTrace's own programs, once, with the compiler of
  this machine (also in a cross build).
* A product that must not be edited: ``cmake -DCMAKE_PROJECT_INCLUDE=<path to>/SoupTrace.cmake …``.
  Its settings come from the variables below; a file of your own that includes ``SoupTrace.cmake`` and then calls
  ``souptrace_component()`` can stand there as well.

Needed: CMake 3.22 or newer; the generators *Ninja*, *Ninja Multi-Config* or *Unix Makefiles*; a build directory apart from the
source directory.

Commands
^^^^^^^^

.. command:: souptrace

  Describes the product; optional, and called once at most, anywhere after the ``include()``. (A project that is built inside
  another one may call it too: the call of the top-level project counts then.) ::

    souptrace([PRODUCT <name>] [VERSION <version>] [SUPPLIER <name>]
              [SAFETY_CLASS <A|B|C>]
              [TARGETS <target>...] [EXCLUDE <target>...]
              [LINK_MAP <ON|OFF>] [EMBED <ON|OFF>] [CYCLONEDX <1.6|1.7>]
              [OUTPUT_DIRECTORY <directory>]
              [REGISTER <register.json>] [FAIL_ON <gates|warnings|nothing|gate>...])

  ``PRODUCT``, ``VERSION``, ``SUPPLIER``
    The device software, for the documents. Name and version default to those of the top-level ``project()``.
  ``SAFETY_CLASS``
    The software safety class of IEC 62304, clause 4.3.
  ``TARGETS``
    Trace these executables, shared and module libraries, and no others. A shared library of the build that one of them needs
    is traced only if it is named too. The targets may be created later.
  ``EXCLUDE``
    Do not trace these (test programs, for instance). The linker launcher stays away from them.
  ``LINK_MAP``
    Let the linker write a map as well, from which the trace takes how many bytes each member contributes. Links
    become 7 to 50 % slower. Default: ``OFF``.
  ``EMBED``
    Let the linker write product, version and the binary's name in the trace into each binary, as the ELF note ``.note.package``
    (``readelf -n`` and systemd's tools show it). The only setting that changes the binaries. Default: ``OFF``.
  ``CYCLONEDX``
    The version of the CycloneDX documents. Default: ``1.7``.
  ``OUTPUT_DIRECTORY``
    Where the documents go; relative to ``CMAKE_CURRENT_BINARY_DIR``. With *Ninja Multi-Config* a folder named after the
    configuration is added. Default: ``<build>/souptrace``. When it changes, the documents of the directory before are removed where
    that lies in the build directory; elsewhere they stay as they are, and the build says so.

  ``REGISTER``
    The SOUP register, relative to ``CMAKE_CURRENT_SOURCE_DIR``. The build then compares what is linked with it (``souptrace check``), writes
    ``findings.sarif``, and fails when a gate fails. ``souptrace register init`` drafts one from the first trace.
  ``FAIL_ON``
    What fails the build: ``gates`` (those that are errors; the default), ``warnings`` (these too), ``nothing``, or names of gates, as
    ``souptrace check --list`` has them.

.. command:: souptrace_component

  Declares third-party code that no package manager knows: sources or prebuilt files that were copied into the product::

    souptrace_component(NAME <name> [PATHS <file or directory>...] [HASHES <file>...]
                        [VERSION <version>] [SUPPLIER <name>] [LICENSE <SPDX expression>]
                        [PURL <package URL>] [CPE <CPE 2.3 name>] [URL <home page>])
    souptrace_component(SBOM <file>... [PATHS <file or directory>...])

  Every file at or below ``PATHS`` belongs to this component. Paths are relative to ``CMAKE_CURRENT_SOURCE_DIR`` and must exist, unless they
  lie in the build directory, where the build may make them.

  ``HASHES``
    Lists as ``sha256sum`` and ``sha512sum`` write them. A file with one of these hashes belongs to this component, wherever it lies.
  ``SBOM``
    What the supplier delivered with prebuilt files: CycloneDX JSON, SPDX 2 JSON or SPDX 3 JSON-LD. A file whose SHA-256 or SHA-512 is in
    there is what the document says, wherever it lies.

  With ``PATHS`` beside one of these, a file there that has the name of a listed file and another hash is an error in the trace.

.. command:: souptrace_post_link

  Declares a file that the build makes of a traced binary after its link: firmware for a programmer, a stripped or a signed copy::

    souptrace_post_link(TARGET <target> OUTPUT <file> [FROM <file>] [ACTION <name>] [TOOL <name and version>]
                        [DEPENDS <target>...])

  The trace then has the file's own hashes, and the step that made it. That its bytes are those of the binary is checked, not believed:
  Intel HEX, S-records and flat binaries against the program's memory, stripped copies and those with a debug link address by address, signed
  files (``ACTION sign``) as the former bytes with others before or behind them. An image of a part of the program has ``ACTION part``. What does not agree is an error in the trace.

  ``OUTPUT``
    The file; relative to ``CMAKE_CURRENT_BINARY_DIR``.
  ``FROM``
    When it is not made of the binary itself, the ``OUTPUT`` of an earlier call that it is made of.
  ``ACTION``, ``TOOL``
    What is done (``objcopy``, ``strip``, ``sign``), and by which program, for the documents. Default: ``objcopy``.
  ``DEPENDS``
    The custom targets that make the file, when no post-build command of the target does.

  What ``cmake --install`` and CPack do needs no declaration: copies, edited run paths and ``--strip`` are recorded when they happen.

Variables
^^^^^^^^^

Read at the end of the top-level directory, when ``souptrace()`` did not say otherwise; so ``-D`` sets them for a product that is
not edited:

``SOUPTRACE_PRODUCT``, ``SOUPTRACE_VERSION``, ``SOUPTRACE_SUPPLIER``, ``SOUPTRACE_SAFETY_CLASS``, ``SOUPTRACE_TARGETS``,
``SOUPTRACE_EXCLUDE``, ``SOUPTRACE_LINK_MAP``, ``SOUPTRACE_EMBED``, ``SOUPTRACE_CYCLONEDX``, ``SOUPTRACE_OUTPUT_DIRECTORY``,
``SOUPTRACE_REGISTER``, ``SOUPTRACE_FAIL_ON``
  As the arguments of ``souptrace()``; a relative output directory is relative to ``CMAKE_BINARY_DIR``, a relative register to
  ``CMAKE_SOURCE_DIR``.

``SOUPTRACE_TOOLS_DIR``
  Where a checkout builds SoupTrace's programs; several builds may share it. Default: a folder inside the build directory.

``SOUPTRACE_EXECUTABLE``, ``SOUPTRACE_LINK``
  The programs ``souptrace`` and ``souptrace-link`` to use instead of those that the module finds or builds; both or neither.

Notes
^^^^^

* ``make souptrace`` (or ``ninja souptrace``) makes the traced binaries that belong to ``all``, and the trace. When the project has a
  target of that name itself, SoupTrace's is called ``souptrace-trace``.
* A target that is not part of ``all`` is traced once it has been built; the build after that adds it to the trace.
* CMake before 3.27 can answer SoupTrace's File API query only from the second run on: the first build runs
  CMake once more by itself. With ``CMAKE_SUPPRESS_REGENERATION`` you must run it twice.
* CMake cannot put every path into a build, and SoupTrace says so at once: a ``;``, a ``$<``, a newline or a bracket without its
  partner in the path of the source, the build, the output directory or SoupTrace's programs; a ``<`` or ``>`` (before CMake 3.30 also
  a ``#``) in that of the build or the output directory; bytes that are not UTF-8 in any of them.
* ``install()`` rules that change make a new trace, because the trace says where each binary is installed.
* ``try_compile()`` projects and ExternalProject builds are builds of their own and are not traced.
#]=======================================================================]

if(CMAKE_VERSION VERSION_LESS 3.22)
  message(FATAL_ERROR "SoupTrace needs CMake 3.22 or newer; this is CMake ${CMAKE_VERSION}.")
endif()
if(COMMAND souptrace_component)
  return()  # this copy or another one is at work already: the first one wins
endif()

cmake_policy(PUSH)
cmake_policy(VERSION 3.22...4.0)

include("${CMAKE_CURRENT_LIST_DIR}/internal/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/internal/Targets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/internal/State.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/internal/Tools.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/internal/Embed.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/internal/PostLink.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/internal/TraceStep.cmake")

function(souptrace)
  _souptrace_check_time("souptrace()")
  set(one_value PRODUCT VERSION SUPPLIER SAFETY_CLASS LINK_MAP EMBED CYCLONEDX OUTPUT_DIRECTORY REGISTER)
  set(many_values TARGETS EXCLUDE FAIL_ON)
  _souptrace_is_product(counts "${one_value};${many_values}")
  if(NOT counts)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 0 _souptrace_arg "" "${one_value}" "${many_values}")
  _souptrace_check_arguments("souptrace()" "${one_value};${many_values}")
  if(DEFINED _souptrace_arg_OUTPUT_DIRECTORY)
    get_filename_component(_souptrace_arg_OUTPUT_DIRECTORY "${_souptrace_arg_OUTPUT_DIRECTORY}" ABSOLUTE
      BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
  endif()
  if(DEFINED _souptrace_arg_REGISTER)
    get_filename_component(_souptrace_arg_REGISTER "${_souptrace_arg_REGISTER}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  endif()
  foreach(name IN LISTS one_value many_values)
    if(DEFINED _souptrace_arg_${name})
      _souptrace_check_setting("souptrace(${name})" ${name} "${_souptrace_arg_${name}}")
      set_property(GLOBAL PROPERTY _SOUPTRACE_SETTING_${name} "${_souptrace_arg_${name}}")
    endif()
  endforeach()
  set_property(GLOBAL PROPERTY _SOUPTRACE_CALLED_AT "${CMAKE_CURRENT_LIST_FILE}")
endfunction()

function(souptrace_component)
  _souptrace_check_time("souptrace_component()")
  set(texts NAME VERSION SUPPLIER LICENSE PURL CPE URL)
  cmake_parse_arguments(PARSE_ARGV 0 _souptrace_arg "" "${texts}" "PATHS;SBOM;HASHES")
  _souptrace_check_arguments("souptrace_component()" "${texts};PATHS;SBOM;HASHES")
  _souptrace_check_component()
  _souptrace_component_json(json)
  set_property(GLOBAL APPEND PROPERTY _SOUPTRACE_COMPONENT_NAMES "${_souptrace_arg_NAME}")
  set_property(GLOBAL APPEND PROPERTY _SOUPTRACE_SUPPLIED "${_souptrace_arg_SBOM}")
  set_property(GLOBAL APPEND PROPERTY _SOUPTRACE_SUPPLIED "${_souptrace_arg_HASHES}")
  _souptrace_global(earlier _SOUPTRACE_COMPONENTS)
  if(NOT "${earlier}" STREQUAL "")
    string(PREPEND json "${earlier},\n  ")
  endif()
  set_property(GLOBAL PROPERTY _SOUPTRACE_COMPONENTS "${json}")
endfunction()

function(souptrace_post_link)
  _souptrace_check_time("souptrace_post_link()")
  set(texts TARGET OUTPUT FROM ACTION TOOL)
  cmake_parse_arguments(PARSE_ARGV 0 _souptrace_arg "" "${texts}" "DEPENDS")
  _souptrace_check_arguments("souptrace_post_link()" "${texts};DEPENDS")
  _souptrace_check_post_link()
  _souptrace_post_link_json(json "${place}")
  set_property(GLOBAL APPEND PROPERTY _SOUPTRACE_POST_LINK_TARGETS "${_souptrace_arg_TARGET}")
  set_property(GLOBAL APPEND PROPERTY _SOUPTRACE_POST_LINK_OUTPUTS "${_souptrace_arg_OUTPUT}")
  set_property(GLOBAL APPEND PROPERTY _SOUPTRACE_POST_LINK_PLACES "${place}")
  foreach(target IN LISTS _souptrace_arg_DEPENDS)
    set_property(GLOBAL APPEND PROPERTY _SOUPTRACE_POST_LINK_DEPENDS "${target}")
    set_property(GLOBAL APPEND PROPERTY _SOUPTRACE_POST_LINK_DEPENDS_PLACES "${place}")
  endforeach()
  _souptrace_global(earlier _SOUPTRACE_POST_LINK)
  if(NOT "${earlier}" STREQUAL "")
    string(PREPEND json "${earlier},\n  ")
  endif()
  set_property(GLOBAL PROPERTY _SOUPTRACE_POST_LINK "${json}")
endfunction()

# Runs at the very end of the top-level directory, when every target of the build exists. While the project has deferred calls of its own
# to come, which may make targets, it goes behind them; not for ever, should another module do the same.
function(_souptrace_finish)
  cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" GET_CALL_IDS others)
  _souptrace_global(turns _SOUPTRACE_TURNS)
  string(LENGTH "${turns}" count)
  if(NOT "${others}" STREQUAL "" AND count LESS 100)
    set_property(GLOBAL APPEND_STRING PROPERTY _SOUPTRACE_TURNS "x")
    cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL _souptrace_finish)
    return()
  endif()
  set_property(GLOBAL PROPERTY _SOUPTRACE_FINISHED ON)
  _souptrace_read_settings()
  _souptrace_list_directories()
  _souptrace_walk(linkable in_all)
  _souptrace_select(traced "${linkable}")
  _souptrace_find_tools(executable link)
  _souptrace_state_directory(state)
  _souptrace_write_state("${state}" "${traced}" "${linkable}")
  _souptrace_query_file_api("${state}")
  _souptrace_set_launchers("${traced}" "${link}" "${state}")
  _souptrace_embed("${traced}")
  _souptrace_add_trace_step("${traced}" "${in_all}" "${executable}" "${state}")
  _souptrace_add_install_hook("${executable}" "${state}")
endfunction()

_souptrace_check_build()
set_property(GLOBAL PROPERTY _SOUPTRACE_MODULE_DIRECTORY "${CMAKE_CURRENT_LIST_DIR}")
cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL _souptrace_finish)

cmake_policy(POP)
