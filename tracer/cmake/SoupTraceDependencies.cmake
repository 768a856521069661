# SPDX-License-Identifier: Apache-2.0
# Third-party libraries: an installed package first; where there is none, the release archive with its pinned SHA-256.
include(FetchContent)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
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
