# SPDX-License-Identifier: Apache-2.0
# Third-party libraries: an installed package first; where there is none, the release archive with its pinned SHA-256.
include(FetchContent)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto SSL)
find_package(SQLite3 3.36 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)

# souptrace_dependency(<package> <minimum version> <url> <sha256>)
macro(souptrace_dependency _name _version _url _sha256)
  find_package(${_name} ${_version} QUIET)
  if(NOT ${_name}_FOUND)
    message(STATUS "SoupTrace: ${_name} is not installed; fetching ${_url}")
    FetchContent_Declare(${_name} URL "${_url}" URL_HASH SHA256=${_sha256})
    FetchContent_MakeAvailable(${_name})
  endif()
endmacro()

set(JSON_BuildTests OFF)
souptrace_dependency(nlohmann_json 3.10
  https://github.com/nlohmann/json/releases/download/v3.11.3/json.tar.xz
  d6c65aca6b1ed68e7a182f4757257b107ae403032760ed6ef121c9d55e81757d)
set(FMT_INSTALL OFF)
souptrace_dependency(fmt 8
  https://github.com/fmtlib/fmt/archive/refs/tags/10.2.1.tar.gz
  1250e4cc58bf06ee631567523f48848dc4596133e163f02615c97f78bab6c811)
souptrace_dependency(CLI11 2.1
  https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.4.2.tar.gz
  f2d893a65c3b1324c50d4e682c0cdc021dd0477ae2c048544f39eed6654b699a)

# cpp-httplib asks the OSV service (souptrace vulns). Its own package, Conan's and vcpkg's define httplib::httplib; Debian's and Fedora's have a
# shared library and a .pc file, whose definitions have to be the very ones with which that library was built.
set(HTTPLIB_REQUIRE_OPENSSL ON)
set(HTTPLIB_COMPILE OFF)
set(HTTPLIB_INSTALL OFF)
set(HTTPLIB_USE_BROTLI_IF_AVAILABLE OFF)
set(HTTPLIB_USE_ZLIB_IF_AVAILABLE OFF)
set(HTTPLIB_USE_ZSTD_IF_AVAILABLE OFF)
find_package(httplib CONFIG QUIET)  # without a version: it calls each minor version incompatible with the others
if(NOT TARGET httplib::httplib)
  find_path(SOUPTRACE_HTTPLIB_INCLUDE httplib.h)
  find_library(SOUPTRACE_HTTPLIB_LIBRARY cpp-httplib)
  find_file(SOUPTRACE_HTTPLIB_PC cpp-httplib.pc PATH_SUFFIXES lib/${CMAKE_LIBRARY_ARCHITECTURE}/pkgconfig lib64/pkgconfig lib/pkgconfig share/pkgconfig)
  mark_as_advanced(SOUPTRACE_HTTPLIB_INCLUDE SOUPTRACE_HTTPLIB_LIBRARY SOUPTRACE_HTTPLIB_PC)
  if(SOUPTRACE_HTTPLIB_INCLUDE AND SOUPTRACE_HTTPLIB_LIBRARY AND SOUPTRACE_HTTPLIB_PC)
    file(STRINGS "${SOUPTRACE_HTTPLIB_PC}" _cflags REGEX "^Cflags:")
    string(REGEX MATCHALL "CPPHTTPLIB_[A-Z_]+" _definitions "${_cflags}")
    add_library(httplib::httplib INTERFACE IMPORTED)
    target_include_directories(httplib::httplib INTERFACE "${SOUPTRACE_HTTPLIB_INCLUDE}")
    target_compile_definitions(httplib::httplib INTERFACE ${_definitions})
    target_link_libraries(httplib::httplib INTERFACE "${SOUPTRACE_HTTPLIB_LIBRARY}" OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
  endif()
endif()
if(NOT TARGET httplib::httplib)
  souptrace_dependency(httplib 0.11
    https://github.com/yhirose/cpp-httplib/archive/refs/tags/v0.15.3.tar.gz
    2121bbf38871bb2aafb5f7f2b9b94705366170909f434428352187cb0216124e)
endif()
